"""The computer's clock goes back by an hour: nothing waits for that hour, nothing is sent twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from studio.accounts.models import User, Workspace
from studio.mixes import jobs
from studio.mixes.history.rows import described
from studio.mixes.models import Account, MixTask, Operation, Presence, Push, Stop, Take
from studio.mixes.models.operation import GRACE, INQUIRIES
from studio.mixes.models.queue import OperationQuerySet
from studio.processes.clock import wake_lost
from studio.volcengine.sandbox.server import SandboxServer
from tests.mixes.conftest import CloudThat, RecordPush, aged, carry_out, names_at, usual_cloud
from tests.volcengine.bodies import document
from tests.volcengine.stand_in import drop, reply, success

Clock = time_machine.Traveller
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    """Ahead of the sandbox's tolerance neither before nor after it goes back."""
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=1)) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _wide_tolerance(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox's signatures are not what is tried."""
    monkeypatch.setattr("studio.volcengine.sandbox.signature.WINDOW", timedelta(days=1))


def set_back(clock: Clock) -> None:
    clock.shift(-HOUR)


class TestALease:
    def test_of_a_push_killed_while_sending_ends_in_unknown(
        self, clock: Clock, sandbox: SandboxServer, record_push: RecordPush
    ) -> None:
        held = Operation.objects.claim(record_push().pk)
        assert held
        held.begin_sending()
        set_back(clock)
        assert Operation.objects.lapse() == 1
        operation = carry_out(held)
        assert (operation.state, operation.error_code) == ("unknown", "no_answer")
        assert Operation.objects.to_inquire() == [held.pk]
        assert names_at() == []

    def test_of_a_push_killed_before_sending_ends_in_one_push(
        self, clock: Clock, sandbox: SandboxServer, record_push: RecordPush
    ) -> None:
        slow = Operation.objects.claim(record_push().pk)
        assert slow
        set_back(clock)
        assert Operation.objects.lapse() == 1
        # It was asked for at a time that has not come yet: nobody knows how long ago.
        assert carry_out(slow).error_code == "too_late"
        slow.carry_out()
        assert names_at() == []

    def test_of_a_stop_killed_before_sending_ends_in_one_stop(
        self, clock: Clock, on_air: Operation
    ) -> None:
        slow = Operation.objects.claim(Stop.record(task=on_air.task, person=None).pk)
        assert slow
        set_back(clock)
        Operation.objects.lapse()
        assert carry_out(slow).state == "accepted"
        assert not slow.begin_sending()

    def test_of_a_slow_holder_is_kept_by_the_answer_that_comes(
        self, clock: Clock, sandbox: SandboxServer, record_push: RecordPush
    ) -> None:
        slow = Operation.objects.claim(record_push().pk)
        assert slow
        slow.begin_sending()
        set_back(clock)
        Operation.objects.lapse()
        slow.call(usual_cloud().client(), final=False)
        assert Operation.objects.get().state == "accepted"
        assert len(names_at()) == 1

    @pytest.mark.parametrize("seconds", [-3, 3, 50])
    def test_is_kept_while_the_clock_is_only_put_right(
        self, clock: Clock, record_push: RecordPush, seconds: int
    ) -> None:
        claimed = Operation.objects.claim(record_push().pk)
        assert claimed
        clock.shift(seconds)
        assert Operation.objects.lapse() == 0
        assert claimed.begin_sending()
        assert Operation.objects.lapse() == 0

    def test_of_a_command_that_was_killed_leaves_it_unsent(
        self, clock: Clock, workspace: Workspace, sandbox: SandboxServer
    ) -> None:
        push = Push.record(
            workspace=workspace, person=None, rules=document(), name="show", by_hand=True
        )
        set_back(clock)
        Operation.objects.lapse()
        assert carry_out(push).error_code == "interrupted"
        assert names_at() == []


class TestAQueuedRow:
    def test_put_off_is_woken_and_carried_out(
        self, clock: Clock, on_air: Operation, settings: Settings, tmp_path: Path
    ) -> None:
        there = settings.SANDBOX
        settings.SANDBOX = tmp_path / "none"
        stop = carry_out(Stop.record(task=on_air.task, person=None))
        assert stop.state == "queued"
        settings.SANDBOX = there
        jobs.wake(stop.pk, 0, stop.not_before)
        DBTaskResult.objects.exclude(run_after=stop.not_before).delete()
        set_back(clock)
        wake_lost()
        wake_lost()
        assert DBTaskResult.objects.count() == 2
        assert carry_out(stop).state == "accepted"

    def test_put_off_a_moment_ago_is_left_alone(
        self, record_push: RecordPush, clock: Clock
    ) -> None:
        push = aged(record_push(), not_before=timezone.now() + jobs.PUT_OFF)
        assert Operation.objects.claim(push.pk) is None
        assert Operation.objects.lost() == []


class TestAnUnknownOutcome:
    @pytest.fixture
    def lost(self, cloud_that: CloudThat, record_push: RecordPush) -> Operation:
        cloud_that(drop)
        operation = carry_out(record_push())
        cloud_that(reply(200, success({"Count": 0, "Result": []})))
        return aged(operation, cloud=usual_cloud())

    def test_is_inquired_about_at_once(self, clock: Clock, lost: Operation) -> None:
        Operation.objects.inquire(str(lost.pk))
        assert Operation.objects.to_inquire() == []
        set_back(clock)
        assert Operation.objects.to_inquire() == [lost.pk]

    def test_is_decided_a_minute_after_never_at_once_nor_an_hour_later(
        self, clock: Clock, lost: Operation
    ) -> None:
        """The list may lag: three quick inquiries alone must not lead to a second push."""
        set_back(clock)
        Operation.objects.lapse()
        for _ in range(3):
            Operation.objects.inquire(str(lost.pk))
        assert not Operation.objects.get().send_again()
        clock.shift(GRACE + timedelta(seconds=1))
        Operation.objects.lapse()
        assert Operation.objects.get().send_again()

    def test_has_no_inquiry_further_ahead_than_is_taken_for_possible(self) -> None:
        longest = max(pause for _, pause in INQUIRIES)
        assert longest <= OperationQuerySet.INQUIRE_AGAIN


class TestATask:
    @pytest.fixture
    def task(self, on_air: Operation) -> MixTask:
        now = timezone.now()
        MixTask.objects.update(checked_at=now, detailed_at=now, status="runing")
        return MixTask.objects.get()

    def test_is_asked_about_again(self, clock: Clock, task: MixTask) -> None:
        assert not MixTask.objects.due(task.cloud).exists()
        assert MixTask.objects.due_for_detail(task.cloud) == []
        set_back(clock)
        assert MixTask.objects.due(task.cloud).exists()
        assert MixTask.objects.due_for_detail(task.cloud) == [task]

    def test_is_watched_by_whoever_looks_now(self, clock: Clock, task: MixTask) -> None:
        MixTask.objects.watch([task])
        set_back(clock)
        MixTask.objects.update(checked_at=timezone.now() - timedelta(seconds=5))
        assert not MixTask.objects.due(task.cloud).exists()
        MixTask.objects.watch([task])
        assert MixTask.objects.due(task.cloud).exists()

    def test_holds_the_next_take_no_longer(self, clock: Clock, task: MixTask) -> None:
        take = aged(Take.record(task=task, person=None, rules=document()), state="accepted")
        aged(take, settled_at=timezone.now())
        assert MixTask.objects.get().take_under_way
        set_back(clock)
        assert not MixTask.objects.get().take_under_way

    def test_tells_what_was_asked_for_in_the_order_it_was(
        self, clock: Clock, task: MixTask
    ) -> None:
        first = aged(Take.record(task=task, person=None, rules=document()), state="refused")
        set_back(clock)
        second = aged(Take.record(task=task, person=None, rules=document()), state="accepted")
        stop = Stop.record(task=task, person=None)
        found = MixTask.objects.get()
        asked = [stop.pk, second.pk, first.pk, Push.objects.get().pk]
        assert [row.pk for row in found.history] == asked
        assert [row.pk for row in described(Operation.objects.all())] == asked

    def test_has_run_for_no_less_than_no_time(self, clock: Clock, task: MixTask) -> None:
        task.on_air_at = timezone.now()
        set_back(clock)
        assert task.run.lasts == timedelta(0)

    def test_may_be_stopped_again(self, clock: Clock, task: MixTask) -> None:
        stop = aged(Stop.record(task=task, person=None), state="accepted")
        aged(stop, settled_at=timezone.now())
        set_back(clock)
        assert MixTask.objects.get().can_stop


def test_the_list_is_read_for_whoever_looks_now(clock: Clock, db: None) -> None:
    account = Account.objects.create().pk
    Account.objects.watch([account])
    assert Account.objects.claim_list(account)
    set_back(clock)
    assert not Account.objects.claim_list(account)
    Account.objects.watch([account])
    assert Account.objects.claim_list(account)


def test_who_looked_before_is_gone(clock: Clock, on_air: Operation, owner: User) -> None:
    assert Presence.objects.met(on_air.task, owner) == [owner]
    set_back(clock)
    assert Presence.objects.here(on_air.task) == []
    assert Presence.objects.met(on_air.task, owner) == [owner]
