"""What a picture shows and where, told so briefly that whoever shows it can hand it back.

With it any process knows what it takes to make another picture of that one; none has to remember
whom it sent what.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Self

from studio.compositor.pixels import Size
from studio.rules.geometry import Box

ENTRY = re.compile(r"([0-9a-f]{16}),(-?[0-9]{1,6}),(-?[0-9]{1,6}),([0-9]{1,6}),([0-9]{1,6})")
HEAD = re.compile(r"([0-9]{1,5})x([0-9]{1,5})")
LONGEST = 4096  # Characters: more than 64 items take.

Appearances = Sequence[tuple[Hashable, Box]]
"""How a picture's items look and where they lie, bottom to top."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A picture's size, and its items: a digest of how each looks, and where it lies."""

    size: Size
    appearances: tuple[tuple[str, Box], ...]

    @classmethod
    def read(cls, text: str) -> Self | None:
        """What `str` gave; None for anything else."""
        head, *entries = text.split(";") if len(text) <= LONGEST else ("",)
        size = HEAD.fullmatch(head)
        items = [ENTRY.fullmatch(entry) for entry in entries]
        found = [item for item in items if item]
        if size is None or len(found) < len(items):
            return None
        appearances = ((item[1], Box(*(int(item[n]) for n in range(2, 6)))) for item in found)
        return cls((int(size[1]), int(size[2])), tuple(appearances))

    def __str__(self) -> str:
        items = (
            f"{appearance},{box.x},{box.y},{box.w},{box.h}" for appearance, box in self.appearances
        )
        return ";".join((f"{self.size[0]}x{self.size[1]}", *items))


def differences(old: Appearances, new: Appearances) -> Iterator[Box]:
    """Where two pictures of one size may differ.

    Items both have in the same order look the same wherever no other item lies.
    """
    below = _alike(old, new)
    old, new = old[below:], new[below:]
    above = _alike(old[::-1], new[::-1])
    old, new = old[: len(old) - above], new[: len(new) - above]
    if max(len(old), len(new)) <= 1:  # As in a drag: nothing is left to be matched.
        yield from (part for _appearance, part in (*old, *new))
        return
    # Matching them all takes longer than drawing what is left.
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, first, end, new_first, new_end in matcher.get_opcodes():
        if what != "equal":
            for _appearance, part in (*old[first:end], *new[new_first:new_end]):
                yield part


def _alike(one: Appearances, other: Appearances) -> int:
    """How many both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
