"""Twilio's Compositions (and Telnyx's): named regions in pixels, each a grid of its sources.

A region of one source, or with rows and columns given, is boxes; any other depends on who is there.
Source: twilio.com, Video API, compositions.
"""

from __future__ import annotations

import re
from itertools import product

from studio.imports.drafts import FITS, Draft, Item, finish, sized
from studio.imports.loosely import Fields, caseless, fields, items, number, size_of, text, whole
from studio.imports.rectangles import Rect
from studio.imports.report import ImportedScene, Line, Note, Wish, line
from studio.rules.document import Json
from studio.rules.limits import MAX_SOURCES

FORMAT = "twilio"
RESOLUTION = re.compile(r"(\d{1,5})x(\d{1,5})")
MAX_REGIONS = 200


def recognises(content: Json) -> bool:
    return any("video_sources" in fields(row) for row in _regions(content).values())


def _regions(content: Json) -> Fields:
    value = caseless(content)
    return fields(value.get("video_layout") or value.get("videolayout"))


def scenes(content: Json, wish: Wish) -> list[ImportedScene]:
    found = RESOLUTION.fullmatch(text(caseless(content).get("resolution")))
    known = size_of(found[1], found[2]) if found else None
    (width, height), lines = sized(known, wish.size, "resolution")
    rows = [(name, fields(row)) for name, row in list(_regions(content).items())[:MAX_REGIONS]]
    rows.sort(key=lambda row: number(row[1].get("z_pos")))
    taken: list[Item] = []
    for name, region in rows:
        cells = _cells(name, region, width, height)
        taken += cells
        if not cells:
            lines.append(_left(name))
    return [finish(Draft(name="", width=width, height=height, items=taken, lines=lines))]


def _left(name: str) -> Line:
    return line(name, [Note("several_sources")])


def _cells(name: str, region: Fields, width: int, height: int) -> list[Item]:
    x, y = number(region.get("x_pos")), number(region.get("y_pos"))
    w, h = number(region.get("width"), width - x), number(region.get("height"), height - y)
    rows, columns = _grid(region)
    if not 0 < rows * columns <= MAX_SOURCES:
        return []
    named = [text(row) for row in items(region.get("video_sources")) if "*" not in text(row)]
    return [
        Item(
            path=name,
            name=dict(enumerate(named)).get(row * columns + column) or name,
            box=Rect(x + w * column / columns, y + h * row / rows, w / columns, h / rows),
            notes=(*FITS["unknown"], Note("no_address")),
        )
        for row, column in product(range(rows), range(columns))
    ]


def _grid(region: Fields) -> tuple[int, int]:
    """Rows and columns; 0 × 0 where they depend on who is there."""
    sources = items(region.get("video_sources"))
    if len(sources) == 1 and "*" not in text(sources[0]):
        return 1, 1
    return whole(region.get("max_rows")), whole(region.get("max_columns"))
