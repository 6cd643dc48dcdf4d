"""Agora's Media Push: `transcodeOptions.videoOptions` with `canvas` and `layout`, in pixels.

Source: docs.agora.io, Media Push RESTful API, type definitions.
"""

from __future__ import annotations

from studio.imports.addresses import seat_of
from studio.imports.drafts import FITS, Draft, Item, finish, sized
from studio.imports.loosely import Fields, fields, number, numbered, size_of, text, whole
from studio.imports.rectangles import Rect
from studio.imports.report import ImportedScene, Wish
from studio.rules.document import Json

FORMAT = "agora"
FILL = {"fill": "cover", "fit": "contain"}


def recognises(content: Json) -> bool:
    return bool(_options(content))


def _options(content: Json) -> Fields:
    value = fields(content)
    inner = fields(value.get("converter")) or value
    return fields(fields(inner.get("transcodeOptions")).get("videoOptions"))


def scenes(content: Json, wish: Wish) -> list[ImportedScene]:
    options = _options(content)
    canvas = fields(options.get("canvas"))
    known = size_of(canvas.get("width"), canvas.get("height"))
    (width, height), lines = sized(known, wish.size, "canvas")
    rows = sorted(numbered(options.get("layout"), "layout"), key=_height)
    items = [_item(path, view) for path, view in rows]
    name = text(fields(fields(content).get("converter")).get("name"))
    return [finish(Draft(name=name, width=width, height=height, items=items, lines=lines))]


def _height(row: tuple[str, Fields]) -> float:
    return number(fields(row[1].get("region")).get("zIndex"))


def _item(path: str, view: Fields) -> Item:
    region = fields(view.get("region"))
    image = text(view.get("imageUrl"))
    seat = seat_of(image, "pic" if image else "live")
    fit = FILL.get(text(view.get("fillMode")) or "fill", "unknown")
    return Item(
        path=path,
        name=f"uid {whole(view.get('rtcStreamUid'))}" if not image else "image",
        box=Rect(*(number(region.get(key)) for key in ("xPos", "yPos", "width", "height"))),
        type=seat.type,
        url=seat.url,
        notes=(*FITS[fit], *seat.notes),
    )
