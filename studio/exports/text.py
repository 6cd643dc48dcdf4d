"""JSON as files hold it: keys in the order they are written in, letters as they are."""

from __future__ import annotations

import json
import re

from studio.rules.document import Json

# Whatever is not seen or turns the writing, and what no font may have.
_UNSEEN = re.compile(
    "[^\\n -~\u00a1-\uffff]|[\u00ad\u061c\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufeff]"
)


def as_json(value: Json) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def within_code(value: Json) -> str:
    """As `as_json`, with what is not seen, or turns the writing around it, spelt out: a script is
    read before it is run.
    """
    return _UNSEEN.sub(_spelt, as_json(value))


def _spelt(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
