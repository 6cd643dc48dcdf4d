"""A scene as another tool has it, and the document that comes nearest to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from studio.imports.measures import ASSUMED_SIZE, Measure
from studio.imports.rectangles import Rect
from studio.imports.report import ImportedScene, Line, Note, line
from studio.rules.document import Layout, Scene, Source
from studio.rules.geometry import Box, letterbox
from studio.rules.limits import BOX_SIDE, MAX_SOURCES, SCENE_SIDE
from studio.rules.starting import blank_document

# What a scene too large is made to: its shorter side at most this, so that 4K becomes Full HD.
USUAL_SIDE = 1080
LONGEST_ID = 64
# Less is the rounding of floats, in pixels.
NOTHING = 0.01
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One picture of the scene. `box` is to hold it whole, in pixels of the draft.

    `picture` is where the other tool draws it and `size` what it measures; None where the box
    alone says how it lies.
    """

    path: str
    name: str
    box: Rect
    type: str = "live"
    url: str = ""
    picture: Rect | None = None
    size: tuple[float, float] | None = None
    notes: tuple[Note, ...] = ()

    def scaled(self, x: float, y: float) -> Item:
        picture = self.picture.scaled(x, y) if self.picture else None
        return replace(self, box=self.box.scaled(x, y), picture=picture)


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A scene of another tool: its items bottom first, and what was said on the way."""

    name: str
    width: int
    height: int
    items: Sequence[Item]
    lines: Sequence[Line] = ()


# How a picture fits its box, and what is said where a mix can't do that.
FITS: Mapping[str, tuple[Note, ...]] = {
    "contain": (),
    "cover": (Note("filled"),),
    "stretch": (Note("stretched"),),
    "unknown": (Note("fit_unknown"),),
}


def of_measure(name: str, measure: Measure) -> tuple[Note, ...]:
    """What is said of an item whose place follows from a size that its file does not have."""
    if measure.origin == "file":
        return ()
    width, height = map(round, measure.size)
    return (Note(measure.origin, {"name": name, "width": width, "height": height}),)


def sized(
    size: tuple[int, int] | None, wished: tuple[int, int] | None, path: str
) -> tuple[tuple[int, int], list[Line]]:
    """The scene's size: the file's, else the wished, else the usual; and what is said of it."""
    if size:
        return size, []
    width, height = wished or ASSUMED_SIZE
    note = Note("scene_assumed", {"width": width, "height": height})
    return (width, height), [] if wished else [line(path, [note])]


def finish(draft: Draft) -> ImportedScene:
    """The document, and a line for every item."""
    width, height, said = _scene_size(draft)
    x, y = width / draft.width, height / draft.height
    scene = Scene(width=width, height=height)
    lines = [*draft.lines, *said]
    taken: list[tuple[Item, Box]] = []
    for item in reversed([item.scaled(x, y) for item in draft.items]):
        box, notes = _box(item, scene)
        if len(taken) == MAX_SOURCES and box:
            box, notes = None, [Note("too_many", {"max": MAX_SOURCES})]
        lines.append(line(item.path, [*item.notes, *notes], _away(item, box) if box else None))
        if box:
            taken.append((item, box))
    return _imported(draft.name, scene, taken[::-1], lines)


def _scene_size(draft: Draft) -> tuple[int, int, list[Line]]:
    sides = (draft.width, draft.height)
    scale = 1.0
    if max(sides) > SCENE_SIDE.max:
        scale = min(1.0, USUAL_SIDE / min(sides), SCENE_SIDE.max / max(sides))
    width, height = (SCENE_SIDE.clamp(round(side * scale)) for side in sides)
    if (width, height) == sides:
        return width, height, []
    note = Note("scene_scaled", {"width": draft.width, "height": draft.height})
    return width, height, [line("", [note])]


def _box(item: Item, scene: Scene) -> tuple[Box | None, list[Note]]:
    """The box in whole pixels, its edges rounded, and what had to be done for it."""
    wanted = item.box
    if not wanted.is_drawn:
        return None, [Note("no_place")]
    frame = Rect(0, 0, scene.width, scene.height)
    seen = wanted.clipped(frame)
    if not seen.is_drawn:
        return None, [Note("outside")]
    notes = []
    hangs = wanted.x < -NOTHING or wanted.y < -NOTHING
    if hangs or max(wanted.w, wanted.h) > BOX_SIDE.max:
        notes.append(Note("cut"))
        wanted = seen
    x, y = max(0, round(wanted.x)), max(0, round(wanted.y))
    w, h = round(wanted.right) - x, round(wanted.bottom) - y
    box = Box(min(x, scene.width), min(y, scene.height), BOX_SIDE.clamp(w), BOX_SIDE.clamp(h))
    if w < BOX_SIDE.min or h < BOX_SIDE.min:
        notes.append(Note("grown"))
    return box, notes


def _away(item: Item, box: Box) -> float:
    """How far the picture will lie from where it was, in pixels."""
    drawn, wanted = Rect(*box), item.picture or item.box
    if item.picture and item.size:
        width, height = (max(1, round(side)) for side in item.size)
        drawn = Rect(*letterbox(width, height, box))
    away = drawn.away(wanted)
    return round(away, 2) if away >= NOTHING else 0.0


def _imported(
    name: str, scene: Scene, taken: Sequence[tuple[Item, Box]], lines: Sequence[Line]
) -> ImportedScene:
    names = _names([item.name for item, _ in taken])
    layers = range(1, len(taken) + 1)
    boxes = zip(taken, layers, strict=True)
    layouts = tuple(Layout(box=box, layer=layer) for (_, box), layer in boxes)
    sources = tuple(
        Source(id=known, layer=layer, type=item.type, url=item.url)
        for (item, _), known, layer in zip(taken, names, layers, strict=True)
    )
    rules = replace(blank_document(), scene=replace(scene, layouts=layouts), sources=sources)
    return ImportedScene(name=clean(name), rules=rules, report=tuple(lines))


def clean(name: str) -> str:
    """A name on one line, without what can't be seen or turns the writing."""
    return " ".join(UNSEEN.sub(" ", name).split())[:LONGEST_ID].strip()


def _names(wanted: Sequence[str]) -> list[str]:
    """Each name once: a second “Camera” is “Camera 2”."""
    names: list[str] = []
    for place, name in enumerate(wanted, 1):
        base = clean(name) or f"source {place}"
        known, count = base, 1
        while known in names:
            count += 1
            known = f"{base} {count}"
        names.append(known)
    return names
