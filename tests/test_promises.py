"""Every test that docs/editor.md names is there."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
DOCS = Path(__file__).parents[1] / "docs" / "editor.md"


def test_the_editors_promises_name_tests_that_are_there() -> None:
    named = re.findall(r"`(\w+/)?(test_\w+\.py)::(test_\w+)`", DOCS.read_text(encoding="utf-8"))
    assert named
    for folder, file, test in named:
        source = (TESTS / (folder or "browser") / file).read_text(encoding="utf-8")
        assert f"def {test}(" in source, f"{folder}{file}::{test}"
