"""What a strap says, and how it looks; values alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from studio.compositor.straps.fonts import Family

Shape = Literal["bar", "tiers", "card", "plain"]
Align = Literal["left", "centre", "right"]
Padding = Literal["tight", "usual", "roomy"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
ALIGNS: tuple[Align, ...] = get_args(Align)


@dataclass(frozen=True, slots=True)
class Words:
    """A name, and a smaller line below it that may be empty."""

    name: str
    line: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """How straps look. Colours are "#rrggbb": `fill` behind the words, `ink` of the words,
    `accent` of what sets them off. `opacity` is that of the fill, in percent.
    """

    shape: Shape = "bar"
    font: Family = "sans"
    fill: str = "#10161f"
    ink: str = "#ffffff"
    accent: str = "#2f7bff"
    opacity: int = 88
    align: Align = "left"
    padding: Padding = "usual"
