"""The built-in arrangements of boxes, as exact fractions of the scene.

Edges are rounded, not sizes: neighbours share a border at every scene size. The PiP margin
of 3.5 % is EBU R 95's action-safe area. `v-` presets are made for portrait scenes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from studio.rules.document import Json
from studio.rules.geometry import Box


@dataclass(frozen=True, slots=True)
class Region:
    """A box as parts of the scene's width and height."""

    x: Fraction
    y: Fraction
    w: Fraction
    h: Fraction


@dataclass(frozen=True, slots=True)
class Preset:
    """A named arrangement; its regions are in stacking order, the first at the bottom."""

    key: str
    name: str
    regions: tuple[Region, ...]

    @property
    def is_vertical(self) -> bool:
        return self.key.startswith("v-")


def place(preset: Preset, width: int, height: int) -> tuple[Box, ...]:
    """The preset's boxes in a scene of this many pixels, bottom first.

    `static/editor/document/presets.js` has its twin, held to the same vectors
    (tests/vectors/preset_cases.json).
    """
    return tuple(_box(region, width, height) for region in preset.regions)


def as_list() -> list[Json]:
    """The presets as JSON for the browser: each number of a region as [numerator, denominator]."""
    return [
        {
            "key": preset.key,
            "name": preset.name,
            "regions": [
                [[part.numerator, part.denominator] for part in (r.x, r.y, r.w, r.h)]
                for r in preset.regions
            ],
        }
        for preset in PRESETS
    ]


def _box(region: Region, width: int, height: int) -> Box:
    left, right = _pixel(region.x, width), _pixel(region.x + region.w, width)
    top, bottom = _pixel(region.y, height), _pixel(region.y + region.h, height)
    return Box(left, top, right - left, bottom - top)


def _pixel(part: Fraction, side: int) -> int:
    """The nearest pixel, halves rounded up."""
    return (2 * part.numerator * side + part.denominator) // (2 * part.denominator)


def _preset(key: str, name: str, *regions: str) -> Preset:
    return Preset(key, name, tuple(_region(region) for region in regions))


def _region(text: str) -> Region:
    x, y, w, h = (Fraction(part) for part in text.split())
    return Region(x, y, w, h)


def _grid(columns: Sequence[str], rows: Sequence[str], width: str, height: str) -> tuple[str, ...]:
    """Equal tiles, row by row."""
    return tuple(f"{x} {y} {width} {height}" for y in rows for x in columns)


FULL = "0 0 1 1"
HALVES = ("0", "1/2")
THIRDS = ("0", "1/3", "2/3")
QUARTERS = ("0", "1/4", "1/2", "3/4")

PRESETS: tuple[Preset, ...] = (
    _preset("full", "Full screen", FULL),
    _preset("pip-tl", "PiP top left", FULL, "0.035 0.035 1/4 1/4"),
    _preset("pip-tr", "PiP top right", FULL, "0.715 0.035 1/4 1/4"),
    _preset("pip-bl", "PiP bottom left", FULL, "0.035 0.715 1/4 1/4"),
    _preset("pip-br", "PiP bottom right", FULL, "0.715 0.715 1/4 1/4"),
    _preset("side-by-side", "Side by side, 16:9", *_grid(HALVES, ["1/4"], "1/2", "1/2")),
    _preset("split-v", "Left and right, filled", *_grid(HALVES, ["0"], "1/2", "1")),
    _preset("split-h", "Top and bottom, filled", *_grid(["0"], HALVES, "1", "1/2")),
    _preset("lecture", "Lecture", "0 1/8 3/4 3/4", "3/4 3/8 1/4 1/4"),
    _preset("2-over-1", "2 over 1", *_grid(HALVES, ["0"], "1/2", "1/2"), "0 1/2 1 1/2"),
    _preset("pyramid", "1 over 2", "1/4 0 1/2 1/2", *_grid(HALVES, ["1/2"], "1/2", "1/2")),
    _preset("1+2", "1 and 2", "0 1/6 2/3 2/3", *_grid(["2/3"], ["1/6", "1/2"], "1/3", "1/3")),
    _preset("1+3", "1 and 3", "0 1/6 2/3 2/3", *_grid(["2/3"], THIRDS, "1/3", "1/3")),
    _preset("2x2", "2 × 2", *_grid(HALVES, HALVES, "1/2", "1/2")),
    _preset(
        "1+4-float",
        "Full and 4 floating",
        FULL,
        *_grid(["0.012", "0.259", "0.506", "0.753"], ["0.753"], "0.235", "0.235"),
    ),
    _preset("3x2", "3 × 2", *_grid(THIRDS, ["1/6", "1/2"], "1/3", "1/3")),
    _preset(
        "1+5",
        "1 and 5",
        "0 0 2/3 2/3",
        *_grid(["2/3"], ["0", "1/3"], "1/3", "1/3"),
        *_grid(THIRDS, ["2/3"], "1/3", "1/3"),
    ),
    _preset(
        "2+4",
        "2 and 4",
        *_grid(HALVES, ["1/8"], "1/2", "1/2"),
        *_grid(QUARTERS, ["5/8"], "1/4", "1/4"),
    ),
    _preset(
        "1+7",
        "1 and 7",
        "0 0 3/4 3/4",
        *_grid(["3/4"], ["0", "1/4", "1/2"], "1/4", "1/4"),
        *_grid(QUARTERS, ["3/4"], "1/4", "1/4"),
    ),
    _preset("4x2", "4 × 2", *_grid(QUARTERS, ["1/4", "1/2"], "1/4", "1/4")),
    _preset("3x3-1", "3 × 3, last cell free", *_grid(THIRDS, THIRDS, "1/3", "1/3")[:8]),
    _preset("v-full", "Full screen", FULL),
    _preset("v-split", "Two halves, filled", *_grid(["0"], HALVES, "1", "1/2")),
    # 16:9 strips are 81/256 of a 9:16 scene. The upper one begins a hair above 47/256, which
    # is half a pixel at 1080 × 1920: both strips are 608 px there, and centred.
    _preset("v-stack-2", "Two strips", "0 0.18359 1 0.31641", "0 1/2 1 81/256"),
    _preset(
        "v-stack-3", "Three strips", *_grid(["0"], ["13/512", "175/512", "337/512"], "1", "81/256")
    ),
    _preset("v-content-host", "Content over host", "0 0 1 81/256", "0 81/256 1 175/256"),
    _preset("v-pip-tr", "PiP top right", FULL, "0.665 0.035 0.3 0.3"),
    _preset("v-pip-br", "PiP bottom right", FULL, "0.665 0.665 0.3 0.3"),
    _preset("v-1+2", "1 and 2", "0 0 1 3/5", *_grid(HALVES, ["3/5"], "1/2", "2/5")),
    _preset("v-1+3", "1 and 3", "0 0 1 3/4", *_grid(THIRDS, ["3/4"], "1/3", "1/4")),
    _preset("v-2x2", "2 × 2", *_grid(HALVES, HALVES, "1/2", "1/2")),
    _preset("v-2x3", "2 × 3", *_grid(HALVES, THIRDS, "1/2", "1/3")),
    _preset("v-2x4", "2 × 4", *_grid(HALVES, QUARTERS, "1/2", "1/4")),
)

BY_KEY = {preset.key: preset for preset in PRESETS}
