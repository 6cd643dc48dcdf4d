"""The table in docs/fidelity.md says what is shown today: here, and by the FFmpeg at hand."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from bench.fidelity.material import FILES, written
from bench.fidelity.seen import Seen, cell, says
from bench.fidelity.table import (
    BROWSER,
    HERE,
    LIBRARIES,
    NEW,
    PAGE,
    Row,
    markdown,
    rows_of,
    with_table,
)
from bench.fidelity.viewers import by_own_libraries, by_product, by_program
from tests.media.films import peer

# What another encoder, or another processor, may change of a plain colour.
LEVELS = 3
ROWS = rows_of(PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return written(tmp_path_factory.mktemp("files"))


def differing(head: str, found: list[Seen | None]) -> list[tuple[Row, str]]:
    """The rows that say otherwise."""
    pairs = zip(ROWS, found, strict=True)
    return [(row, cell(seen)) for row, seen in pairs if not says(row[head], seen, LEVELS)]


def test_the_table_has_a_row_for_each_file() -> None:
    assert [(row["file"], row["meant"]) for row in ROWS] == [
        (name, file.meant) for name, file in FILES.items()
    ]


def test_the_table_says_what_is_shown_and_told_here(files: list[Path]) -> None:
    ours = by_product(files)
    assert differing(HERE, [one.seen for one in ours]) == []
    assert [row["told"] for row in ROWS] == [one.told for one in ours]


def test_the_table_says_what_the_newest_ffmpeg_shows(files: list[Path]) -> None:
    assert differing(NEW, by_program(peer.program(), files)) == []


def test_the_table_says_what_the_products_libraries_show(files: list[Path]) -> None:
    assert av.ffmpeg_version_info == LIBRARIES
    assert differing(LIBRARIES, by_own_libraries(files)) == []


def test_what_differs_from_what_is_meant_is_told() -> None:
    """But for what is named below the table."""
    silent = [row["file"] for row in ROWS if not row["told"] and not is_as_meant(row)]
    assert silent == ["H.265, grey"]


def is_as_meant(row: Row) -> bool:
    size, colour = row[HERE].split()
    if row["meant"] in (size, colour):
        return True
    if "," not in row["meant"] or "," not in colour:
        return False
    return says(f"{size} {row['meant']}", Seen.read(row[HERE]), LEVELS)


def test_a_table_is_written_in_the_place_of_the_last_and_read_again() -> None:
    page = PAGE.read_text(encoding="utf-8")
    changed = [{**row, BROWSER: "not shown"} for row in ROWS]
    again = with_table(page, markdown(changed))
    assert rows_of(again) == changed
    assert with_table(again, markdown(ROWS)) == page
