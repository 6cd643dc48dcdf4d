"""What pictures measure of which a file has no size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from studio.rules.limits import ASSUMED_SIZES, USUAL_SHAPE

ASSUMED_SIZE = ASSUMED_SIZES[USUAL_SHAPE]

Size = tuple[int, int]


class Measure(NamedTuple):
    """Width and height in pixels, and where they are from."""

    size: tuple[float, float]
    origin: Literal["file", "given", "measured", "assumed"]

    @property
    def is_known(self) -> bool:
        return self.origin != "assumed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Measures:
    """`given` by the name of an item in its file; `known` by address."""

    given: Mapping[str, Size] = field(default_factory=dict)
    known: Mapping[str, Size] = field(default_factory=dict)

    def of(self, name: str, url: str = "") -> Measure:
        if name in self.given:
            return Measure(self.given[name], "given")
        if url in self.known:
            return Measure(self.known[url], "measured")
        return Measure(ASSUMED_SIZE, "assumed")


NOTHING = Measures()
