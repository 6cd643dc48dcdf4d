"""The name of a task. The page asks only that running tasks differ in it; the rest is ours."""

from __future__ import annotations

import unicodedata

from studio.rules.limits import MAX_NAME_LENGTH
from studio.rules.problems import Problem

NAME = "Name"

# Categories of characters that can't be seen.
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_CONTROLS = frozenset({"Cc", "Zl", "Zp"})
_BIDI_OVERRIDES = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def check_name(name: str) -> list[Problem]:
    """What is wrong with a task's name."""
    problems = []
    if is_blank(name):
        problems.append(Problem(path=NAME, code="blank"))
    elif any(_is_forbidden(character) for character in name):
        problems.append(Problem(path=NAME, code="name_characters"))
    if len(name) > MAX_NAME_LENGTH:
        params = {"length": len(name), "max": MAX_NAME_LENGTH}
        problems.append(Problem(path=NAME, code="too_long", params=params))
    return problems


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen."""
    return all(unicodedata.category(character) in UNSEEN for character in text)


def _is_forbidden(character: str) -> bool:
    return character in _BIDI_OVERRIDES or unicodedata.category(character) in _CONTROLS
