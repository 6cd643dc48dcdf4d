"""What the clock does for jobs whose workers died, whatever they were for, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from studio.library.jobs import fetch_frame
from studio.mixes.jobs import carry_out, inquire
from studio.processes import clock
from studio.processes.clock import LONGEST_JOB, bury_jobs
from studio.processes.parts import clock_rounds

GIVEN_TO_ANOTHER = """
import signal, threading, time
import django
django.setup()
from studio.processes.workers import Rounds, work

def do():
    time.sleep(0.5)  # until the main thread waits
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
    return 60.0

work(Rounds(("clock",), do))
"""


@pytest.mark.django_db
def test_a_job_that_runs_longer_than_any_takes_has_failed() -> None:
    for job in (carry_out, inquire, fetch_frame):
        job.enqueue("00000000-0000-0000-0000-000000000000")
    jobs = DBTaskResult.objects.all()
    begun = timezone.now() - LONGEST_JOB + timedelta(seconds=5)
    jobs.update(status=TaskResultStatus.RUNNING, started_at=begun)
    bury_jobs()
    assert {job.status for job in jobs.all()} == {TaskResultStatus.RUNNING}
    jobs.update(started_at=begun - timedelta(seconds=10))
    bury_jobs()
    assert {job.status for job in jobs.all()} == {TaskResultStatus.FAILED}
    assert None not in {job.finished_at for job in jobs.all()}


@pytest.mark.django_db(transaction=True)
def test_a_round_that_is_to_end_begins_no_sweep_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each may wait ten seconds for a cloud that does not answer."""
    made: list[str] = []
    rounds = clock_rounds()
    sweeps = (clock.Sweep(rounds.stop), clock.Sweep(lambda: made.append("the next sweep")))
    monkeypatch.setattr(clock, "SWEEPS", sweeps)
    rounds.once()
    assert made == []


def test_a_signal_that_another_thread_is_given_ends_the_process_too() -> None:
    """Only the main thread hears one, and sleeps; the kernel may give it to any of them."""
    ended = subprocess.run(
        [sys.executable, "-c", GIVEN_TO_ANOTHER],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        timeout=20,
        check=False,
    )
    assert ended.returncode == 0
