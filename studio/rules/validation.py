"""Text to report: shape faults and broken rules together, and never an exception."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from studio.rules import checks
from studio.rules.checks.names import NAME
from studio.rules.codec import Body, Reading, survey
from studio.rules.document import Json
from studio.rules.problems import MAX_PROBLEMS, InvalidDocument, Problem, Verdict, in_order, verdict
from studio.rules.strict_json import WHOLE_TEXT, starts_with_byte_order_mark, strict_loads

TASK_ID = "TaskID"

_INDEX = re.compile(r"\[[0-9]+\]")
_STEP = re.compile(r"[.\[]")
# No path that can stay unread is deeper; an unknown key may hold any number of dots.
_DEEPEST = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What is wrong with a text. `body` is there when it can be read as a document."""

    body: Body | None
    problems: tuple[Problem, ...]

    @property
    def verdict(self) -> Verdict:
        return verdict(self.problems)


def validate(data: bytes | str, reached: checks.Reached = checks.NOWHERE) -> Report:
    """Everything wrong with a text that should be a MixedRules body, bare or wrapped.

    `reached` as for `checks.check`.
    """
    marks = tuple(_byte_order_mark(data))
    try:
        report = examine(strict_loads(data), reached)
    except InvalidDocument as invalid:
        return Report(body=None, problems=marks + invalid.problems)
    return Report(body=report.body, problems=marks + report.problems)


def examine(value: Json, reached: checks.Reached = checks.NOWHERE) -> Report:
    """The same for a value that `strict_loads` gave."""
    reading = survey(value)
    problems = in_order((*reading.faults, *_rule_problems(reading, reached)))
    return Report(body=None if reading.faults else reading.body, problems=problems)


def _byte_order_mark(data: bytes | str) -> Iterator[Problem]:
    if starts_with_byte_order_mark(data):
        yield Problem(path=WHOLE_TEXT, code="json_byte_order_mark", severity="warning")


def _rule_problems(reading: Reading, reached: checks.Reached) -> Iterator[Problem]:
    # Past the limit faults are no longer noted, so what is unread is not known either.
    if reading.body is None or len(reading.faults) >= MAX_PROBLEMS:
        return
    unread = Unread(reading.unread)
    yield from (problem for problem in _wrapping(reading.body) if not unread.at(problem.path))
    for finding in checks.findings(reading.body.rules, reached):
        if not unread.at(finding.problem.path) and not any(map(unread.touches, finding.reads)):
            yield finding.problem


def _wrapping(body: Body) -> Iterator[Problem]:
    """Problems of what stands beside MixedRules. A bare document has nothing there."""
    if body.name is not None:
        yield from checks.check_name(body.name)
    if body.task_id is not None and not body.task_id.strip():
        yield Problem(path=TASK_ID, code="blank")
    if body.wrapped and body.name is None and body.task_id is None:
        yield Problem(path=NAME, code="missing")
    for key in body.extra:
        yield Problem(path=key, code="unknown_key", severity="warning")


class Unread:
    """The paths that could not be read, so that nothing is said that rests on them."""

    def __init__(self, paths: frozenset[str]) -> None:
        self._paths = paths | {_INDEX.sub("[]", path) for path in paths}
        self._above = {step for path in self._paths for step in _steps_to(path)}

    def at(self, path: str) -> bool:
        """Whether the path, or one it lies beneath, is unread."""
        return path in self._paths or not self._paths.isdisjoint(_steps_to(path))

    def touches(self, path: str) -> bool:
        """Whether the path, one above it or one beneath it is unread."""
        return self.at(path) or path in self._above


def _steps_to(path: str) -> Iterator[str]:
    return (path[: step.start()] for step in islice(_STEP.finditer(path), _DEEPEST))
