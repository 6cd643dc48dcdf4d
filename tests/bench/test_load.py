"""A small control room at work: every answer is as it should be, no save is lost, panels are told.

`make load` is the large one, which is timed.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from bench.load import __main__ as load
from bench.load.book import at

EDITORS, PANELS = 3, 3
KINDS = ("callback", "preview", "preview again", "push", "read", "save", "take")


def test_all_are_answered_while_all_work(prepared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "WARM_SECONDS", 0.5)
    options = Namespace(
        database="sqlite",
        hosts=False,
        editors=[EDITORS],
        tasks=2,
        panels=PANELS,
        callbacks=10.0,
        pictures=2.0,
        seconds=8.0,
    )
    (found,) = load.loaded(options, prepared)["steps"]
    assert found["errors"] == 0, found
    assert {name: found["saves"][name] for name in load.WRONG} == dict.fromkeys(load.WRONG, 0)
    assert found["saves"]["acknowledged"] >= EDITORS
    assert found["panels_told"] == PANELS
    assert set(found["answers"]) == set(KINDS)
    assert found["parts"]["studio_cores"] > 0


def step(editors: int, cores: float, **changes: Any) -> dict[str, Any]:
    saves = dict.fromkeys(load.WRONG, 0)
    sound = {"errors": 0, "first_errors": [], "answers": {}, "saves": saves, "panels_told": PANELS}
    return {"editors": editors, "parts": {"studio_cores": cores}} | sound | changes


@pytest.mark.parametrize(
    ("changes", "miss"),
    [
        ({}, []),
        ({"answers": {"save": {"p95_ms": 201.0}}}, ["save: 201.0 ms"]),
        ({"answers": {"callback": {"p95_ms": 900.0}}}, []),
        ({"saves": {"lost": 1, "versions_back": 0, "twice": 0}}, ["lost"]),
        ({"errors": 1, "first_errors": ["version 4 came after 5"]}, ["errors"]),
        ({"panels_told": PANELS - 1}, ["panels"]),
    ],
)
def test_what_a_step_missed_is_told(changes: dict[str, Any], miss: list[str]) -> None:
    assert load.missed(step(10, 0.5, **changes), PANELS) == miss


def test_twice_the_editors_may_cost_a_little_more_than_twice_as_much() -> None:
    assert load.grown([step(10, 0.5), step(20, 1.1)]) == []
    assert load.grown([step(10, 0.5), step(15, 1.2), step(20, 1.2)]) == [
        "20 editors: 2.40 times the CPU of 10"
    ]


def test_the_slower_ones_are_those_that_so_many_are_no_longer_than() -> None:
    assert [at([0.3, 0.1, 0.2, 0.4], share) for share in (50, 75, 99)] == [0.2, 0.3, 0.4]
