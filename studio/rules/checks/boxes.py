"""The scene's size, and the boxes of layouts and logos in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.rules import paths
from studio.rules.checks.finding import Finding, Findings, outside, warning
from studio.rules.document import Layout, MixedRules, Scene
from studio.rules.geometry import Box
from studio.rules.limits import BOX_SIDE, MAX_COMPARED, SCENE_SIDE, Range


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with the path of its item and the path its four numbers are under."""

    path: str
    fields: str
    box: Box


def placed(rules: MixedRules) -> Iterator[Placed]:
    for index, layout in enumerate(rules.scene.layouts):
        path = paths.layout(index)
        yield Placed(path, path, layout.box)
    for index, logo in enumerate(rules.logos or ()):
        path = paths.logo(index)
        yield Placed(path, f"{path}.Layout", logo.box)


def scene_sides(rules: MixedRules) -> Findings:
    yield from outside(f"{paths.SCENE}.Width", rules.scene.width, SCENE_SIDE)
    yield from outside(f"{paths.SCENE}.Height", rules.scene.height, SCENE_SIDE)


def odd_sides(rules: MixedRules) -> Findings:
    """Ours: encoders with 4:2:0 colour want even sides; the page says nothing of it."""
    for key, side in (("Width", rules.scene.width), ("Height", rules.scene.height)):
        if side % 2 and SCENE_SIDE.holds(side):
            yield warning(f"{paths.SCENE}.{key}", "odd_side", value=side)


def box_sides(rules: MixedRules) -> Findings:
    for item in placed(rules):
        yield from outside(f"{item.fields}.W", item.box.w, BOX_SIDE)
        yield from outside(f"{item.fields}.H", item.box.h, BOX_SIDE)


def box_places(rules: MixedRules) -> Findings:
    across, down = _reach(rules.scene.width), _reach(rules.scene.height)
    for item in placed(rules):
        yield from outside(f"{item.fields}.X", item.box.x, across)
        yield from outside(f"{item.fields}.Y", item.box.y, down)


def _reach(side: int) -> Range:
    """Where a box may begin. In a scene of a wrong size, anywhere a scene could be."""
    return Range(0, side if SCENE_SIDE.holds(side) else SCENE_SIDE.max, "px")


def boxes_past_edge(rules: MixedRules) -> Findings:
    """Ours: the page bounds X, Y, W and H, but not their sums."""
    for item in placed(rules):
        if _is_sound(rules.scene, item.box):
            yield from _past_edge(rules.scene, item)


def _past_edge(scene: Scene, item: Placed) -> Findings:
    reads = (item.fields, f"{paths.SCENE}.Width", f"{paths.SCENE}.Height")
    right = max(0, item.box.right - scene.width)
    bottom = max(0, item.box.bottom - scene.height)
    if item.box.clipped(scene.box) is None:
        yield warning(item.path, "box_outside", reads=reads)
    elif right or bottom:
        yield warning(item.path, "box_past_edge", reads=reads, right=right, bottom=bottom)


def hidden_boxes(rules: MixedRules) -> Findings:
    """Ours: what a box shows of the scene lies wholly inside one higher box."""
    layouts = [
        (index, layout)
        for index, layout in enumerate(rules.scene.layouts[:MAX_COMPARED])
        if _is_sound(rules.scene, layout.box)
    ]
    for index, layout in layouts:
        visible = layout.box.clipped(rules.scene.box)
        if visible is not None:
            covers = (o for o in layouts if _covers(o[1], visible, layout.layer))
            yield from (_hidden(index, other, by) for other, by in list(covers)[:1])


def _covers(layout: Layout, visible: Box, layer: int) -> bool:
    return layout.layer > layer and layout.box.contains(visible)


def _hidden(index: int, other: int, by: Layout) -> Finding:
    reads = (paths.layout(index), paths.layout(other), f"{paths.SCENE}.Width")
    return warning(
        paths.layout(index),
        "box_hidden",
        reads=(*reads, f"{paths.SCENE}.Height"),
        layer=by.layer,
    )


def _is_sound(scene: Scene, box: Box) -> bool:
    """Whether scene and box are in their ranges, so that one can be judged by the other."""
    return (
        SCENE_SIDE.holds(scene.width)
        and SCENE_SIDE.holds(scene.height)
        and BOX_SIDE.holds(box.w)
        and BOX_SIDE.holds(box.h)
        and 0 <= box.x <= scene.width
        and 0 <= box.y <= scene.height
    )
