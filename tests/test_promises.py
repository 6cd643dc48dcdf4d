"""Every test that the documents name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("document", ["editor.md", "fidelity.md"])
def test_promises_name_tests_that_are_there(document: str) -> None:
    text = (DOCS / document).read_text(encoding="utf-8")
    named = re.findall(r"`(\w+/)?(test_\w+\.py)::(test_\w+)`", text)
    assert named
    for folder, file, test in named:
        (path,) = (TESTS / (folder or "browser")).rglob(file)
        source = path.read_text(encoding="utf-8")
        assert f"def {test}(" in source, f"{folder}{file}::{test}"
