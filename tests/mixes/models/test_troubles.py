"""What the cloud says went wrong is kept where it belongs, masked, and taken back when it does."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from studio.mixes.models import MixTask, Operation, Take
from studio.mixes.models.troubles import note_troubles
from studio.mixes.models.versions import note_versions
from studio.mixes.words.operations import reason
from studio.rules.document import MixedRules
from studio.volcengine.records import Detail
from studio.volcengine.troubles import Trouble, Troubles
from tests.mixes.conftest import CloudThat, RecordPush, aged, ago, usual_cloud
from tests.volcengine.bodies import STREAM_KEY, document, mixed_rules
from tests.volcengine.stand_in import reply, success

TASK_ID = "3b1a7bb73ab6b06c"
WHY = Trouble(code="5001", message="the layout could not be started")
PULL = Trouble(code="6001", message="pull failed")


@pytest.fixture
def task(record_push: RecordPush) -> MixTask:
    """A task that is on air in its first version."""
    push = aged(record_push(), state="accepted", settled_at=ago(minutes=5))
    push.task.join(TASK_ID)
    push.task.note_status("runing")
    return hear(push.task, last=1, success=1)


def hear(row: MixTask, /, *, last: int, success: int, rule: Any = None, **said: Any) -> MixTask:
    """What the clock does with a Detail."""
    row = MixTask.objects.get(pk=row.pk)
    detail = Detail(
        task_id=TASK_ID,
        status="runing",
        last_operation=last,
        last_success=success,
        rule=json.dumps(rule or mixed_rules()),
        request_id="",
        troubles=Troubles(**said),
    )
    note_versions(row, detail)
    note_troubles(row, detail)
    return MixTask.objects.get(pk=row.pk)


def other() -> MixedRules:
    rules = document()
    (one,) = rules.sources
    guest = replace(one, id="guest", url="https://tos.example.org/guest.mp4")
    return replace(rules, sources=(guest,))


def take(task: MixTask, *, version: int = 2, seconds: int = 30, **values: Any) -> Operation:
    row = Take.record(task=task, person=None, rules=other(), title="Guest")
    aged(row, state="accepted", version=version, settled_at=ago(seconds=seconds), **values)
    MixTask.objects.filter(pk=task.pk).update(version=version)
    return row


def fresh(row: Operation) -> Operation:
    return Operation.objects.get(pk=row.pk)


class TestATake:
    def test_that_is_not_applied_says_why(self, task: MixTask) -> None:
        row = take(task)
        hear(task, last=2, success=1, operation=WHY)
        why = reason(fresh(row))
        assert why
        assert (why.message, why.code) == (WHY.message, WHY.code)

    def test_says_nothing_while_it_may_yet_be_applied(self, task: MixTask) -> None:
        row = take(task, seconds=2)
        hear(task, last=2, success=1, operation=WHY)
        assert reason(fresh(row)) is None

    def test_keeps_what_was_said_of_it_when_a_later_one_is_accepted(self, task: MixTask) -> None:
        row = take(task, seconds=2)
        hear(task, last=2, success=1, operation=WHY)
        aged(row, settled_at=ago(seconds=30))
        later = take(task, version=3, seconds=1)
        hear(task, last=3, success=1)
        assert (fresh(row).error_code, fresh(later).error_code) == ("5001", "")
        assert reason(fresh(row))

    def test_that_is_applied_late_has_no_reason_any_more(self, task: MixTask) -> None:
        row = take(task)
        hear(task, last=2, success=1, operation=WHY)
        hear(task, last=2, success=2)
        row = fresh(row)
        assert (row.outcome, row.error_code, row.error_message) == ("applied", "", "")

    def test_that_was_given_up_before_stays_so(self, task: MixTask) -> None:
        row = take(task, error_code="given_up")
        hear(task, last=2, success=1, operation=WHY)
        assert fresh(row).was_carried_out_after_all
        assert reason(fresh(row)) is None
        hear(task, last=2, success=2)
        assert fresh(row).was_carried_out_after_all

    def test_has_no_reason_where_the_cloud_gives_none(self, task: MixTask) -> None:
        row = take(task)
        hear(task, last=2, success=1)
        assert fresh(row).outcome == "not_applied"
        assert reason(fresh(row)) is None

    def test_that_is_applied_is_not_what_an_old_error_is_of(self, task: MixTask) -> None:
        row = take(task)
        hear(task, last=2, success=2, operation=WHY)
        assert fresh(row).error_code == ""


class TestSources:
    def test_in_trouble_are_told_of_the_task_until_the_cloud_says_otherwise(
        self, task: MixTask
    ) -> None:
        task = hear(task, last=1, success=1, task=PULL, sources=("1",))
        assert (task.trouble_code, task.trouble, task.in_trouble) == ("6001", "pull failed", ["1"])
        task = hear(task, last=1, success=1)
        assert (task.trouble_code, task.trouble, task.in_trouble) == ("", "", [])

    def test_stay_on_record_with_what_was_on_air(self, task: MixTask) -> None:
        hear(task, last=1, success=1, sources=("1", "nobody's"))
        hear(task, last=1, success=1)
        assert task.push
        assert fresh(task.push).in_trouble == ["1"]

    def test_of_a_take_that_is_not_applied_are_its_own(self, task: MixTask) -> None:
        row = take(task)
        hear(task, last=2, success=1, sources=("guest",))
        assert task.push
        assert (fresh(row).in_trouble, fresh(task.push).in_trouble) == (["guest"], [])

    def test_of_what_was_made_elsewhere_are_nobody_s_here(self, task: MixTask) -> None:
        theirs = mixed_rules()
        theirs["InputSource"][0]["ID"] = "theirs"
        task = hear(task, last=2, success=2, rule=theirs, sources=("theirs", "1"))
        assert task.in_trouble == ["theirs", "1"]
        assert not Operation.objects.exclude(in_trouble=[]).exists()


class TestSecrets:
    SAID = f"cannot push to rtmp://push.example.com/live/{STREAM_KEY}?volcSecret=CANARY"

    def test_of_what_runs_are_in_no_word_of_it(self, task: MixTask) -> None:
        row = take(task)
        said = Trouble(code="1", message=f"{self.SAID}, stream {STREAM_KEY}")
        task = hear(
            task, last=2, success=1, operation=said, task=said, sources=(self.SAID, STREAM_KEY)
        )
        kept = f"{fresh(row).error_message} {task.trouble} {task.in_trouble}"
        assert "cannot push to" in kept
        assert STREAM_KEY not in kept
        assert "CANARY" not in kept

    def test_of_a_task_that_nobody_here_pushed_are_its_rule_s(self, task: MixTask) -> None:
        task.operations.all().delete()
        MixTask.objects.update(rules=None, output=None, program=None)
        theirs = mixed_rules(Odd={"StreamName": "their-own-name"})
        theirs["Output"]["Url"] = ["rtmp://push.example.net/live/theirs-alone"]
        said = Trouble(message="theirs-alone is gone")
        assert hear(task, last=1, success=1, rule=theirs, task=said).trouble == "… is gone"
        said = Trouble(message="their-own-name is gone")
        odd = {"Push": "their-own-name"}
        assert hear(task, last=1, success=1, rule=odd, task=said).trouble == "… is gone"

    def test_are_masked_though_the_id_of_a_source_is_shown(self, task: MixTask) -> None:
        rules = mixed_rules()
        rules["Output"]["Url"] = ["rtmp://push.example.com/live/guest"]
        rules["InputSource"][0]["ID"] = "guest"
        task = hear(task, last=1, success=1, rule=rules, sources=("guest", "guest 2"))
        assert task.in_trouble == ["guest", "… 2"]

    def test_what_is_too_long_is_cut(self, task: MixTask) -> None:
        long = Trouble(message="x" * 100_000)
        assert len(hear(task, last=1, success=1, task=long).trouble) == 500


def test_a_task_that_has_ended_is_asked_once_more_and_says_why(
    cloud_that: CloudThat, task: MixTask
) -> None:
    row = {"Name": "a", "Status": "done", "TaskID": TASK_ID}
    # Behind the list, which counts.
    ended = {
        "Status": "runing",
        "TaskID": TASK_ID,
        "TaskErrCode": 7001,
        "TaskErrMsg": "all sources lost",
    }
    answers = [reply(200, success({"Count": 1, "Result": [row]})), reply(200, success(ended))]
    cloud = cloud_that(lambda _request: answers.pop(0))
    MixTask.objects.update(cloud=usual_cloud(), checked_at=None)
    assert MixTask.objects.refresh_due(usual_cloud()) == 1
    task = MixTask.objects.get()
    assert (task.status, task.trouble) == ("done", "all sources lost")
    MixTask.objects.update(checked_at=None)
    assert MixTask.objects.refresh_due(usual_cloud()) == 0
    assert len(cloud.requests) == 2
