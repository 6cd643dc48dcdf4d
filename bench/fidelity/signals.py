"""Colours of a screen as the numbers that stand for them in HDR, and in wider spaces of colour."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]
Matrix: TypeAlias = Sequence[Sequence[float]]

# From the primaries of a screen, BT.709's, to wider ones.
TO_BT2020 = ((0.6274, 0.3293, 0.0433), (0.0691, 0.9195, 0.0114), (0.0164, 0.088, 0.8956))
TO_P3 = ((0.8225, 0.1775, 0.0), (0.0332, 0.9668, 0.0), (0.0171, 0.0724, 0.9105))
# How bright a screen's white is in HDR, and the brightest there is; in candelas per square metre.
WHITE, HLG_PEAK, PQ_PEAK = 203, 1000, 10_000
LUMINANCES = (0.2627, 0.678, 0.0593)


def bt2020(colour: Colour) -> Colour:
    return coded([curved(level) for level in wider(colour, TO_BT2020)])


def p3(colour: Colour) -> Colour:
    return coded([curved(level) for level in wider(colour, TO_P3)])


def pq(colour: Colour) -> Colour:
    return coded([in_pq(WHITE * level / PQ_PEAK) for level in wider(colour, TO_BT2020)])


def hlg(colour: Colour) -> Colour:
    """By the inverse of what a screen of 1000 candelas does."""
    levels = [WHITE * level / HLG_PEAK for level in wider(colour, TO_BT2020)]
    bright = sum(map(math.prod, zip(LUMINANCES, levels, strict=True)))
    scene = bright ** (1 / 1.2)
    return coded([in_hlg(level / scene**0.2 if scene else 0) for level in levels])


def wider(colour: Colour, matrix: Matrix) -> list[float]:
    """Linear light by wider primaries."""
    light = [linear(level / 255) for level in colour]
    return [sum(map(math.prod, zip(row, light, strict=True))) for row in matrix]


def linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def curved(level: float) -> float:
    return 12.92 * level if level <= 0.0031308 else 1.055 * level ** (1 / 2.4) - 0.055


def in_pq(level: float) -> float:
    raised = level**0.1593017578125
    return float(((0.8359375 + 18.8515625 * raised) / (1 + 18.6875 * raised)) ** 78.84375)


def in_hlg(level: float) -> float:
    if level <= 1 / 12:
        return math.sqrt(3 * level)
    return 0.17883277 * math.log(12 * level - 0.28466892) + 0.55991073


def coded(levels: list[float]) -> Colour:
    red, green, blue = (max(0, min(255, round(255 * level))) for level in levels)
    return red, green, blue


CODINGS: dict[str, Callable[[Colour], Colour]] = {"hlg": hlg, "pq": pq, "bt2020": bt2020, "p3": p3}
