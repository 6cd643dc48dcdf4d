"""Several accounts are asked about their tasks in time, below their limit, and pushes go first.

`python -m bench.crowded` is the large one.
"""

from __future__ import annotations

from pathlib import Path

from bench.crowded import __main__ as crowded
from bench.crowded.figures import gaps, spread
from bench.machine import slowness
from tests.bench.air.databases import chosen

ACCOUNTS, TASKS, LIMIT = 12, 24, 10
# Twice as long as everybody may wait there. One account after the other takes seven seconds.
SECONDS = 4.0


def test_no_account_waits_for_the_others(prepared: Path) -> None:
    size = ["--accounts", str(ACCOUNTS), "--tasks", str(TASKS), "--connections", "14"]
    short = ["--seconds", "6", "--pushes", "2", "--settings", "bench.air.settings"]
    options = crowded.parsed([*size, *short, "--database", chosen()])
    found = crowded.run(options, ACCOUNTS, prepared)
    assert found["accounts_asked"] == ACCOUNTS
    assert found["tasks_of_known_versions"] >= TASKS
    assert found["most_in_a_second_at_one_account"] <= LIMIT
    assert found["status_asked_again_s"]["p50"] < SECONDS * slowness()
    assert found["click_to_sent_s"]["p95"] < 1.0 * slowness()


def test_what_was_not_asked_again_counts_with_what_it_has_waited() -> None:
    assert gaps([[1.0, 3.0, 7.0], [2.0]], began=4.0, ended=10.0) == [4.0, 8.0]


def test_a_spread_is_its_middle_its_end_and_its_longest() -> None:
    assert spread([float(n) for n in range(1, 101)]) == {"p50": 50, "p95": 95, "longest": 100}
    assert spread([]) == {}
