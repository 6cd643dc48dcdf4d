"""A broken rule, and the exception that carries several of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

# A report longer than this helps nobody and only costs time.
MAX_PROBLEMS = 500

Severity = Literal["error", "warning"]
Verdict = Literal["ok", "warning", "error"]
Param = str | int | float


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One broken rule at one path.

    `path` is the API's own: `MixedRules.InputLayout.Scene.Layout[0].W`, `Name`, or `$` for
    the whole text. `code` is stable and has one sentence in `studio/documents/wording.py`,
    which `params` fill in.
    """

    path: str
    code: str
    severity: Severity = "error"
    params: Mapping[str, Param] = field(default_factory=dict, hash=False)


# Every code there is, with the names of its params. `first` and `push` are positions counted
# from 1; `allowed` and `common` are lists joined by commas; sizes are in bytes, pixels or as
# `unit` says. No param carries a URL: they hold secrets.
PARAMETERS: Mapping[str, frozenset[str]] = {
    code: frozenset(names.split())
    for code, names in {
        # The text, at `$`.
        "json_empty": "",
        "json_too_large": "max size",
        "json_not_utf8": "position",
        "json_other_encoding": "encoding",
        "json_syntax": "line column",
        "json_too_deep": "max",
        "json_not_finite": "number",
        "json_long_integer": "max",
        "json_duplicate_key": "key",
        "json_nul": "",
        "json_surrogate": "",
        "json_byte_order_mark": "",
        "more_problems": "shown",
        "file_unreadable": "reason",
        # The shape. `expected` and `found` of a type: object, array, string, integer, number,
        # boolean, null; `expected` of a case: the right key.
        "missing": "",
        "wrong_type": "expected found",
        "wrong_case": "expected",
        "unknown_key": "",
        # Single values.
        "blank": "",
        "too_long": "length max",
        "too_few": "count min",
        "too_many": "count max",
        "out_of_range": "value min max unit",
        "not_positive": "value",
        "not_in_list": "allowed",
        "clamped": "value becomes unit",
        "unusual_sample_rate": "value common",
        "name_characters": "",
        # Boxes.
        "odd_side": "value",
        "box_outside": "",
        "box_past_edge": "right bottom",
        "box_hidden": "layer",
        "layer_ignored": "",
        # What joins sources and layouts.
        "duplicate_id": "first",
        "duplicate_layer": "layer owner",
        "layout_without_source": "layer",
        "source_without_layout": "layer",
        # Addresses.
        "url_characters": "",
        "url_malformed": "",
        "url_userinfo": "",
        "url_scheme": "allowed",
        "url_hls": "",
        "url_live_not_flv": "",
        "url_suffix": "suffix type",
        "url_private_host": "host",
        "url_loop": "push",
        "push_bare_host": "",
        "push_scheme_undocumented": "scheme",
        "duplicate_push_url": "first",
        "locked": "",
        "veiled": "",
        # What a running task allows.
        "output_changed": "",
        "output_unknown": "",
    }.items()
}
CODES = frozenset(PARAMETERS)


class InvalidDocument(ValueError):
    """A text or value that cannot be read as a document; carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{p.path}: {p.code}" for p in problems))
        self.problems = tuple(problems)


def verdict(problems: Sequence[Problem]) -> Verdict:
    """The worst severity among the problems, or `ok`."""
    severities = {problem.severity for problem in problems}
    if "error" in severities:
        return "error"
    return "warning" if severities else "ok"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems as a report lists them: by path, items by number, and not without end."""
    listed = list(problems)
    if len(listed) <= MAX_PROBLEMS:
        return tuple(sorted(listed, key=_natural))
    more = Problem(
        path="$", code="more_problems", severity="warning", params={"shown": MAX_PROBLEMS}
    )
    worst = sorted(listed, key=lambda problem: problem.severity)[:MAX_PROBLEMS]
    return (more, *sorted(worst, key=_natural))


def _natural(problem: Problem) -> tuple[str | int, ...]:
    parts = re.split(r"\[([0-9]{1,9})\]", problem.path)
    return tuple(int(part) if index % 2 else part for index, part in enumerate(parts))
