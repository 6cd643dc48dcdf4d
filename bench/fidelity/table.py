"""The table: its rows as Markdown, and those of a page read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "fidelity.md"
BEGIN, END = "<!-- by python -m bench.fidelity -->\n", "<!-- end of the table -->\n"
OLD, LIBRARIES, NEW, BROWSER, HERE = "FFmpeg 8.0", "8.1.2", "9.0.2", "Chromium", "here"
HEADS = ("file", "meant", OLD, LIBRARIES, NEW, BROWSER, HERE, "told")

Row = Mapping[str, str]


def markdown(rows: Iterable[Row]) -> str:
    lines = [HEADS, ("---",) * len(HEADS), *([row[head] for head in HEADS] for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def rows_of(page: str) -> list[dict[str, str]]:
    """Of what stands between the two marks, whatever else does."""
    lines = page.partition(BEGIN)[2].partition(END)[0].splitlines()
    cells = [line.strip("|").split("|") for line in lines if line.startswith("|")]
    table = [[cell.strip() for cell in row] for row in cells]
    return [dict(zip(HEADS, cells, strict=True)) for cells in table[2:]]


def with_table(page: str, table: str) -> str:
    """The page with another table between its marks."""
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}{table}{END}{after}"
