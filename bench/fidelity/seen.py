"""What is seen of a file: the size, and the colour of the middle."""

from __future__ import annotations

from typing import NamedTuple, Self

SOLID = 255
HALF_CLEAR = 128
CLEAR, NOT_SHOWN = "clear", "not shown"


class Seen(NamedTuple):
    """A picture as it is shown: its size, and its middle in red, green, blue and alpha."""

    width: int
    height: int
    red: int
    green: int
    blue: int
    alpha: int = SOLID

    def __str__(self) -> str:
        size = f"{self.width}×{self.height}"
        clear = self.alpha < HALF_CLEAR
        return f"{size} {CLEAR}" if clear else f"{size} {self.red},{self.green},{self.blue}"

    @classmethod
    def read(cls, cell: str) -> Self | None:
        """What a cell of the table says; nothing where it was not shown."""
        if cell == NOT_SHOWN:
            return None
        size, colour = cell.split()
        levels = [0, 0, 0, 0] if colour == CLEAR else map(int, colour.split(","))
        return cls(*map(int, size.split("×")), *levels)

    def is_like(self, other: Seen, levels: int) -> bool:
        """Whether both are of one size, and of one colour but for so many levels."""
        if self[:2] != other[:2]:
            return False
        if (self.alpha < HALF_CLEAR) or (other.alpha < HALF_CLEAR):
            return self.alpha < HALF_CLEAR and other.alpha < HALF_CLEAR
        return all(abs(one - two) <= levels for one, two in zip(self[2:5], other[2:5], strict=True))


def says(cell: str, seen: Seen | None, levels: int) -> bool:
    """Whether a cell of the table says that, but for so many levels."""
    there = Seen.read(cell)
    return there.is_like(seen, levels) if there and seen else there is seen


def cell(seen: Seen | None) -> str:
    return str(seen) if seen else NOT_SHOWN
