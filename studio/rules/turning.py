"""The same show for a scene of the other orientation: a draft that a person looks over.

Sources keep their IDs, by which both are seated alike (`seating`), and lie in the preset that is
nearest: a picture twice as large as any other stays the large one, the others follow as they are
read. Logos keep their size and their distance from the edges they are nearest to.
"""

from __future__ import annotations

from dataclasses import replace

from studio.rules.document import MixedRules
from studio.rules.geometry import Box
from studio.rules.presets import BY_KEY, place

# By how many there are, where all are alike, and where one is large.
PORTRAIT = {1: "v-full", 2: "v-stack-2", 3: "v-stack-3", 4: "v-2x2", 6: "v-2x3", 8: "v-2x4"}
PORTRAIT_LARGE = {2: "v-content-host", 3: "v-1+2", 4: "v-1+3"}
LANDSCAPE = {1: "full", 2: "side-by-side", 3: "pyramid", 4: "2x2", 6: "3x2", 8: "4x2"}
LANDSCAPE_LARGE = {2: "lecture", 3: "1+2", 4: "1+3", 6: "1+5", 8: "1+7"}
# How many times as large as the next the large one is.
LARGE = 2


def turned(rules: MixedRules) -> MixedRules:
    """The draft. It pushes to nowhere yet: the two are to be on air at once."""
    old = rules.scene
    width, height = old.height, old.width
    boxes = arranged([layout.box for layout in old.layouts], width, height)
    layouts = tuple(
        replace(layout, box=box) for layout, box in zip(old.layouts, boxes, strict=True)
    )
    logos = tuple(
        replace(logo, box=moved(logo.box, old.box, width, height)) for logo in rules.logos or ()
    )
    return replace(
        rules,
        scene=replace(old, width=width, height=height, layouts=layouts),
        logos=rules.logos and logos,
        output=replace(rules.output, urls=()),
    )


def arranged(boxes: list[Box], width: int, height: int) -> list[Box]:
    """Where each goes."""
    reading = sorted(range(len(boxes)), key=lambda index: (boxes[index].y, boxes[index].x))
    large = the_large_one(boxes)
    presets = PORTRAIT if height > width else LANDSCAPE
    if large is not None:
        with_large = PORTRAIT_LARGE if height > width else LANDSCAPE_LARGE
        if len(boxes) in with_large:
            presets = with_large
        reading.remove(large)
        reading.insert(0, large)
    cells = cells_for(presets, len(boxes), width, height)
    found = dict(zip(reading, cells, strict=False))
    return [found[index] for index in range(len(boxes))]


def the_large_one(boxes: list[Box]) -> int | None:
    by_area = sorted(range(len(boxes)), key=lambda index: boxes[index].area, reverse=True)
    if len(boxes) < 2 or boxes[by_area[0]].area < LARGE * boxes[by_area[1]].area:
        return None
    return by_area[0]


def cells_for(presets: dict[int, str], count: int, width: int, height: int) -> list[Box]:
    """At least as many as there are boxes, of the smallest preset that has so many, or of a grid
    where none has.
    """
    enough = [size for size in presets if size >= count]
    if enough:
        return list(place(BY_KEY[presets[min(enough)]], width, height))
    columns = 2 if height > width else 4
    rows = -(-count // columns)
    return [
        Box(
            column * width // columns,
            row * height // rows,
            (column + 1) * width // columns - column * width // columns,
            (row + 1) * height // rows - row * height // rows,
        )
        for row in range(rows)
        for column in range(columns)
    ]


def moved(box: Box, scene: Box, width: int, height: int) -> Box:
    """A logo's box, smaller where it has no room."""
    w, h = min(box.w, width), min(box.h, height)
    if (w, h) != (box.w, box.h):
        w, h = shrunk(box, width, height)
    return Box(
        along(box.x, box.w, scene.w, w, width), along(box.y, box.h, scene.h, h, height), w, h
    )


def shrunk(box: Box, width: int, height: int) -> tuple[int, int]:
    """Its size as large as there is room, in its ratio; a draft may have sides that are 0."""
    if box.w * height > box.h * width:
        return width, max(1, box.h * width // (box.w or 1))
    return max(1, box.w * height // (box.h or 1)), height


def along(at: int, length: int, whole: int, new_length: int, new_whole: int) -> int:
    """Where it begins: as far from the nearer edge as it was, or in the middle as it was there."""
    before, after = at, whole - at - length
    room = new_whole - new_length
    if before == after:
        return room // 2
    return max(0, min(room, before if before < after else room - after))
