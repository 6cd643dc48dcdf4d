"""JSON text of the cloud to values: an odd key spoils itself alone.

Documents are read strictly (`studio.rules.strict_json`). What the cloud says is not ours to
correct, and one odd name in a list of tasks must not hide the others: so whatever JSON's parser
can read is read, and each reader of a key checks what it needs of it.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from typing import Final

from studio.rules.document import Json
from studio.rules.limits import MAX_INTEGER_DIGITS
from studio.rules.strict_json import BYTE_ORDER_MARK, SURROGATE

# In place of a key's value where the key was written twice and differently: nobody knows which
# holds. No key that is read holds a fraction, so that no reader takes it for a value.
CONTRADICTION: Final = math.nan
# Unicode's own sign for a letter that could not be read.
LOST_LETTER: Final = "\ufffd"
_UNREADABLE = re.compile(f"\0|{SURROGATE.pattern}")


def lenient_loads(data: bytes | str) -> Json:
    """The value of a JSON text. Raises ValueError for what is none, or deeper than Python reads.

    An integer that is longer than any real one becomes infinity, and bytes that are no UTF-8
    LOST_LETTERs. Strings may hold anything: see `readable`.
    """
    text = data if isinstance(data, str) else data.decode(errors="replace")
    text = text.removeprefix(BYTE_ORDER_MARK)
    try:
        value: Json = json.loads(text, strict=False, parse_int=_int, object_pairs_hook=_object)
    except RecursionError:
        raise ValueError("too deep") from None
    return value


def readable(text: str) -> str:
    """The text with LOST_LETTER for what no database and no page can hold."""
    return _UNREADABLE.sub(LOST_LETTER, text)


def _int(digits: str) -> int | float:
    is_long = len(digits.removeprefix("-")) > MAX_INTEGER_DIGITS
    return math.inf if is_long else int(digits)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        for key, said in pairs:
            if counts[key] > 1 and said != value[key]:
                value[key] = CONTRADICTION
    return value
