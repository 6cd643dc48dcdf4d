"""Bodies to break: the valid control, edited at a path."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

from studio.rules.codec import read
from studio.rules.document import Json, MixedRules
from studio.rules.problems import Problem
from studio.rules.validation import examine

VECTORS = Path(__file__).parent.parent / "vectors"
CONTROL: dict[str, Json] = json.loads((VECTORS / "bad_rules/000_control_valid.json").read_text())

SCENE = "MixedRules.InputLayout.Scene"
LOGO = "MixedRules.InputLayout.Logo"
OUTPUT = "MixedRules.Output"
SOURCE = "MixedRules.InputSource"

PUSH = f"{OUTPUT}.Url"
LIVE_URL = f"{SOURCE}[1].Url"

GONE = object()

Edits = dict[str, object]
Told = list[tuple[str, str, str]]


def body(**edits: object) -> dict[str, Json]:
    """The valid control with other values at these paths: body(**{"Name": "x"})."""
    value = copy.deepcopy(CONTROL)
    for path, new in edits.items():
        _put(value, path, new)
    return value


def rules(**edits: object) -> MixedRules:
    return read(body(**edits)).rules


def problems(**edits: object) -> tuple[Problem, ...]:
    return examine(body(**edits)).problems


def told(found: tuple[Problem, ...] | list[Problem]) -> Told:
    """Path, code and severity of problems, as tests compare them."""
    return [(problem.path, problem.code, problem.severity) for problem in found]


def error(path: str, code: str) -> tuple[str, str, str]:
    return path, code, "error"


def warning(path: str, code: str) -> tuple[str, str, str]:
    return path, code, "warning"


def at(path: str, value: object, *expected: tuple[str, str]) -> tuple[Edits, Told]:
    """An edit at one path, and problems `(severity letter + code)` at that same path."""
    severities = {"E": "error", "W": "warning"}
    return {path: value}, [(path, code, severities[letter]) for letter, code in expected]


def _put(value: Any, path: str, new: object) -> None:
    *way, last = (int(step) if step.isdigit() else step for step in re.findall(r"\w+", path))
    for step in way:
        value = value[step]
    if new is GONE:
        del value[last]
    elif isinstance(value, list) and last == len(value):
        value.append(new)
    else:
        value[last] = new
