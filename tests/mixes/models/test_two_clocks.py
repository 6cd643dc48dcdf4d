"""Two clocks that look at the same rows at the same moment: one of them has them all."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from studio.mixes.models import MixTask, Operation, Push
from tests.mixes.conftest import CloudThat, RecordPush, ago, usual_cloud
from tests.volcengine.stand_in import drop

pytestmark = pytest.mark.django_db(transaction=True)
# Time enough for another clock, had it nobody to wait for.
MEANWHILE = 0.5


class Other:
    """Another clock: it begins at that claim of the first one, which has read by then what is due,
    and may have claimed one row and not yet the next.
    """

    def __init__(self, threads: ThreadPoolExecutor, look: Callable[[], Any], begins: int) -> None:
        self.threads, self.look, self.begins = threads, look, begins
        self.claims = 0
        self.found: Future[Any] | None = None

    def claimed(self) -> None:
        """Called at each claim of either."""
        self.claims += 1
        if self.claims == self.begins:
            self.found = self.threads.submit(self.looked)
            wait([self.found], MEANWHILE)

    def looked(self) -> Any:
        try:
            return self.look()
        finally:
            connection.close()


def test_one_clock_inquires_for_all(
    record_push: RecordPush, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        record_push(name=f"show {number}")
    long_ago = ago(minutes=1)
    Operation.objects.update(state="unknown", sent_at=long_ago, inquire_at=long_ago)
    with ThreadPoolExecutor(1) as threads:
        other = Other(threads, Operation.objects.to_inquire, begins=2)

        def next_inquiry(_push: Push) -> object:
            other.claimed()
            return timezone.now() + timedelta(seconds=20)

        monkeypatch.setattr(Push, "next_inquiry", next_inquiry)
        mine = Operation.objects.to_inquire()
        assert other.found
        assert len([*mine, *other.found.result(20)]) == 1


def test_one_clock_asks_for_the_list(
    record_push: RecordPush, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        task = record_push(name=f"show {number}").task
        MixTask.objects.filter(pk=task.pk).update(task_id=str(number), checked_at=ago(minutes=1))
    listed: list[list[uuid.UUID]] = []
    rows = type(MixTask.objects.all())
    monkeypatch.setattr(rows, "refresh", lambda _rows, _cloud, pks: listed.append(pks))
    update = rows.update
    with ThreadPoolExecutor(1) as threads:
        other = Other(threads, lambda: MixTask.objects.refresh_due(usual_cloud()), begins=1)

        def updated(self: Any, **values: Any) -> int:
            if "checked_at" in values:
                other.claimed()
            return int(update(self, **values))

        monkeypatch.setattr(rows, "update", updated)
        MixTask.objects.refresh_due(usual_cloud())
        assert other.found
        other.found.result(20)
    assert [len(pks) for pks in listed] == [4]


def test_what_another_clock_has_just_asked_of_a_task_is_not_asked_again(
    cloud_that: CloudThat, record_push: RecordPush
) -> None:
    cloud = cloud_that(drop)
    task = record_push().task
    MixTask.objects.update(detailed_at=timezone.now())
    MixTask.objects.ask_detail(usual_cloud().client(), task)
    assert cloud.requests == []
    MixTask.objects.ask_detail(usual_cloud().client(), MixTask.objects.get())
    assert len(cloud.requests) == 1
