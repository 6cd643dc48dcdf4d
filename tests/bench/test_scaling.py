"""The page about a large studio says what its figures come to."""

from __future__ import annotations

from bench.scaling import newest, table
from tests.driving.processes import ROOT


def test_the_page_has_the_table_of_the_newest_figures() -> None:
    """Where it has not: `python -m bench.scaling` prints it."""
    page = (ROOT / "docs/scaling.md").read_text(encoding="utf-8")
    assert table(newest("load"), newest("crowded")) in page
