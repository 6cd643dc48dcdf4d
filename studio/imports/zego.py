"""Zego's StartMix: `MixInput` with edges in pixels (right and bottom are no sizes), `MixOutput`.

Each output of another size is a scene of its own. Source: zegocloud.com, stream mixing.
"""

from __future__ import annotations

from studio.imports.drafts import FITS, Draft, Item, finish, sized
from studio.imports.loosely import Fields, fields, items, number, numbered, size_of, text
from studio.imports.rectangles import Rect
from studio.imports.report import ImportedScene, Note, Wish
from studio.rules.document import Json

FORMAT = "zego"
MAX_OUTPUTS = 20


def recognises(content: Json) -> bool:
    return any(_is_placed(row) for row in items(fields(content).get("MixInput")))


def _is_placed(row: Json) -> bool:
    return isinstance(fields(row).get("RectInfo"), dict)


def scenes(content: Json, wish: Wish) -> list[ImportedScene]:
    value = fields(content)
    outputs = items(value.get("MixOutput"))[:MAX_OUTPUTS] or [{}]
    sizes = {
        size_of(fields(row).get("Width"), fields(row).get("Height")): text(
            fields(row).get("StreamId")
        )
        for row in outputs
    }
    return [finish(_draft(value, name, size, wish)) for size, name in sizes.items()]


def _draft(value: Fields, name: str, known: tuple[int, int] | None, wish: Wish) -> Draft:
    (width, height), lines = sized(known, wish.size, "MixOutput")
    rows = [_item(path, row) for path, row in numbered(value.get("MixInput"), "MixInput")]
    name = name or text(value.get("TaskId"))
    return Draft(name=name, width=width, height=height, items=rows, lines=lines)


def _item(path: str, row: Fields) -> Item:
    edges = fields(row.get("RectInfo"))
    left, top, right, bottom = (
        number(edges.get(key)) for key in ("Left", "Top", "Right", "Bottom")
    )
    return Item(
        path=path,
        name=text(row.get("StreamId")),
        box=Rect(left, top, right - left, bottom - top),
        notes=(*FITS["unknown"], Note("no_address")),
    )
