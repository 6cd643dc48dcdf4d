"""What one check has to say, and the place it says it of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.rules.limits import Range
from studio.rules.problems import Param, Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, and the other paths its verdict rests on (`[]` stands for every item).

    Where one of them could not be read, the finding says nothing.
    """

    problem: Problem
    reads: tuple[str, ...] = ()


Findings = Iterator[Finding]


def error(path: str, code: str, *, reads: tuple[str, ...] = (), **params: Param) -> Finding:
    return Finding(Problem(path=path, code=code, params=params), reads)


def warning(path: str, code: str, *, reads: tuple[str, ...] = (), **params: Param) -> Finding:
    return Finding(Problem(path=path, code=code, severity="warning", params=params), reads)


def outside(path: str, value: int, limits: Range) -> Findings:
    if not limits.holds(value):
        yield error(
            path, "out_of_range", value=value, min=limits.min, max=limits.max, unit=limits.unit
        )


def not_listed(path: str, value: str, allowed: tuple[str, ...]) -> Findings:
    if value not in allowed:
        yield error(path, "not_in_list", allowed=", ".join(allowed))


def too_few(path: str, count: int, least: int) -> Findings:
    if count < least:
        yield error(path, "too_few", count=count, min=least)


def too_many(path: str, count: int, most: int) -> Findings:
    if count > most:
        yield error(path, "too_many", count=count, max=most)
