"""The supervisor by itself: what hangs is ended, what only waits is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.driving.processes import ROOT, wait_for

# Two children that do nothing, watched twenty times as closely.
PROGRAM = """
import sys, time
from pathlib import Path
from studio.processes import supervisor

supervisor.PULSE, supervisor.SILENT = 0.1, 0.6
pids = Path(sys.argv[1])

def note(children):
    pids.with_suffix(".new").write_text(" ".join(str(child.pid) for child in children))
    pids.with_suffix(".new").replace(pids)

children = [supervisor.Child(name, lambda: time.sleep(600)) for name in ("one", "other")]
supervisor.Supervisor(children, note).run()
"""


@pytest.fixture
def pids(tmp_path: Path) -> Iterator[Path]:
    """The file in which the process ids of both children stand."""
    file = tmp_path / "pids"
    parent = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(file)],
        cwd=ROOT,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    wait_for(file.exists, "both are started")
    yield file
    os.killpg(parent.pid, signal.SIGKILL)
    parent.wait()


def both(pids: Path) -> list[int]:
    return [int(pid) for pid in pids.read_text().split()]


def test_a_child_that_hangs_is_started_anew_and_the_others_are_left_alone(pids: Path) -> None:
    one, other = both(pids)
    os.kill(one, signal.SIGSTOP)
    wait_for(lambda: both(pids)[0] not in {0, one}, "it is started anew", 10)
    time.sleep(1)
    assert both(pids)[1] == other


def test_who_slept_with_all_others_is_not_taken_to_hang(pids: Path) -> None:
    before = both(pids)
    group = os.getpgid(before[0])
    os.killpg(group, signal.SIGSTOP)
    time.sleep(2)
    # The parent wakes first, and hears nobody yet.
    os.kill(group, signal.SIGCONT)
    time.sleep(0.2)
    os.killpg(group, signal.SIGCONT)
    time.sleep(1.5)
    assert both(pids) == before
