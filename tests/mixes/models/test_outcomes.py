"""What becomes of an operation whose outcome is not known, or whose process was killed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from studio.accounts.models import Workspace
from studio.mixes import jobs
from studio.mixes.models import MixTask, Operation, Push, Stop
from studio.mixes.models.operation import INQUIRIES_NEEDED
from studio.processes.clock import inquire_unknown, wake_lost
from studio.volcengine.sandbox.faults import NO_FAULT, Fault
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.keys import Note
from studio.volcengine.sandbox.server import SandboxServer
from studio.volcengine.sandbox.signature import Request
from studio.volcengine.sandbox.tasks import Tasks
from tests.builders import paid_cloud
from tests.mixes.conftest import CloudThat, RecordPush, aged, ago, carry_out, names_at, usual_cloud
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY, document
from tests.volcengine.stand_in import (
    after,
    drop,
    reply,
    success,
)


class TestUnknownOutcome:
    """The service applied the push, and its answer was lost."""

    @pytest.fixture
    def lost(self, cloud_that: CloudThat, record_push: RecordPush, tmp_path: Path) -> Operation:
        note = Note(url="", access_key=ACCESS_KEY, secret_key=SECRET_KEY)
        gateway = Gateway(Tasks(tmp_path, 100), note)

        def script(request: Request) -> Fault:
            return after(drop) if "CreateCloudMixTask" in request.query else NO_FAULT

        cloud_that(script, gateway)
        operation = carry_out(record_push())
        assert operation.state == "unknown"
        return operation

    def test_is_found_by_its_name(self, lost: Operation) -> None:
        assert lost.inquire(usual_cloud().client())
        found = Operation.objects.get(pk=lost.pk)
        assert found.state == "accepted"
        assert [found.task.task_id] == [row.task_id for row in usual_cloud().client().scan().tasks]

    def test_is_looked_at_by_the_worker(self, lost: Operation) -> None:
        Operation.objects.inquire(str(lost.pk))
        assert Operation.objects.get(pk=lost.pk).state == "accepted"

    def test_what_was_done_by_the_id_meanwhile_joins_the_task(self, lost: Operation) -> None:
        (listed,) = usual_cloud().client().scan().tasks
        detail = usual_cloud().client().detail(listed.task_id)
        twin = MixTask.objects.adopt(lost.workspace, lost.cloud, detail)
        stop = carry_out(Stop.record(task=twin, person=None))
        lost.inquire(usual_cloud().client())
        assert Operation.objects.get(pk=stop.pk).task == lost.task
        assert MixTask.objects.count() == 1

    def test_stays_unknown_while_the_cloud_shows_no_sign(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        cloud_that(drop)
        operation = carry_out(record_push())
        cloud_that(reply(200, success({"Count": 0, "Result": []})))
        aged(operation, cloud=usual_cloud())
        Operation.objects.inquire(str(operation.pk))
        operation = Operation.objects.get(pk=operation.pk)
        assert (operation.state, operation.inquiries) == ("unknown", 1)

    def test_is_looked_at_again_after_a_look_the_cloud_did_not_answer(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        """However long ago it was sent: a computer that slept wakes before its network does."""
        cloud_that(drop)
        operation = aged(carry_out(record_push()), sent_at=ago(hours=8))
        assert Operation.objects.to_inquire() == [operation.pk]
        Operation.objects.inquire(str(operation.pk))
        again = Operation.objects.get(pk=operation.pk)
        assert (again.state, again.inquiries) == ("unknown", 0)
        assert again.inquire_at
        assert again.inquire_at > timezone.now()

    def test_is_looked_at_again_after_a_look_that_nobody_lived_to_make(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        """However long ago it was sent: nobody may decide before enough looks showed nothing."""
        cloud_that(drop)
        operation = aged(carry_out(record_push()), sent_at=ago(hours=1))
        assert Operation.objects.to_inquire() == [operation.pk]
        # Here whoever was to make it is killed.
        assert Operation.objects.get(pk=operation.pk).inquire_at
        aged(operation, inquire_at=ago(hours=0), inquiries=INQUIRIES_NEEDED)
        assert Operation.objects.to_inquire() == [operation.pk]
        assert Operation.objects.get(pk=operation.pk).inquire_at is None

    def test_is_looked_at_often_then_rarely_then_on_request(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        cloud_that(drop)
        operation = carry_out(record_push())
        operation.inquiries = INQUIRIES_NEEDED
        pauses = []
        for age in (5, 120, 700):
            operation.sent_at = timezone.now() - timedelta(seconds=age)
            due = operation.next_inquiry()
            pauses.append(due and round((due - timezone.now()).total_seconds()))
        assert pauses == [5, 30, None]

    def test_each_look_is_one_caller_s(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        cloud_that(drop)
        operation = carry_out(record_push())
        assert Operation.objects.to_inquire() == [operation.pk]
        assert Operation.objects.to_inquire() == []

    def test_looks_do_not_pile_up_while_no_worker_makes_them(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        """Three in a second would let a person decide what the cloud had no time to show."""
        cloud_that(drop)
        operation = carry_out(record_push())
        for _ in range(3):
            inquire_unknown()
            aged(operation, inquire_at=ago(seconds=1))
        assert jobs.to_be_inquired() == {str(operation.pk)}
        assert DBTaskResult.objects.filter(task_path=jobs.inquire.module_path).count() == 1
        DBTaskResult.objects.get(task_path=jobs.inquire.module_path).claim("a worker")
        inquire_unknown()
        assert DBTaskResult.objects.filter(task_path=jobs.inquire.module_path).count() == 2


class TestSeveralUnknownPushes:
    """After a bad minute there are many: one list tells of all, or the looks would never end."""

    @pytest.fixture
    def lost(self, cloud_that: CloudThat, record_push: RecordPush) -> list[Operation]:
        cloud_that(drop)
        return [carry_out(record_push()) for _ in range(3)]

    def test_are_told_by_one_list(self, lost: list[Operation], cloud_that: CloudThat) -> None:
        rows = [
            {"Name": push.task.name, "Status": "runing", "TaskID": f"{push.task.name}-id"}
            for push in lost[:2]
        ]
        stand_in = cloud_that(reply(200, success({"Count": 2, "Result": rows})))
        Operation.objects.update(cloud=usual_cloud())
        (asked,) = Operation.objects.to_inquire()
        Operation.objects.inquire(str(asked))
        assert len(stand_in.requests) == 1
        found = [Operation.objects.get(pk=push.pk) for push in lost]
        assert [push.state for push in found] == ["accepted", "accepted", "unknown"]
        assert [push.inquiries for push in found] == [0, 0, 1]
        assert all(push.task.task_id == f"{push.task.name}-id" for push in found[:2])
        # The next look is as far away for all.
        assert Operation.objects.to_inquire() == []

    def test_are_looked_at_one_cloud_at_a_time(self, lost: list[Operation]) -> None:
        aged(lost[0], cloud=paid_cloud(lost[0].workspace))
        assert len(Operation.objects.to_inquire()) == 2

    def test_wait_together_for_a_cloud_that_does_not_answer(self, lost: list[Operation]) -> None:
        Operation.objects.update(sent_at=ago(hours=8))
        (asked,) = Operation.objects.to_inquire()
        Operation.objects.inquire(str(asked))
        assert all(push.inquire_at for push in Operation.objects.all())
        assert Operation.objects.to_inquire() == []

    def test_are_not_told_by_a_list_that_moved(
        self, lost: list[Operation], cloud_that: CloudThat
    ) -> None:
        row = {"Name": lost[0].task.name, "Status": "runing", "TaskID": "3b1a7bb73ab6b06c"}
        pages = [reply(200, success({"Count": count, "Result": [row]})) for count in (200, 201)]
        cloud_that(lambda _request: pages.pop(0))
        Operation.objects.update(cloud=usual_cloud())
        Operation.objects.inquire(str(lost[1].pk))
        found = [Operation.objects.get(pk=push.pk) for push in lost]
        assert [push.state for push in found] == ["accepted", "unknown", "unknown"]
        assert [push.inquiries for push in found] == [0, 0, 0]


class TestKilledProcesses:
    def test_a_row_has_one_holder(self, record_push: RecordPush) -> None:
        operation = record_push()
        assert Operation.objects.claim(operation.pk) is not None
        assert Operation.objects.claim(operation.pk) is None

    def test_a_claim_that_lapsed_before_sending_is_queued_again(
        self, sandbox: SandboxServer, record_push: RecordPush
    ) -> None:
        operation = record_push()
        Operation.objects.claim(operation.pk)
        aged(operation, lease_until=ago(seconds=1))
        Operation.objects.lapse()
        assert carry_out(operation).state == "accepted"

    def test_a_claim_that_lapsed_is_woken_at_once(self, record_push: RecordPush) -> None:
        """Its holder is gone and its job with it: nobody is left who may only be late."""
        operation = record_push()
        Operation.objects.claim(operation.pk)
        aged(operation, lease_until=ago(seconds=1))
        Operation.objects.lapse()
        assert Operation.objects.lost() == [operation.pk]

    def test_a_call_that_lapsed_is_unknown_never_sent_again(
        self, sandbox: SandboxServer, record_push: RecordPush
    ) -> None:
        operation = record_push()
        claimed = Operation.objects.claim(operation.pk)
        assert claimed is not None
        claimed.begin_sending()
        aged(operation, lease_until=ago(seconds=1))
        Operation.objects.lapse()
        assert carry_out(operation).state == "unknown"
        assert names_at() == []

    def test_a_holder_whose_lease_lapsed_does_not_send(
        self, sandbox: SandboxServer, record_push: RecordPush
    ) -> None:
        operation = record_push()
        slow = Operation.objects.claim(operation.pk)
        assert slow is not None
        aged(operation, lease_until=ago(seconds=1))
        Operation.objects.lapse()
        assert carry_out(operation).state == "accepted"
        slow.carry_out()
        assert len(names_at()) == 1

    def test_an_answer_that_comes_late_settles_what_was_unknown(
        self, sandbox: SandboxServer, record_push: RecordPush
    ) -> None:
        operation = record_push()
        slow = Operation.objects.claim(operation.pk)
        assert slow is not None
        slow.begin_sending()
        aged(operation, lease_until=ago(seconds=1))
        Operation.objects.lapse()
        slow.call(usual_cloud().client(), final=False)
        assert Operation.objects.get(pk=operation.pk).state == "accepted"

    @pytest.mark.parametrize("claimed", [False, True])
    def test_what_a_killed_command_did_not_send_is_not_sent_behind_its_back(
        self, workspace: Workspace, claimed: bool, sandbox: SandboxServer
    ) -> None:
        operation = Push.record(
            workspace=workspace, person=None, rules=document(), name="show", by_hand=True
        )
        if claimed:
            Operation.objects.claim(operation.pk)
        aged(operation, asked_at=ago(minutes=2), lease_until=ago(seconds=1))
        aged(operation, not_before=ago(minutes=2))
        Operation.objects.lapse()
        assert Operation.objects.lost() == []
        operation = carry_out(operation)
        assert (operation.state, operation.error_code) == ("failed", "interrupted")
        assert names_at() == []

    def test_a_queued_row_whose_job_still_waits_is_not_woken_again(
        self, record_push: RecordPush
    ) -> None:
        """However long the queue is: else each tick would make it as long again."""
        waiting, lost = (aged(record_push(), not_before=ago(seconds=5)) for _ in range(2))
        jobs.carry_out.enqueue(str(waiting.pk))
        for _ in range(3):
            wake_lost()
            Operation.objects.update(not_before=ago(seconds=5))
        assert sorted(jobs.awaited()) == sorted([str(waiting.pk), str(lost.pk)])
        assert DBTaskResult.objects.count() == 2

    def test_a_job_whose_worker_was_killed_waits_no_more(self, record_push: RecordPush) -> None:
        operation = record_push()
        jobs.carry_out.enqueue(str(operation.pk))
        DBTaskResult.objects.get().claim("a worker")
        assert jobs.awaited() == set()

    def test_a_queued_row_whose_job_was_lost_is_woken_once(self, record_push: RecordPush) -> None:
        operation = aged(record_push(), not_before=ago(seconds=5))
        assert Operation.objects.lost() == [operation.pk]
        assert Operation.objects.lost() == []
