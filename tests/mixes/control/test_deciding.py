"""What a person may decide: a take by one click, and what to do about an unknown outcome."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from studio.accounts.models import User
from studio.mixes.models import MixTask, Operation, Phase, Take
from studio.mixes.models.record import ClickReused
from studio.mixes.models.take import Overtaken, UnderWay
from studio.rules.document import MixedRules
from tests.mixes.conftest import (
    CloudThat,
    RecordPush,
    aged,
    ago,
    carry_out,
    sandbox_cloud,
    usual_cloud,
)
from tests.volcengine.bodies import document
from tests.volcengine.stand_in import abnormal, drop, reply, success

TASK_ID = "3b1a7bb73ab6b06c"


def other() -> MixedRules:
    rules = document()
    return replace(rules, scene=replace(rules.scene, width=1280, height=720))


class TestClick:
    @pytest.fixture
    def task(self, record_push: RecordPush) -> MixTask:
        push = aged(record_push(), state="accepted", settled_at=ago(minutes=5))
        push.task.join(TASK_ID)
        push.task.note_status("runing")
        return MixTask.objects.get()

    def click(
        self, task: MixTask, owner: User, *, key: str = "", rules: MixedRules | None = None
    ) -> Operation:
        """A click on the page that shows the task so."""
        change = task.latest_change
        return Take.click(
            task=task,
            person=owner,
            rules=rules or other(),
            title="Two chairs",
            key=key or str(uuid4()),
            after=change.pk if change else None,
            version=task.newest_version,
        )

    def test_records_the_take_once_however_often_it_arrives(
        self, task: MixTask, owner: User
    ) -> None:
        first = self.click(task, owner, key="click-1")
        again = self.click(task, owner, key="click-1")
        assert first.pk == again.pk

    def test_with_a_key_that_took_something_else_is_refused(
        self, task: MixTask, owner: User
    ) -> None:
        self.click(task, owner, key="click-1")
        with pytest.raises(ClickReused):
            self.click(task, owner, key="click-1", rules=document())

    def test_on_a_page_that_has_not_seen_the_latest_take_is_refused(
        self, task: MixTask, owner: User
    ) -> None:
        """Two operators: the second does not undo what the first did three seconds ago."""
        shown = MixTask.objects.whole().get()
        first = self.click(task, owner)
        aged(first, state="accepted", settled_at=ago(minutes=1), applied_at=ago(minutes=1))
        with pytest.raises(Overtaken) as caught:
            self.click(shown, owner)
        assert caught.value.by
        assert caught.value.by.pk == first.pk

    @pytest.mark.parametrize("known", [0, 1])
    def test_after_somebody_else_s_change_that_the_page_did_not_tell_of_is_refused(
        self, task: MixTask, owner: User, known: int
    ) -> None:
        task.version = known
        MixTask.objects.update(drift_version=2, drifted_at=ago(seconds=1))
        with pytest.raises(Overtaken) as caught:
            self.click(task, owner)
        assert caught.value.by is None

    def test_after_a_version_that_the_page_did_not_know_of_is_refused(
        self, task: MixTask, owner: User
    ) -> None:
        task.version = 1
        MixTask.objects.update(version=2)
        with pytest.raises(Overtaken):
            self.click(task, owner)

    def test_before_and_after_the_counting_began_is_the_same(
        self, task: MixTask, owner: User
    ) -> None:
        assert task.version == 0
        MixTask.objects.update(version=7)
        assert self.click(task, owner).pk

    @pytest.mark.parametrize("status", ["prepare", "prestop", "hibernating", "done"])
    def test_on_a_task_that_is_not_on_air_is_refused(
        self, task: MixTask, owner: User, status: str
    ) -> None:
        MixTask.objects.update(status=status)
        with pytest.raises(UnderWay):
            self.click(MixTask.objects.get(), owner)

    @pytest.mark.parametrize("state", ["queued", "claimed", "sending", "unknown"])
    def test_while_an_earlier_take_is_open_is_refused(
        self, task: MixTask, owner: User, state: str
    ) -> None:
        first = self.click(task, owner)
        aged(first, state=state)
        with pytest.raises(UnderWay):
            self.click(MixTask.objects.get(), owner)

    def test_while_an_accepted_take_may_yet_be_applied_is_refused(
        self, task: MixTask, owner: User
    ) -> None:
        first = self.click(task, owner)
        aged(first, state="accepted", settled_at=ago(seconds=5))
        with pytest.raises(UnderWay):
            self.click(MixTask.objects.get(), owner)
        aged(first, settled_at=ago(seconds=25))
        assert self.click(MixTask.objects.get(), owner).pk != first.pk


class TestUnknown:
    @pytest.fixture
    def lost(self, cloud_that: CloudThat, record_push: RecordPush) -> Operation:
        cloud_that(drop)
        return carry_out(record_push())

    def looked_for(self, row: Operation) -> Operation:
        return aged(row, inquiries=3, sent_at=ago(seconds=61))

    def test_is_not_sent_again_before_it_was_looked_for_long_enough(self, lost: Operation) -> None:
        assert not lost.send_again()
        assert not aged(lost, inquiries=2, sent_at=ago(seconds=61)).send_again()
        assert not aged(lost, inquiries=3, sent_at=ago(seconds=59)).send_again()

    def test_is_sent_again_under_the_same_name(
        self, lost: Operation, cloud_that: CloudThat
    ) -> None:
        stand_in = cloud_that(reply(200, success({"TaskID": TASK_ID})))
        aged(lost, cloud=usual_cloud())
        row = self.looked_for(lost)
        assert row.send_again()
        assert carry_out(row).state == "accepted"
        assert stand_in.sent == lost.body

    def test_is_sent_again_once_however_often_it_is_asked_for(self, lost: Operation) -> None:
        row = self.looked_for(lost)
        assert row.send_again()
        assert not row.send_again()

    def test_a_refusal_of_the_second_try_says_nothing_about_the_first(
        self, lost: Operation, cloud_that: CloudThat
    ) -> None:
        cloud_that(reply(200, abnormal(400, "task name already exists")))
        aged(lost, cloud=usual_cloud())
        row = self.looked_for(lost)
        row.send_again()
        row = carry_out(row)
        assert (row.state, row.error_code) == ("unknown", "400")
        assert not row.can_be_decided

    def test_a_second_try_that_reaches_nobody_leaves_it_unknown(self, lost: Operation) -> None:
        row = self.looked_for(lost)
        row.send_again()
        # The key that reached this cloud is the sandbox's by now, which was never started.
        aged(row, cloud=sandbox_cloud())
        assert carry_out(row).state == "unknown"

    def test_is_given_up_by_a_person_alone(self, lost: Operation) -> None:
        assert not lost.give_up()
        assert self.looked_for(lost).give_up()
        row = Operation.objects.get()
        assert (row.state, row.error_code) == ("given_up", "given_up")
        assert row.task.phase is Phase.GIVEN_UP
        assert not row.give_up()

    @pytest.mark.parametrize("state", ["unknown", "refused", "failed", "given_up"])
    def test_what_the_list_shows_after_all_is_ours(self, lost: Operation, state: str) -> None:
        row = aged(lost, state=state)
        assert row.turn_up(TASK_ID)
        row = Operation.objects.get()
        assert (row.state, row.task.task_id, row.error_code) == (
            "accepted",
            TASK_ID,
            "given_up" if state == "given_up" else "",
        )

    def test_a_call_under_way_is_left_to_its_own_answer(self, lost: Operation) -> None:
        row = aged(lost, state="sending")
        assert not row.turn_up(TASK_ID)

    def test_of_a_command_sent_again_is_a_worker_s(self, lost: Operation) -> None:
        row = self.looked_for(aged(lost, by_hand=True, created_at=ago(minutes=5)))
        assert row.send_again()
        Operation.objects.lapse()
        assert Operation.objects.get().state == "queued"

    def test_is_not_sent_again_over_what_came_later(self, lost: Operation) -> None:
        lost.task.join(TASK_ID)
        later = Take.record(task=lost.task, person=None, rules=document())
        assert later.pk
        assert not self.looked_for(lost).send_again()


class TestTheList:
    def listed(self, name: str, status: str = "runing") -> dict[str, object]:
        return {"Name": name, "Status": status, "TaskID": TASK_ID}

    def refresh(self, cloud_that: CloudThat, *rows: dict[str, object]) -> None:
        cloud_that(reply(200, success({"Count": len(rows), "Result": list(rows)})))
        MixTask.objects.update(cloud=usual_cloud())
        MixTask.objects.refresh(usual_cloud(), [])

    def test_finds_a_push_that_was_given_up(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        cloud_that(drop)
        lost = aged(carry_out(record_push()), inquiries=3, sent_at=ago(seconds=61))
        assert lost.give_up()
        self.refresh(cloud_that, self.listed(lost.body["Name"]))
        assert Operation.objects.get().state == "accepted"
        assert MixTask.objects.count() == 1

    def test_finds_a_push_whose_task_has_ended_meanwhile(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        cloud_that(drop)
        lost = carry_out(record_push())
        self.refresh(cloud_that, self.listed(lost.body["Name"], "done"))
        assert Operation.objects.get().state == "accepted"

    def test_takes_no_task_for_a_stranger_while_its_push_is_under_way(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        push = aged(record_push(), state="sending")
        self.refresh(cloud_that, self.listed(push.body["Name"]))
        assert MixTask.objects.count() == 1
        assert Operation.objects.get().state == "sending"

    def test_shows_a_task_made_elsewhere(self, cloud_that: CloudThat, owner: User) -> None:
        self.refresh(cloud_that, self.listed("mixtask001"))
        task = MixTask.objects.get()
        assert (task.title, task.task_id, task.is_stranger) == ("mixtask001", TASK_ID, True)
        assert task.phase is Phase.ON_AIR

    def test_leaves_out_what_was_made_elsewhere_and_is_over(
        self, cloud_that: CloudThat, owner: User
    ) -> None:
        self.refresh(cloud_that, self.listed("mixtask001", "done"))
        assert not MixTask.objects.exists()
