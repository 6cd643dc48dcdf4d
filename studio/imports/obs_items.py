"""Where OBS draws one item of a scene: the arithmetic of its scene items.

Lengths are pixels of the scene that holds the item. Source: obs-studio, `libobs/obs-scene.c`.
"""

from __future__ import annotations

from dataclasses import dataclass

from studio.imports.drafts import of_measure
from studio.imports.loosely import Fields, fields, number, whole
from studio.imports.measures import Measure
from studio.imports.rectangles import Rect, aligned, contained, turned
from studio.imports.report import Note

LEFT, RIGHT, TOP, BOTTOM = 1, 2, 4, 8
TOP_LEFT = LEFT | TOP
STRETCH, INNER, OUTER, TO_WIDTH, TO_HEIGHT, MAX_ONLY = 1, 2, 3, 4, 5, 6
BOUNDED = range(STRETCH, MAX_ONLY + 1)
CUTTING = (OUTER, TO_WIDTH, TO_HEIGHT)
# Two places nearer than this are the same, in pixels.
SAME = 0.5

Pair = tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """What holds an item: the size its relative numbers count by, in pixels."""

    width: float
    height: float
    is_absolute: bool = False
    is_group: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What an item shows, by its name, and its size in its own pixels.

    `is_scene` of scenes and groups.
    """

    name: str
    measure: Measure
    is_scene: bool = False

    @property
    def size(self) -> Pair:
        return self.measure.size

    @property
    def frame(self) -> Rect:
        return Rect(0, 0, *self.size)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """How an item is drawn: `part` of what it shows, in that one's pixels, as `picture`.

    `seen` is what the bounds leave of it; `box` is what holds it. `is_by_measure` says whether
    the box follows from the size of what is shown.
    """

    part: Rect
    picture: Rect
    seen: Rect
    box: Rect
    is_by_measure: bool
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Numbers:
    pos: Pair
    scale: Pair
    bounds: Pair
    notes: tuple[Note, ...]


def drawn(item: Fields, shown: Shown, holder: Holder) -> Drawn | None:
    """None where no place can be read, or nothing of the source is left by its crop."""
    part = _part(item, shown)
    numbers = _numbers(item, holder, is_scene=shown.is_scene)
    kind = whole(item.get("bounds_type"))
    size = (part.w * abs(numbers.scale[0]), part.h * abs(numbers.scale[1]))
    if min(part.w, part.h, *size) <= 0 or (kind in BOUNDED and min(numbers.bounds) <= 0):
        return None
    place = _bounded if kind in BOUNDED else _free
    return _turned(place(item, part, size, numbers), item, numbers)


def _free(item: Fields, part: Rect, size: Pair, numbers: _Numbers) -> Drawn:
    """Without bounds: its size, scaled. A negative scale draws it to the other side."""
    sides = [side if scale > 0 else -side for side, scale in zip(size, numbers.scale, strict=True)]
    shares = _shares(whole(item.get("align"), TOP_LEFT))
    starts = [
        pos - side * share + min(side, 0)
        for pos, side, share in zip(numbers.pos, sides, shares, strict=True)
    ]
    rect = Rect(starts[0], starts[1], *size)
    return Drawn(part=part, picture=rect, seen=rect, box=rect, is_by_measure=True)


def _bounded(item: Fields, part: Rect, size: Pair, numbers: _Numbers) -> Drawn:
    x, y = _shares(whole(item.get("align"), TOP_LEFT))
    (left, top), (width, height) = numbers.pos, numbers.bounds
    bounds = Rect(left - width * x, top - height * y, width, height)
    kind, within = whole(item.get("bounds_type")), whole(item.get("bounds_align"))
    picture = _in_bounds(kind, size, bounds, _shares(within))
    is_cut = kind in CUTTING and item.get("bounds_crop") is True
    seen = picture.clipped(bounds) if is_cut else picture
    is_even = abs(numbers.scale[0]) == abs(numbers.scale[1])
    is_plain = kind == INNER and not within and is_even and not _crop(item)
    return Drawn(
        part=part,
        picture=picture,
        seen=seen,
        box=bounds if is_plain else seen,
        is_by_measure=not is_plain,
    )


def _in_bounds(kind: int, size: Pair, bounds: Rect, shares: Pair) -> Rect:
    if kind == STRETCH:
        return bounds
    width, height = bounds.w / size[0], bounds.h / size[1]
    scale = {
        INNER: min(width, height),
        OUTER: max(width, height),
        TO_WIDTH: width,
        TO_HEIGHT: height,
        MAX_ONLY: min(width, height, 1.0),
    }[kind]
    return aligned(size[0] * scale, size[1] * scale, bounds, *shares)


def _turned(drawn: Drawn, item: Fields, numbers: _Numbers) -> Drawn:
    degrees = number(item.get("rot")) % 360
    notes = list(numbers.notes)
    if min(numbers.scale) < 0:
        notes.append(Note("mirrored"))
    room = drawn.seen
    if degrees:
        notes.append(Note("rotated"))
        room = turned(drawn.seen, degrees, *numbers.pos)
    return Drawn(
        part=drawn.part,
        picture=room if degrees else drawn.picture,
        seen=room,
        box=room if degrees else drawn.box,
        is_by_measure=drawn.is_by_measure or bool(degrees),
        notes=tuple(notes),
    )


def lost(drawn: Drawn, shown: Shown) -> list[Note]:
    """What a mix can't do of this, where no scene is shown."""
    notes = list(drawn.notes)
    if drawn.part != shown.frame:
        notes.append(Note("cropped"))
    shape = contained(drawn.part.w, drawn.part.h, drawn.picture)
    is_turned = any(note.code == "rotated" for note in notes)
    if shape.away(drawn.picture) > SAME and not is_turned:
        notes.append(Note("stretched"))
    if drawn.seen.away(drawn.picture) > SAME:
        notes.append(Note("cut"))
    if drawn.is_by_measure:
        notes += of_measure(shown.name, shown.measure)
    return notes


