"""Values of files that anybody may have written: what is not as it should be is a blank.

Other tools fill in what is missing, so do we; what comes of it is told in the report.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice

from studio.rules.document import Json

# Farther from the scene than any picture lies, in pixels; also keeps products finite.
FARTHEST = 100_000.0
# Of one list as many are read: more than any show has.
MAX_ROWS = 2000

Fields = dict[str, Json]


def number(value: Json, default: float = 0.0) -> float:
    """A number, also one written as text; the default for what is none or beyond all sense."""
    if isinstance(value, str):
        value = _from_text(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    return float(value) if abs(value) <= FARTHEST else default


def _from_text(text: str) -> float | None:
    try:
        found = float(text[:40])
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def whole(value: Json, default: int = 0) -> int:
    return int(number(value, default))


def text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def fields(value: Json) -> Fields:
    return value if isinstance(value, dict) else {}


def items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def numbered(value: Json, path: str) -> Iterator[tuple[str, Fields]]:
    """The objects of a list, each with its path."""
    for index, item in islice(enumerate(items(value)), MAX_ROWS):
        if isinstance(item, dict):
            yield f"{path}[{index}]", item


def caseless(value: Json) -> Fields:
    """An object by its keys in lower case, for vendors who spell them in several ways."""
    return {key.lower(): item for key, item in fields(value).items()}


def size_of(width: Json, height: Json) -> tuple[int, int] | None:
    """A scene's size, where both sides are given and above zero."""
    size = (whole(width), whole(height))
    return size if min(size) > 0 else None
