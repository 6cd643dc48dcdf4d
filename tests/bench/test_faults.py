"""A short day of faults: nothing that was acknowledged is lost, nothing doubled, all is soon well.

`python -m bench.faults` is the long one, of more kinds and on PostgreSQL too.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.faults.asking import Ledger, Reply
from bench.faults.crew import Click, Round
from bench.faults.editors import Editor
from bench.faults.kinds import CHILDREN, short_faults
from bench.faults.run import measured
from bench.faults.sandbox import Task
from tests.driving.disks import small_disk
from tests.driving.mishaps import Scene
from tests.driving.processes import RunningStudio, free_ports

EDITORS = 4
DISK_MIB = 48
MET_BY_WORKERS = re.compile(r"(cloud|clock|watcher): the database|waiting for the database")


@pytest.fixture
def scene(
    prepared: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """On a small disk, where the machine lets us have one."""
    named = {"DJANGO_SETTINGS_MODULE": "bench.faults.settings"}
    log = tmp_path_factory.mktemp("log") / "studio.log"
    with small_disk(tmp_path, DISK_MIB) as is_small:
        shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
        studio = RunningStudio(tmp_path, free_ports(3), named, log=log)
        studio.start()
        try:
            yield Scene(studio, is_small=is_small)
        finally:
            studio.stop()


def test_faults_cost_nothing_that_was_acknowledged(scene: Scene) -> None:
    met: list[str] = []
    log = scene.studio.log
    assert log

    @contextmanager
    def overheard(scene: Scene) -> Iterator[None]:
        before = log.stat().st_size
        with lock.strikes(scene):
            yield
        met.append(log.read_bytes()[before:].decode())

    lock, *others = short_faults(scene)
    result = measured(scene, [replace(lock, strikes=overheard), *others], EDITORS)
    assert not any(result["failures"].values()), result
    # It was hard: something was answered that it could not be done, and every child was killed.
    assert any(row["statuses"].get("503") for row in result["faults"]), result
    # Those who work met the lock, too.
    assert MET_BY_WORKERS.search(met[0]), met
    if scene.is_small:
        full = next(row for row in result["faults"] if row["fault"] == "disk full")
        assert full["sentences"].get("disk"), full
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
