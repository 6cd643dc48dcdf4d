"""Rows as a file, written while they are read: CSV for a spreadsheet, JSON for a program."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from studio.rules.strict_json import BYTE_ORDER_MARK

# A spreadsheet may take what begins with one of these for a formula; the last four are the
# full-width ones of Japanese and Chinese keyboards.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def as_csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """RFC 4180, a heading and a line for each row; lists are joined by `; `."""
    writer = csv.writer(Line())
    names = list(columns)
    # Excel takes a file for UTF-8 only by the mark.
    yield BYTE_ORDER_MARK + writer.writerow(names)
    for row in rows:
        yield writer.writerow([cell(row[name]) for name in names])


def as_json(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """An array of objects, one in a line."""
    begin = "["
    for row in rows:
        yield f"{begin}\n{json.dumps(row, ensure_ascii=False)}"
        begin = ","
    yield "\n]\n" if begin == "," else "[]\n"


class Line:
    """A file for csv.writer that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def cell(value: str | int | list[str] | None) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
