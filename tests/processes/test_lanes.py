"""Threads of a lane: one after the other while answers come soon, side by side where one sticks."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from studio.processes import lanes


def at_once(tasks: int, seconds: float) -> int:
    """How many of so many tasks, each of that length, were under way at the same time at most."""
    under_way, most = Counter[str](), []

    def task() -> None:
        under_way["now"] += 1
        most.append(under_way["now"])
        time.sleep(seconds)
        under_way["now"] -= 1

    async def run() -> None:
        threads, loop = lanes.Threads(3), asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(threads, task) for _n in range(tasks)))

    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, run()).result()
    assert len(most) == tasks
    return max(most)


def test_what_is_answered_soon_is_answered_one_after_the_other() -> None:
    """Side by side they would only take Python's lock from each other."""
    assert at_once(20, seconds=0.005) == 1


def test_what_is_stuck_holds_up_what_comes_after_it_no_longer_than_others_can_help(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lanes, "STUCK_SECONDS", 0.05)
    assert at_once(6, seconds=0.3) == 3


def test_whatever_waits_behind_what_is_stuck_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """However soon one after the other it came, and where some of it is given up."""
    monkeypatch.setattr(lanes, "STUCK_SECONDS", 0.1)
    over = threading.Event()

    async def run() -> None:
        threads, loop = lanes.Threads(3), asyncio.get_running_loop()
        before = loop.run_in_executor(threads, time.sleep, 0.03)
        stuck = loop.run_in_executor(threads, over.wait)
        others = [loop.run_in_executor(threads, int) for _n in range(9)]
        for given_up in others[::4]:
            given_up.cancel()
        rest = [each for each in others if not each.cancelled()]
        done, _waiting = await asyncio.wait(rest, timeout=5)
        over.set()
        await asyncio.gather(before, stuck)
        assert len(done) == len(rest)

    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, run()).result()


def test_what_goes_wrong_in_a_thread_is_told_to_who_waits_for_it() -> None:
    async def run() -> None:
        await asyncio.get_running_loop().run_in_executor(lanes.Threads(2), int, "no number")

    with ThreadPoolExecutor(1) as apart, pytest.raises(ValueError, match="no number"):
        apart.submit(asyncio.run, run()).result()
