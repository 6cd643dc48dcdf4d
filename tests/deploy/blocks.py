"""The commands that a page tells people to give."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

FENCE = re.compile(r"^```sh(?P<mark>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """The lines of one block; `is_outside` where they need what no test has."""

    text: str
    is_outside: bool


def blocks(page: Path) -> list[Block]:
    """Raises ValueError for a mark that is none."""
    found = []
    for block in FENCE.finditer(page.read_text(encoding="utf-8")):
        mark = block["mark"].strip()
        if mark not in ("", "outside"):
            raise ValueError(mark)
        found.append(Block(block["text"], is_outside=mark == "outside"))
    return found
