"""What befell a studio is counted, and what could not is not."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.air import mishaps
from bench.air.mishaps import LAST_SECONDS, Mishap, mishaps_of
from tests.driving.clock import Clock
from tests.driving.mishaps import Scene
from tests.driving.processes import RunningStudio


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST_SECONDS", "LAST_SECONDS", "AWAY_SECONDS"):
        monkeypatch.setattr(mishaps, name, (0.0, 0.0))


def test_what_can_not_be_put_in_place_is_tried_again_and_not_counted() -> None:
    over, tries = threading.Event(), iter([False, True])

    @contextmanager
    def strikes() -> Iterator[None]:
        if not next(tries):
            raise sqlite3.OperationalError("database or disk is full")
        yield
        over.set()

    mishap = Mishap("database away", strikes, random.Random(1))
    mishap.live(over)
    assert mishap.times == 1


def test_what_is_impossible_says_why_and_never_comes(tmp_path: Path) -> None:
    scene = Scene(RunningStudio(tmp_path, port=1))
    found = {
        each.name: each for each in mishaps_of(scene, Clock(tmp_path / "clock"), 1, LAST_SECONDS)
    }
    full = found["disk full"]
    assert full.impossible == "to make a small disk takes root"
    full.live(threading.Event())
    assert full.times == 0


def test_a_clock_is_set_right_again(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    with mishaps.set_back(Clock(file)):
        assert file.read_text() == "-1h\n"
    assert file.read_text() == "+0\n"
