"""VDO.Ninja's mixer: an exported session with `layouts`, one layout, or slots by stream ID.

Places are percent of a stage whose size is in no file, or pixels (`xp`, `wp` …). As there, a 0 in
`x` falls through to `xp`. Source: vdo.ninja `mixer.html`, `lib.js`.
"""

from __future__ import annotations

from studio.imports.drafts import FITS, Draft, Item, finish, sized
from studio.imports.loosely import Fields, fields, number, text, whole
from studio.imports.rectangles import Rect
from studio.imports.report import ImportedScene, Line, Note, Wish, line
from studio.rules.document import Json

FORMAT = "vdo-ninja"
# More than the mixer's pages show.
MAX_LAYOUTS = 100
MAX_SLOTS = 100


def recognises(content: Json) -> bool:
    return bool(_layouts(content))


def scenes(content: Json, wish: Wish) -> list[ImportedScene]:
    rows = list(_layouts(content).items())[:MAX_LAYOUTS]
    return [
        finish(_draft(str(place), path, layout, wish))
        for place, (path, layout) in enumerate(rows, 1)
    ]


def _layouts(content: Json) -> dict[str, list[tuple[str, Json]]]:
    """Each layout by its path: its slots, each with the stream that it is kept for."""
    if isinstance(content, list):
        return {"": _slots(content)} if _is_layout(content) else {}
    value = fields(content)
    listed = value.get("layouts")
    if isinstance(listed, list):
        rows = [(f"layouts[{place}]", row) for place, row in enumerate(listed)]
        return {path: _slots(row) for path, row in rows if isinstance(row, list)}
    if value and all(map(_is_slot, value.values())):
        return {"": list(value.items())}
    return {}


def _slots(layout: list[Json]) -> list[tuple[str, Json]]:
    return [("", slot) for slot in layout]


def _is_layout(value: list[Json]) -> bool:
    slots = [slot for slot in value if slot is not None]
    return bool(slots) and all(map(_is_slot, slots))


def _is_slot(value: Json) -> bool:
    return isinstance(value, dict) and not {"w", "wp"}.isdisjoint(value)


def _draft(name: str, path: str, slots: list[tuple[str, Json]], wish: Wish) -> Draft:
    (width, height), lines = sized(None, wish.size, path)
    placed: list[tuple[float, Item]] = []
    for place, (stream, slot) in enumerate(slots[:MAX_SLOTS]):
        where = f"{path}.{stream}" if stream else f"{path}[{place}]"
        if isinstance(slot, dict):
            item = _item(where, stream, place, (slot, width, height))
            placed.append((number(slot.get("z")) or number(slot.get("zIndex")), item))
        else:
            lines.append(_empty(where))
    placed.sort(key=lambda row: row[0])
    return Draft(
        name=name, width=width, height=height, items=[item for _, item in placed], lines=lines
    )


def _empty(path: str) -> Line:
    return line(path, [Note("empty")])


def _item(path: str, stream: str, place: int, drawn: tuple[Fields, int, int]) -> Item:
    slot, width, height = drawn
    known = stream or text(slot.get("defaultStreamID"))
    is_cut = slot.get("c") is True or slot.get("cover") is True
    is_decorated = any(number(slot.get(key)) for key in ("borderThickness", "margin", "rounded"))
    return Item(
        path=path,
        name=known or f"slot {whole(slot.get('slot'), place) + 1}",
        box=Rect(
            _side(slot, "x", width),
            _side(slot, "y", height),
            _side(slot, "w", width),
            _side(slot, "h", height),
        ),
        notes=(
            *FITS["cover" if is_cut else "contain"],
            *((Note("decorated"),) if is_decorated else ()),
            Note("no_address"),
        ),
    )


def _side(slot: Fields, key: str, whole_side: int) -> float:
    """Percent of the stage's side, else pixels."""
    return number(slot.get(key)) * whole_side / 100 or number(slot.get(f"{key}p"))
