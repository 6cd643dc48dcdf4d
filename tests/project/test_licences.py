"""docs/licences.md names what is kept here of others and what we ask for, by its own word."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOLD = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([\w-]+) \| ([^;|]+?)(?:;.*)? \|$", TOLD, re.MULTILINE))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAMES = [re.split(r"[^\w-]", line)[0] for line in PROJECT["dependencies"]]


def test_each_dependency_has_its_row() -> None:
    assert sorted(ROWS) == sorted(["package", *NAMES])


@pytest.mark.parametrize("name", NAMES)
def test_a_row_says_what_the_package_says_of_itself(name: str) -> None:
    said = metadata(name)
    fields = [said["License-Expression"], said["License"], *said.get_all("Classifier", [])]
    assert any(ROWS[name] in field for field in fields if field)


def test_what_is_kept_here_has_its_licence_beside_it() -> None:
    vendored = [path for path in (ROOT / "tests" / "vendor").iterdir() if path.is_dir()]
    assert all((path / "LICENSE").is_file() and path.name in TOLD for path in vendored)
    assert "LICENSE-lucide.txt" in TOLD
    assert (ROOT / "static" / "img" / "LICENSE-lucide.txt").is_file()
