"""Alibaba's caster layouts and MixStream: shares of the scene from one of nine corners.

Keys are read in any case, as its own examples mix them. What is counted from another corner than
the top left is taken to grow inwards, which its pages leave open. Source: alibabacloud-python-sdk,
`live-20161101`.
"""

from __future__ import annotations

from collections.abc import Sequence

from studio.imports.addresses import seat_of
from studio.imports.drafts import FITS, Draft, Item, finish, sized
from studio.imports.loosely import Fields, caseless, fields, items, number, numbered, text
from studio.imports.mixed_rules import unreadable
from studio.imports.rectangles import Rect
from studio.imports.report import ImportedScene, Note, Wish
from studio.rules.document import Json
from studio.rules.problems import InvalidDocument
from studio.rules.strict_json import strict_loads

FORMAT = "alibaba"
HORIZONTAL = {"left": 0.0, "center": 0.5, "right": 1.0}
VERTICAL = {"top": 0.0, "center": 0.5, "bottom": 1.0}
FILLS = {"fit": "contain", "none": "stretch", "crop": "cover"}


def recognises(content: Json) -> bool:
    value = caseless(content)
    if items(value.get("videolayer")):
        return True
    listed = value.get("inputstreamlist")
    return isinstance(listed, str) or any("layoutconfig" in caseless(row) for row in items(listed))


def scenes(content: Json, wish: Wish) -> list[ImportedScene]:
    value = caseless(content)
    (width, height), lines = sized(None, wish.size, "")
    found = _layers(value) if items(value.get("videolayer")) else _streams(value)
    placed = [_placed(item, width, height) for item in found]
    name = text(value.get("layoutname")) or text(value.get("outputstreamname"))
    return [finish(Draft(name=name, width=width, height=height, items=placed, lines=lines))]


def _layers(value: Fields) -> list[Item]:
    """A caster's layers, in the order of `BlendList`, which names what is on each."""
    names = [text(row) for row in items(value.get("blendlist"))]
    rows = list(numbered(value.get("videolayer"), "VideoLayer"))
    return [
        _item(path, dict(enumerate(names)).get(place, ""), row)
        for place, (path, row) in enumerate(rows)
    ]


def _streams(value: Fields) -> list[Item]:
    """A mix's inputs, in the order of their `LayoutChildId`. Raises NotReadable."""
    listed = value.get("inputstreamlist")
    if isinstance(listed, str):
        try:
            listed = strict_loads(listed)
        except InvalidDocument as error:
            raise unreadable(error) from None
    rows = [(path, caseless(row)) for path, row in numbered(listed, "InputStreamList")]
    rows.sort(key=lambda row: number(row[1].get("layoutchildid")))
    return [_stream(path, row) for path, row in rows]


def _stream(path: str, row: Fields) -> Item:
    is_address = text(row.get("resourcetype")) == "url"
    value = text(row.get("resourcevalue"))
    seat = seat_of(value if is_address else "")
    name = f"input {text(row.get('layoutchildid'))}" if is_address else value
    item = _item(path, name, fields(row.get("layoutconfig")))
    notes = (*item.notes[:-1], *seat.notes)
    return Item(path=path, name=name, box=item.box, type=seat.type, url=seat.url, notes=notes)


def _item(path: str, name: str, given: Fields) -> Item:
    """A pane, its box still in shares of the scene."""
    layer = caseless(given)
    size = _pair(layer.get("fillsizenormalized"))
    w = size[0] or number(layer.get("widthnormalized"))
    h = size[1] or number(layer.get("heightnormalized"))
    x, y = _pair(layer.get("fillpositionnormalized") or layer.get("positionnormalized"))
    refer = text(layer.get("positionrefer")).lower() or "topleft"
    across = next((share for word, share in HORIZONTAL.items() if refer.endswith(word)), 0.0)
    down = next((share for word, share in VERTICAL.items() if refer.startswith(word)), 0.0)
    fit = FILLS.get(text(layer.get("fillmode")).lower() or "none", "unknown")
    is_moved = refer != "topleft" and (x or y)
    return Item(
        path=path,
        name=name,
        box=Rect(_from(across, x, w), _from(down, y, h), w, h),
        notes=(*FITS[fit], *((Note("anchor"),) if is_moved else ()), Note("no_address")),
    )


def _from(share: float, offset: float, side: float) -> float:
    """The near edge of a side that stands at this share, moved inwards from there."""
    start = (1 - side) * share
    return start - offset if share == 1 else start + offset


def _pair(value: Json) -> Sequence[float]:
    first = [number(row) for row in items(value)[:2]]
    return first if len(first) == 2 else (0.0, 0.0)


def _placed(item: Item, width: int, height: int) -> Item:
    return item.scaled(width, height)
