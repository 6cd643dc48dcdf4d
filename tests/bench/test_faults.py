"""A short day of faults: nothing that was acknowledged is lost, nothing doubled, all is soon well.

`python -m bench.faults` is the long one, of more kinds and on PostgreSQL too.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.faults.asking import Ledger, Reply
from bench.faults.crew import Click, Round
from bench.faults.editors import Editor
from bench.faults.kinds import CHILDREN, short_faults
from bench.faults.run import measured
from bench.faults.sandbox import Task
from tests.driving.mishaps import Scene
from tests.driving.processes import RunningStudio, free_ports

EDITORS = 4


@pytest.fixture
def studio(prepared: Path, tmp_path: Path) -> Iterator[RunningStudio]:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    named = {"DJANGO_SETTINGS_MODULE": "bench.faults.settings"}
    studio = RunningStudio(tmp_path, free_ports(3), named)
    studio.start()
    yield studio
    studio.stop()


def test_faults_cost_nothing_that_was_acknowledged(studio: RunningStudio) -> None:
    result = measured(Scene(studio), short_faults(), EDITORS)
    assert not any(result["failures"].values()), result
    # It was hard: something was answered that it could not be done, and every child was killed.
    assert any(row["statuses"].get("503") for row in result["faults"]), result
    assert result["ends"] == dict.fromkeys(CHILDREN, 1)
    assert result["saves"] > EDITORS * len(result["faults"])


@pytest.mark.parametrize(
    ("status", "text", "is_true"),
    [
        (200, "", True),
        (409, "", True),
        (0, "", True),
        (503, "Its database does not answer at this moment.", True),
        (503, "Nothing can be saved until there is room.", False),
        (503, "", False),
        (500, "Its database does not answer at this moment.", False),
        (502, "", False),
    ],
)
def test_what_a_studio_may_say_while_its_database_is_away(
    status: int, text: str, is_true: bool
) -> None:
    ledger = Ledger(truths=frozenset({"database"}))
    ledger.note("GET /", Reply(status, text))
    assert bool(ledger.untrue) != is_true


def test_what_the_cloud_has_twice_or_not_at_all_is_counted() -> None:
    nobody: Any = None
    clicks = [Click(nobody, "", {}) for _kind in range(3)]
    this = Round(7, "round-07", "spare-01", "round-06", *clicks)
    tasks = [
        Task("round-07-aaaaaaaaaa", None, [507]),
        Task("round-07-bbbbbbbbbb", None, [507]),
        Task("spare-01-cccccccccc", None, [499, 507]),
        Task("round-06-dddddddddd", None, [506]),
    ]
    assert list(this.counts(tasks).values()) == [2, 1, 0]


def test_a_version_that_goes_back_is_told() -> None:
    nobody: Any = None
    editor = Editor(nobody, "", {}, version=4)
    editor.accept(Reply(200, '{"version": 5}'))
    assert not editor.troubles
    editor.accept(Reply(200, '{"version": 5}'))
    assert editor.troubles == ["version 5 came after 5"]
