"""A document with every kind of picture, and the edits that may be made of it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from PIL import Image

from studio.compositor import Composition, compose, image_cache, load
from studio.rules.document import MixedRules
from studio.rules.geometry import Box
from tests.compositor.documents import document, jpeg, png

MEBIBYTE = 2**20


def scenery(seed: int, width: int, height: int, mode: str = "RGB") -> Image.Image:
    coarse = Random(seed).randbytes(len(mode) * 12 * 8)
    return Image.frombytes(mode, (12, 8), coarse).resize((width, height), Image.Resampling.BICUBIC)


IMAGES = image_cache(32 * MEBIBYTE)
SOURCES = [
    load(jpeg(scenery(1, 800, 450)), images=IMAGES),
    load(png(scenery(2, 300, 400)), images=IMAGES),
    None,
    load(jpeg(scenery(3, 160, 90)), size=(1600, 900), images=IMAGES),
]
LOGOS = [
    load(png(scenery(4, 120, 60, "RGBA")), images=IMAGES),
    load(png(scenery(5, 40, 90, "RGBA")), images=IMAGES),
]


def composed(rules: MixedRules, scale: float = 1.0) -> Composition:
    return compose(rules, sources=SOURCES, logos=LOGOS, scale=scale)


def beginning(width: int, height: int) -> MixedRules:
    half, third = (width // 2 or 1, height // 2 or 1), (width // 3 or 1, height // 3 or 1)
    boxes = [(0, 0, width, height), (0, 0, *half), (*half, *third), (*third, *third)]
    return document((width, height), boxes, [(0, 0, *third), (*half, *third)])


def anywhere(random: Random, rules: MixedRules, box: Box) -> Box:
    """The box moved, maybe past an edge or out of sight."""
    x = random.randint(-box.w, rules.scene.width)
    return box._replace(x=x, y=random.randint(-box.h, rules.scene.height))


def nearby(random: Random, _rules: MixedRules, box: Box) -> Box:
    return box._replace(x=box.x + random.randint(-9, 9), y=box.y + random.randint(-9, 9))


def resized(random: Random, rules: MixedRules, box: Box) -> Box:
    w, h = random.randint(1, rules.scene.width), random.randint(1, rules.scene.height)
    return box._replace(w=w, h=h)


def changed(random: Random, rules: MixedRules, box: Box) -> Box:
    return random.choice([anywhere, nearby, resized])(random, rules, box)


def with_layout(random: Random, rules: MixedRules) -> MixedRules:
    layouts = list(rules.scene.layouts)
    at = random.randrange(len(layouts))
    layouts[at] = replace(layouts[at], box=changed(random, rules, layouts[at].box))
    return replace(rules, scene=replace(rules.scene, layouts=tuple(layouts)))


def with_logo(random: Random, rules: MixedRules) -> MixedRules:
    logos = list(rules.logos or ())
    at = random.randrange(len(logos))
    logos[at] = replace(logos[at], box=changed(random, rules, logos[at].box))
    return replace(rules, logos=tuple(logos))


def restacked(random: Random, rules: MixedRules) -> MixedRules:
    """The boxes keep their pictures; which lies over which changes."""
    layers = random.sample(range(1, 100), len(SOURCES))
    on = {source.layer: layer for source, layer in zip(rules.sources, layers, strict=True)}
    layouts = [replace(layout, layer=on[layout.layer]) for layout in rules.scene.layouts]
    sources = [replace(source, layer=on[source.layer]) for source in rules.sources]
    scene = replace(rules.scene, layouts=tuple(layouts))
    return replace(rules, scene=scene, sources=tuple(sources))


def edited(random: Random, rules: MixedRules) -> MixedRules:
    return random.choice([with_layout, with_layout, with_logo, restacked])(random, rules)
