"""A still is fetched by one worker at a time, and by another when that one has died."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from studio.library import lease
from studio.library.fetching import Still, fetch_still
from studio.library.jobs import WorkerDied, fetch_frame
from studio.library.models import Frame, State
from studio.library.wording import frame_json
from tests.builders import Cast, cast, frame
from tests.library.conftest import ask, jobs
from tests.picture_server import PictureServer


def test_a_second_job_fetches_nothing(cast: Cast, pictures: PictureServer) -> None:
    (row,) = ask(cast.workspace, pictures.url("host.png"))
    row.fetch()
    Frame.objects.get().fetch()
    assert pictures.asked == ["host.png"]


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_fetches(pictures: PictureServer) -> None:
    (row,) = ask(cast().workspace, pictures.url("host.png"))
    barrier = Barrier(8)

    def work(_number: int) -> None:
        mine = Frame.objects.get()
        barrier.wait()
        try:
            mine.fetch()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    row.refresh_from_db()
    assert (pictures.asked, row.state) == (["host.png"], State.READY)


def test_a_waiting_frame_whose_job_was_lost_is_queued_anew_once(
    cast: Cast,
    pictures: PictureServer,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False) as clock:
        ask(cast.workspace, pictures.url("host.png"))
        sweeps = []
        for wait in (30, 60, 0):
            clock.shift(timedelta(seconds=wait))
            with django_capture_on_commit_callbacks(execute=True):
                sweeps.append(Frame.objects.sweep())
    assert sweeps == [0, 1, 0]
    assert jobs() == 1


@pytest.mark.usefixtures("on_disk")
def test_a_worker_that_died_loses_its_lease_and_another_takes_over(
    cast: Cast, pictures: PictureServer
) -> None:
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    (row,) = ask(cast.workspace, pictures.url("host.png"))
    with time_machine.travel(now, tick=False) as clock:
        Frame.objects.update(leased_until=now + lease.LASTS)
        row.fetch()
        assert pictures.asked == []
        clock.shift(lease.LASTS + timedelta(seconds=1))
        row.fetch()
    assert Frame.objects.get().state == State.READY


def test_what_a_dead_worker_held_is_queued_as_soon_as_its_lease_ends_and_its_job_has_failed(
    cast: Cast,
    pictures: PictureServer,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False) as clock:
        with django_capture_on_commit_callbacks(execute=True):
            (row,) = ask(cast.workspace, pictures.url("host.png"))
        assert frame_json(Frame.objects.get())["waiting"] is True
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=now)
        Frame.objects.update(leased_until=now + lease.LASTS)
        assert frame_json(Frame.objects.get())["waiting"] is False
        for sweeps in (0, 1, 0):
            with django_capture_on_commit_callbacks(execute=True):
                assert Frame.objects.sweep() == sweeps
            clock.shift(lease.LASTS + timedelta(seconds=1))
    statuses = DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True)
    assert list(statuses) == [TaskResultStatus.FAILED, TaskResultStatus.READY]
    failed = DBTaskResult.objects.get(status=TaskResultStatus.FAILED)
    assert failed.task_result.errors[0].exception_class is WorkerDied
    assert frame_json(Frame.objects.get(pk=row.pk))["waiting"] is True


def test_a_fetch_that_runs_is_not_buried(cast: Cast, data: Path) -> None:
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False) as clock:
        (row,) = ask(cast.workspace, "https://pictures.example.com/host.png")
        fetch_frame.enqueue(str(row.pk))
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=now)
        clock.shift(timedelta(seconds=30))
        Frame.objects.update(leased_until=timezone.now() + lease.LASTS)
        Frame.objects.sweep()
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


@pytest.mark.django_db(transaction=True)
def test_a_lease_lasts_as_long_as_the_fetch(
    pictures: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several times as long as it would last by itself."""
    monkeypatch.setattr(lease, "LASTS", timedelta(seconds=0.4))
    monkeypatch.setattr(lease, "RENEWED_EVERY", timedelta(seconds=0.1))
    monkeypatch.setattr(Frame, "_still", slow_still)
    (row,) = ask(cast().workspace, pictures.url("host.png"))
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(closing_after(row.fetch))
        for _moment in range(6):
            time.sleep(0.2)
            Frame.objects.get().fetch()
            assert Frame.objects.revive_lost() == 0
        slow.result()
    row.refresh_from_db()
    assert (pictures.asked, row.state) == (["host.png"], State.READY)


@pytest.mark.django_db(transaction=True)
def test_a_lease_that_another_took_over_is_not_renewed(
    pictures: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "RENEWED_EVERY", timedelta(seconds=0.05))
    monkeypatch.setattr(Frame, "_still", slow_still)
    (row,) = ask(cast().workspace, pictures.url("host.png"))
    others = datetime(2027, 1, 1, tzinfo=UTC)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(closing_after(row.fetch))
        while Frame.objects.get().leased_until is None:
            time.sleep(0.01)
        Frame.objects.update(leased_until=others)
        slow.result()
    kept = Frame.objects.get()
    assert (kept.leased_until, kept.state) == (others, State.PENDING)


def slow_still(frame: Frame) -> Still:
    """What a server that takes its time gives."""
    time.sleep(1.5)
    return fetch_still(frame.url, frame.kind)


def closing_after(work: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    return run


def test_who_comes_back_after_the_lease_overwrites_nothing(cast: Cast, data: Path) -> None:
    row = frame(cast.workspace)
    late = Frame.objects.get()
    late.leased_until = datetime(2026, 11, 22, tzinfo=UTC)
    late.keep(Still(width=1, height=1, picture="other", stage="other"))
    assert Frame.objects.get().stage == row.stage
