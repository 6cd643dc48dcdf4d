"""What is read of idle processes is there, and what misses a goal is found."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from bench.idle import cpu_seconds, family, memory_mib, missed


def test_a_family_is_a_process_and_all_that_descend_from_it() -> None:
    sleeps = "import subprocess, sys; subprocess.run(['sleep', '30'])"
    with subprocess.Popen([sys.executable, "-c", sleeps], start_new_session=True) as parent:
        try:
            while len(family(parent.pid)) < 2:
                time.sleep(0.01)
            assert set(family(parent.pid)) < set(family(os.getpid()))
        finally:
            for pid in reversed(family(parent.pid)):
                os.kill(pid, 9)


def test_memory_and_time_of_a_process_are_read() -> None:
    used = cpu_seconds([os.getpid()])
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
    assert 0.05 < cpu_seconds([os.getpid()]) - used < 10
    assert memory_mib([os.getpid()]) > 10


def test_a_goal_that_is_missed_is_named() -> None:
    new = {"memory_mib": 100.0, "connections": 11, "transactions_a_second": 1.0}
    assert missed({"new": new, "ratio": {"memory": 0.4, "cpu": 0.4}}) == ["cpu", "connections"]
