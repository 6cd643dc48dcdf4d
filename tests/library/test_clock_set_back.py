"""The computer's clock goes back by an hour: frames are fetched as if it had not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from studio.library import jobs, lease
from studio.library.models import Frame
from studio.library.models.frame import AGES, LONGEST_PAUSE, Kind, State
from tests.builders import Cast

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def frame(cast: Cast, kind: Kind = Kind.LIVE, **values: object) -> Frame:
    defaults = {"workspace": cast.workspace, "url": "https://tos.example.org/a", "digest": "a"}
    return Frame.objects.create(**defaults, kind=kind, **values)


def is_fetched_again(row: Frame) -> bool:
    Frame.objects.filter(pk=row.pk).update(seen_at=timezone.now())
    return bool(Frame.objects.sweep())


@pytest.mark.parametrize(
    ("kind", "values", "hours"),
    [
        (Kind.LIVE, {"state": State.READY, "due_at": NOW + AGES[Kind.LIVE]}, 1),
        (Kind.PICTURE, {"state": State.FAILED, "due_at": NOW + LONGEST_PAUSE}, 1),
        (Kind.VOD, {"state": State.READY, "due_at": NOW + AGES[Kind.VOD]}, 1),
        (Kind.LIVE, {"state": State.PENDING, "requested_at": NOW}, 1),
        (
            Kind.LIVE,
            {"state": State.PENDING, "requested_at": NOW, "leased_until": NOW + lease.LASTS},
            1,
        ),
    ],
)
def test_it_is_fetched_when_it_is_time(
    cast: Cast, kind: Kind, values: dict[str, object], hours: int
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        row = frame(cast, kind, **values)
        assert not is_fetched_again(row)
        clock.shift(-timedelta(hours=hours))
        assert is_fetched_again(row)


def test_the_lease_of_a_worker_that_died_is_taken_over(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        row = frame(cast, state=State.PENDING)
        assert row._claim()
        assert not Frame.objects.get()._claim()
        clock.shift(-timedelta(hours=1))
        assert Frame.objects.get()._claim()


def test_what_was_seen_before_is_not_kept_fresh(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        frame(cast, state=State.READY, due_at=NOW, seen_at=NOW)
        clock.shift(-timedelta(hours=1))
        assert Frame.objects.refresh() == 0
        assert not Frame.objects.in_use().exists()


def test_a_fetch_of_before_is_buried_and_its_frame_waits(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        row = frame(cast, state=State.PENDING, leased_until=NOW + lease.LASTS)
        jobs.fetch_frame.enqueue(str(row.pk))
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=NOW)
        assert jobs.bury_unheld(Frame.objects.held(), longer_than=lease.LASTS) == 0
        assert not row.waits
        clock.shift(-timedelta(hours=1))
        assert jobs.bury_unheld(Frame.objects.held(), longer_than=lease.LASTS) == 1
        assert row.waits