def _crop(item: Fields) -> list[float]:
    """Left, top, right, bottom in source pixels; empty where nothing is cut off."""
    sides = [
        max(0.0, number(item.get(f"crop_{side}"))) for side in ("left", "top", "right", "bottom")
    ]
    return sides if any(sides) else []


def _part(item: Fields, shown: Shown) -> Rect:
    left, top, right, bottom = _crop(item) or (0.0, 0.0, 0.0, 0.0)
    return Rect(left, top, shown.size[0] - left - right, shown.size[1] - top - bottom)


def _shares(align: int) -> Pair:
    """Bits of an alignment as shares; without a bit it is the middle."""
    return _share(align, LEFT, RIGHT), _share(align, TOP, BOTTOM)


def _share(align: int, near: int, far: int) -> float:
    if align & near:
        return 0.0
    return 1.0 if align & far else 0.5


def _pair(value: object) -> Pair | None:
    if not isinstance(value, dict):
        return None
    return number(value.get("x")), number(value.get("y"))


def _numbers(item: Fields, holder: Holder, *, is_scene: bool) -> _Numbers:
    """The relative numbers where OBS takes them, else the absolute ones."""
    old = _absolute(item)
    pos, scale, ref = (_pair(item.get(key)) for key in ("pos_rel", "scale_rel", "scale_ref"))
    bounds = _pair(item.get("bounds_rel"))
    if holder.is_absolute:
        return old
    result_pos, result_scale, result_bounds = old.pos, old.scale, old.bounds
    if pos and scale and ref:
        result_pos = _halves(
            (pos[0] * holder.height + holder.width) / 2,
            (pos[1] * holder.height + holder.height) / 2,
            holder,
        )
        by = holder.height / ref[1] if ref[1] > 0 and not is_scene else 1.0
        result_scale = (scale[0] * by, scale[1] * by)
    if bounds:
        result_bounds = _halves(
            bounds[0] * holder.height / 2, bounds[1] * holder.height / 2, holder
        )
    apart = _apart(old, item, result_pos, result_bounds)
    notes = (Note("disagree", {"px": round(apart, 1)}),) if apart > SAME else ()
    return _Numbers(pos=result_pos, scale=result_scale, bounds=result_bounds, notes=notes)


def _absolute(item: Fields) -> _Numbers:
    return _Numbers(
        pos=_pair(item.get("pos")) or (0.0, 0.0),
        scale=_pair(item.get("scale")) or (1.0, 1.0),
        bounds=_pair(item.get("bounds")) or (0.0, 0.0),
        notes=(),
    )


def _apart(old: _Numbers, item: Fields, pos: Pair, bounds: Pair) -> float:
    """How far what counts lies from the absolute numbers beside it, in pixels."""
    pairs = [(old.pos, pos)] if fields(item.get("pos")) else []
    if fields(item.get("bounds")) and whole(item.get("bounds_type")) in BOUNDED:
        pairs.append((old.bounds, bounds))
    return max((abs(a - b) for one, two in pairs for a, b in zip(one, two, strict=True)), default=0)


def _halves(x: float, y: float, holder: Holder) -> Pair:
    """Rounded to half pixels, as OBS does outside groups."""
    return (x, y) if holder.is_group else (round(x * 2) / 2, round(y * 2) / 2)
