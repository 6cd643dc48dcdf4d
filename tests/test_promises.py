"""The documents name tests that are there; the editor's promises leave none of its files out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DOCS = Path(__file__).parents[1] / "docs"
NAMED = re.compile(r"`((?:\w+/)*test_\w+\.py)(?:::(test_\w+))?`")
# What hands do in the editor, and what that does to the document.
ROOMS = ("stage", "hands", "panels", "saving", "modules")


def found(name: str) -> Path:
    """The file a document names: its path below tests/ or tests/browser/, or its name alone."""
    (path,) = {TESTS / name, TESTS / "browser" / name} & set(TESTS.rglob(Path(name).name))
    return path


@pytest.mark.parametrize("document", ["editor.md", "fidelity.md"])
def test_promises_name_tests_that_are_there(document: str) -> None:
    named = NAMED.findall((DOCS / document).read_text(encoding="utf-8"))
    assert named
    for file, test in named:
        assert f"def {test or 'test_'}" in found(file).read_text(encoding="utf-8"), file


def test_the_editors_promises_name_every_file_of_its_tests() -> None:
    text = (DOCS / "editor.md").read_text(encoding="utf-8")
    named = {found(file) for file, _test in NAMED.findall(text)}
    there = {path for room in ROOMS for path in (TESTS / "browser" / room).glob("test_*.py")}
    assert sorted(path.name for path in there - named) == []
