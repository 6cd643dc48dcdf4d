"""What the cloud says went wrong with a task: keys of its Detail that no page describes.

BytePlus' SDKs type them (byteplus-sdk-golang 4df72d5); whether Volcengine's gateway sends them is
not known, and what they mean is read from their names. So each is read where it is there, an odd
one spoils itself alone, and nothing relies on any.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.rules.document import Json
from studio.rules.limits import MAX_NAME_LENGTH, MAX_SOURCES
from studio.volcengine.lenient_json import lenient_loads, readable

# As a number or as one written in a text; 0 is Go's word for none.
_CODE = re.compile(r"-?[0-9]{1,10}")
# What is said of what went well.
_WELL = frozenset({"", "ok", "success"})
_COMMA = re.compile("[,，]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """The cloud's code and its own words, which may hold a secret; "" where it gave none."""

    code: str = ""
    message: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.code or self.message)


NONE = Trouble()


@dataclass(frozen=True, kw_only=True, slots=True)
class Troubles:
    """Of one task: why what was accepted last is not applied, why the task failed or ended, and
    the IDs of the sources that are in trouble.
    """

    operation: Trouble = NONE
    task: Trouble = NONE
    sources: tuple[str, ...] = ()


NO_TROUBLES = Troubles()


def troubles(data: Mapping[str, Json]) -> Troubles:
    """What a Detail says of them."""
    return Troubles(
        operation=_trouble(data, "LastOperationErr"),
        task=_trouble(data, "TaskErr"),
        sources=_sources(data.get("TaskErrSrcIDs")),
    )


def _trouble(data: Mapping[str, Json], name: str) -> Trouble:
    said, words = data.get(f"{name}Code"), data.get(f"{name}Msg")
    code = str(said) if isinstance(said, int | str) and not isinstance(said, bool) else ""
    code = code if _CODE.fullmatch(code) else ""
    message = readable(words) if isinstance(words, str) else ""
    if (code and int(code) == 0) or (not code and message.strip().lower() in _WELL):
        return NONE
    return Trouble(code=code, message=message)


def _sources(value: Json) -> tuple[str, ...]:
    """As a list, as JSON's text of one, or as a text with commas; each once."""
    listed = _parsed(value) if isinstance(value, str) else value
    if not isinstance(listed, list):
        listed = _COMMA.split(value) if isinstance(value, str) else [value]
    texts = [str(one) for one in listed if isinstance(one, int | str) and not isinstance(one, bool)]
    names = [readable(text).strip() for text in texts]
    fit = (name for name in names if 0 < len(name) <= MAX_NAME_LENGTH)
    return tuple(dict.fromkeys(fit))[:MAX_SOURCES]


def _parsed(text: str) -> Json:
    try:
        return lenient_loads(text)
    except ValueError:
        return None
