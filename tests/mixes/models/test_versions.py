"""What is on air is what the cloud has applied, and what somebody else made of it is said."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from studio.mixes.control.notes import late
from studio.mixes.control.progress import steps
from studio.mixes.models import MixTask, Operation, Push, Take
from studio.mixes.models.operation import Acceptance
from studio.mixes.models.versions import note_versions
from studio.rules.document import MixedRules
from studio.volcengine.records import Detail
from tests.mixes.conftest import RecordPush, aged, ago
from tests.volcengine.bodies import document, mixed_rules

TASK_ID = "3b1a7bb73ab6b06c"


@pytest.fixture
def task(record_push: RecordPush) -> MixTask:
    """A task that is on air in its first version."""
    push = aged(record_push(), state="accepted", settled_at=ago(minutes=5))
    push.task.join(TASK_ID)
    return see(push.task, last=1, success=1)


def see(task: MixTask, *, last: int, success: int, rule: Any = None) -> MixTask:
    """What the clock does with a Detail."""
    row = MixTask.objects.get(pk=task.pk)
    row.note_status("runing")
    note_versions(row, detail(last, success, rule))
    return MixTask.objects.get(pk=task.pk)


def detail(last: int, success: int, rule: Any = None) -> Detail:
    return Detail(
        task_id=TASK_ID,
        status="runing",
        last_operation=last,
        last_success=success,
        rule=json.dumps(rule or mixed_rules()),
        request_id="",
    )


def other(url: str = "https://tos.example.org/b.mp4") -> MixedRules:
    rules = document()
    return replace(rules, sources=(replace(rules.sources[0], url=url), *rules.sources[1:]))


def take(task: MixTask, *, state: str, version: int | None = None, seconds: int = 0) -> Operation:
    row = Take.record(task=task, person=None, rules=other(), title="Two chairs")
    settled = ago(seconds=seconds)
    aged(row, state=state, version=version, settled_at=settled)
    if version:
        MixTask.objects.filter(pk=task.pk).update(version=version)
    return row


def outcome(row: Operation) -> str:
    return Operation.objects.get(pk=row.pk).outcome


class TestProgram:
    def test_is_what_was_pushed_once_it_runs(self, task: MixTask) -> None:
        assert task.program == document()
        assert task.program_title == "show"

    def test_stays_while_a_take_is_only_accepted(self, task: MixTask) -> None:
        row = take(task, state="accepted", version=2)
        task = see(task, last=2, success=1)
        assert task.program == document()
        assert outcome(row) == "accepted"
        assert not task.can_take

    def test_is_the_take_once_it_is_applied(self, task: MixTask) -> None:
        row = take(task, state="accepted", version=2)
        task = see(task, last=2, success=2)
        assert task.program
        assert task.program.sources[0].url == "https://tos.example.org/b.mp4"
        assert (task.program_title, outcome(row)) == ("Two chairs", "applied")
        assert task.can_take

    def test_stays_when_a_take_is_not_applied_and_the_take_says_so(self, task: MixTask) -> None:
        row = take(task, state="accepted", version=2, seconds=30)
        task = see(task, last=2, success=1)
        assert task.program == document()
        assert outcome(row) == "not_applied"
        assert task.can_take

    def test_a_take_that_was_not_applied_stays_so_when_a_later_one_is(self, task: MixTask) -> None:
        row = take(task, state="accepted", version=2, seconds=30)
        see(task, last=2, success=1)
        later = take(task, state="accepted", version=3)
        see(task, last=3, success=3)
        assert (outcome(row), outcome(later)) == ("not_applied", "applied")

    def test_of_a_take_that_nobody_saw_before_the_next_was_applied_nothing_is_claimed(
        self, task: MixTask
    ) -> None:
        """The cloud did not answer in between: the look may well have been on air."""
        row = take(task, state="accepted", version=2, seconds=30)
        later = take(task, state="accepted", version=3)
        see(task, last=3, success=3)
        assert (outcome(row), outcome(later)) == ("accepted", "applied")

    def test_of_a_take_that_somebody_else_s_version_overtook_nothing_is_claimed(
        self, task: MixTask
    ) -> None:
        row = take(task, state="accepted", version=2, seconds=5)
        see(task, last=3, success=3, rule={"a": "stranger's"})
        assert not Operation.objects.get(pk=row.pk).is_unseen
        aged(row, settled_at=ago(seconds=30))
        assert Operation.objects.get(pk=row.pk).is_unseen
        task = MixTask.objects.get()
        shown = steps(Operation.objects.get(pk=row.pk))
        assert "unknown" in [step.state for step in shown]
        assert task.can_take

    def test_is_not_called_unapplied_before_the_cloud_was_asked(self, task: MixTask) -> None:
        row = take(task, state="accepted", version=2, seconds=30)
        MixTask.objects.update(detailed_at=ago(seconds=60))
        assert outcome(row) == "accepted"

    def test_a_late_application_counts_all_the_same(self, task: MixTask) -> None:
        row = take(task, state="accepted", version=2, seconds=90)
        see(task, last=2, success=1)
        assert outcome(row) == "not_applied"
        see(task, last=2, success=2)
        assert outcome(row) == "applied"

    def test_an_old_detail_takes_nothing_back(self, task: MixTask) -> None:
        take(task, state="accepted", version=2)
        see(task, last=2, success=2)
        task = see(task, last=1, success=1)
        assert (task.version, task.applied_version) == (2, 2)
        assert task.drifted_at is None

    def test_a_service_that_tells_no_versions_is_believed_in_nothing(self, task: MixTask) -> None:
        task = see(task, last=0, success=0)
        assert (task.version, task.drifted_at) == (1, None)


class TestDrift:
    def test_is_a_version_that_none_of_ours_made(self, task: MixTask) -> None:
        theirs = mixed_rules(InputSource=[source("https://tos.example.org/c.mp4")])
        task = see(task, last=2, success=2, rule=theirs)
        assert task.drifted_at
        assert task.program
        assert task.program.sources[0].url == "https://tos.example.org/c.mp4"

    def test_is_not_claimed_while_a_take_of_ours_may_have_made_it(self, task: MixTask) -> None:
        row = take(task, state="sending")
        assert see(task, last=2, success=1).drifted_at is None
        aged(row, state="unknown")
        assert see(task, last=2, success=1).drifted_at is None

    def test_is_claimed_once_a_person_has_said_that_it_was_not_ours(self, task: MixTask) -> None:
        row = take(task, state="unknown")
        row = aged(row, inquiries=3, sent_at=ago(seconds=61))
        assert row.give_up()
        assert see(task, last=2, success=2).drifted_at

    def test_is_not_claimed_of_a_take_that_was_given_up_and_is_carried_out_late(
        self, task: MixTask
    ) -> None:
        row = take(task, state="unknown")
        row = aged(row, inquiries=3, sent_at=ago(seconds=61))
        assert row.give_up()
        task = see(task, last=2, success=2, rule=row.body["MixedRules"])
        assert task.drifted_at is None
        assert (task.program_title, task.rules) == ("Two chairs", row.document)
        late = Operation.objects.get(pk=row.pk)
        assert (late.outcome, late.version) == ("applied", 2)
        assert late.was_carried_out_after_all

    def test_is_over_when_a_take_that_was_given_up_comes_after_it(self, task: MixTask) -> None:
        row = aged(take(task, state="unknown"), inquiries=3, sent_at=ago(seconds=61))
        assert row.give_up()
        theirs = mixed_rules(InputSource=[source("https://tos.example.org/c.mp4")])
        assert see(task, last=2, success=2, rule=theirs).drifted_at
        task = see(task, last=3, success=3, rule=row.body["MixedRules"])
        assert (task.drifted_at, task.drift, task.version) == (None, None, 3)
        assert task.rules == task.program == row.document

    def test_is_not_claimed_of_one_that_was_given_up_before_another_was_taken(
        self, task: MixTask
    ) -> None:
        row = aged(take(task, state="unknown"), inquiries=3, sent_at=ago(seconds=61))
        assert row.give_up()
        later = Take.record(task=task, person=None, rules=document(), title="As before")
        aged(later, state="accepted", version=2, settled_at=ago(seconds=1))
        MixTask.objects.filter(pk=task.pk).update(version=2)
        task = see(task, last=3, success=3, rule=row.body["MixedRules"])
        assert (task.drifted_at, task.program_title) == (None, "Two chairs")

    def test_of_a_push_that_was_given_up_in_vain_is_not_said_of_later_takes(
        self, task: MixTask
    ) -> None:
        Push.objects.update(error_code="given_up")
        take(task, state="accepted", version=2)
        assert late(see(task, last=2, success=2)) is None

    def test_with_a_rule_nobody_can_read_leaves_the_program_unknown(self, task: MixTask) -> None:
        task = see(task, last=2, success=2, rule={"Something": "else"})
        assert task.drifted_at
        assert task.program is None

    def test_adopted_is_the_task_s_own_version(self, task: MixTask) -> None:
        theirs = mixed_rules(InputSource=[source("https://tos.example.org/c.mp4")])
        task = see(task, last=2, success=2, rule=theirs)
        task.settle_drift()
        task = see(task, last=2, success=2, rule=theirs)
        assert task.drifted_at is None
        assert task.rules == task.program
        assert task.rules

    def test_the_first_version_seen_is_where_counting_begins(self, record_push: RecordPush) -> None:
        push = aged(record_push(), state="accepted")
        push.task.join(TASK_ID)
        task = see(push.task, last=5, success=5)
        assert (task.version, task.drifted_at) == (5, None)

    def test_is_over_once_a_take_of_ours_has_come_after_it(self, task: MixTask) -> None:
        see(task, last=2, success=2, rule=mixed_rules(InputSource=[source("https://x.example/c")]))
        row = Take.record(task=task, person=None, rules=other(), title="Two chairs")
        aged(row, state="sending")
        claimed = Operation.objects.get(pk=row.pk)
        claimed.accept(Acceptance(request_id="", operation=3))
        task = see(task, last=3, success=3)
        assert (task.version, task.drifted_at, task.program_title) == (3, None, "Two chairs")


class TestAnswersThatComeLate:
    def test_a_take_seen_applied_before_its_answer_is_on_air(self, task: MixTask) -> None:
        row = take(task, state="sending")
        see(task, last=2, success=2)
        Operation.objects.get(pk=row.pk).accept(Acceptance(request_id="", operation=2))
        task = see(task, last=2, success=2)
        assert (outcome(row), task.program_title) == ("applied", "Two chairs")

    def test_a_take_without_a_number_counts_on_from_the_highest_known(self, task: MixTask) -> None:
        MixTask.objects.update(drift_version=4, drifted_at=ago(seconds=1), version=1)
        row = take(task, state="sending")
        Operation.objects.get(pk=row.pk).accept(Acceptance(request_id=""))
        assert Operation.objects.get(pk=row.pk).version == 5


class TestWayBack:
    def test_is_the_look_before_the_present_one(self, task: MixTask) -> None:
        take(task, state="accepted", version=2)
        task = see(task, last=2, success=2)
        back = task.way_back()
        assert back
        assert back.kind == "push"
        assert document().looks_like(back.document)

    def test_leaves_out_what_never_was_on_air(self, task: MixTask) -> None:
        take(task, state="refused")
        take(task, state="accepted", version=2, seconds=90)
        task = see(task, last=2, success=1)
        assert task.way_back() is None

    def test_after_going_back_leads_forth_again(self, task: MixTask) -> None:
        take(task, state="accepted", version=2)
        task = see(task, last=2, success=2)
        row = Take.record(task=task, person=None, rules=document(), title="show")
        aged(row, state="accepted", version=3, settled_at=ago(seconds=1))
        MixTask.objects.update(version=3)
        task = see(task, last=3, success=3)
        back = task.way_back()
        assert back
        assert back.title == "Two chairs"


def source(url: str) -> dict[str, object]:
    return {"ID": "1", "Layer": 1, "Type": "vod", "Url": url}
