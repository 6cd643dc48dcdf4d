"""The documents name tests that are there; the editor's promises leave none of its files out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
DOCS = TESTS.parent / "docs"
NAMED = re.compile(r"`((?:\w+/)*test_\w+\.py)(?:::(test_\w+))?`")
# What hands do in the editor, and what that does to the document.
ROOMS = ("stage", "hands", "panels", "saving", "modules")


def found(name: str) -> list[Path]:
    """The files that a document means by a name, which may leave the first folders out."""
    end = f"/{name.removeprefix('tests/')}"
    return [path for path in TESTS.rglob(Path(name).name) if str(path).endswith(end)]


@pytest.mark.parametrize(
    "document", ["editor.md", "fidelity.md", "security.md", "sealing.md", "signing-in.md"]
)
def test_promises_name_tests_that_are_there(document: str) -> None:
    named = NAMED.findall((DOCS / document).read_text(encoding="utf-8"))
    assert named
    for file, test in named:
        texts = [path.read_text(encoding="utf-8") for path in found(file)]
        assert any(f"def {test or 'test_'}" in text for text in texts), file


def test_the_editors_promises_name_every_file_of_its_tests() -> None:
    text = (DOCS / "editor.md").read_text(encoding="utf-8")
    named = {path for file, _test in NAMED.findall(text) for path in found(file)}
    there = {path for room in ROOMS for path in (TESTS / "browser" / room).glob("test_*.py")}
    assert sorted(path.name for path in there - named) == []
