"""An operation's way: recorded, claimed, sent once, and never guessed about."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.utils import timezone
from pytest_django import Settings

from studio.accounts.models import User, Workspace
from studio.mixes.models import MixTask, Operation, Phase, Push, Stop, Take
from studio.mixes.models.record import ClickReused
from studio.rules import codec
from studio.rules.problems import InvalidDocument
from studio.volcengine.sandbox.server import SandboxServer
from tests.builders import paid_cloud
from tests.mixes.conftest import CloudThat, RecordPush, aged, ago, carry_out, names_at, usual_cloud
from tests.volcengine.bodies import STREAM_KEY, document, mixed_rules
from tests.volcengine.stand_in import (
    abnormal,
    drop,
    gateway_error,
    hang,
    reply,
    success,
)


class TestPush:
    def test_is_accepted_with_the_cloud_s_id(self, on_air: Operation) -> None:
        assert on_air.task.task_id
        assert on_air.request_id
        assert on_air.error_code == ""

    def test_sends_exactly_the_frozen_body(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        stand_in = cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})))
        operation = carry_out(record_push())
        assert stand_in.sent == operation.body
        assert stand_in.sent["MixedRules"] == mixed_rules()

    def test_sends_a_key_that_looks_like_the_wrapping_as_it_is(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        stand_in = cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})))
        rules = codec.read({"MixedRules": mixed_rules(Name="inner")}).rules
        operation = carry_out(record_push(rules))
        assert operation.state == "accepted"
        assert stand_in.sent["MixedRules"] == mixed_rules(Name="inner")
        assert operation.task.rules == rules

    def test_names_are_unique_however_often_one_is_chosen(self, record_push: RecordPush) -> None:
        names = {record_push(name="show").task.name for _ in range(20)}
        assert len(names) == 20
        assert all(name.startswith("show-") for name in names)

    def test_one_click_is_one_push(self, sandbox: SandboxServer, record_push: RecordPush) -> None:
        first, again = record_push(key="click-1"), record_push(key="click-1")
        assert first.pk == again.pk
        carry_out(first)
        carry_out(again)
        assert len(names_at()) == 1

    def test_what_the_cloud_would_clamp_is_sent_as_it_will_be_kept(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        stand_in = cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})))
        rules = document()
        fast = replace(rules.output.video, frame_rate=61)
        rules = replace(rules, output=replace(rules.output, video=fast))
        operation = carry_out(record_push(rules))
        assert stand_in.sent["MixedRules"]["Output"]["Video"]["FrameRate"] == 60
        output = operation.task.output
        assert output
        assert output.video.frame_rate == 60

    def test_a_refusal_is_the_end_and_says_why(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        url = f"rtmp://push.example.com/live/{STREAM_KEY}"
        stand_in = cloud_that(reply(200, abnormal(400, f"cannot push to {url}")))
        operation = carry_out(record_push())
        assert (operation.state, operation.error_code) == ("refused", "400")
        assert "cannot push to" in operation.error_message
        assert STREAM_KEY not in operation.error_message
        assert operation.task.phase is Phase.REFUSED
        assert len(stand_in.requests) == 1

    def test_knows_nothing_after_a_lost_answer_and_does_not_send_again(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        stand_in = cloud_that(drop)
        operation = carry_out(record_push())
        assert operation.state == "unknown"
        assert operation.task.phase is Phase.UNKNOWN
        assert not operation.task.can_stop
        carry_out(operation)
        assert len(stand_in.requests) == 1

    def test_is_put_off_while_the_cloud_cannot_be_reached(
        self, cloud_that: CloudThat, record_push: RecordPush, settings: Settings
    ) -> None:
        cloud_that(drop)
        settings.VOLC_LIVE_URL = "http://127.0.0.1:9"
        operation = carry_out(record_push())
        assert operation.state == "queued"
        assert operation.not_before > timezone.now()
        assert operation.sent_at is None

    def test_fails_when_the_cloud_stays_unreachable_for_a_minute(
        self, cloud_that: CloudThat, record_push: RecordPush, settings: Settings
    ) -> None:
        cloud_that(drop)
        settings.VOLC_LIVE_URL = "http://127.0.0.1:9"
        operation = carry_out(record_push())
        operation = aged(operation, asked_at=ago(seconds=61), not_before=ago(seconds=1))
        operation = carry_out(operation)
        assert (operation.state, operation.error_code) == ("failed", "unreachable")
        assert operation.task.phase is Phase.FAILED

    def test_is_put_off_while_the_cloud_says_that_we_ask_too_often(
        self, cloud_that: CloudThat, record_push: RecordPush
    ) -> None:
        cloud_that(reply(429, gateway_error("FlowLimitExceeded")))
        operation = carry_out(record_push())
        assert (operation.state, operation.error_code) == ("queued", "FlowLimitExceeded")
        operation = carry_out(aged(operation, asked_at=ago(seconds=61), not_before=ago(seconds=1)))
        assert (operation.state, operation.error_code) == ("failed", "FlowLimitExceeded")

    def test_asked_for_before_a_crash_does_not_go_on_air_after_it(
        self, sandbox: SandboxServer, record_push: RecordPush
    ) -> None:
        operation = carry_out(aged(record_push(), asked_at=ago(hours=9)))
        assert (operation.state, operation.error_code) == ("failed", "too_late")
        assert names_at() == []

    def test_with_the_click_of_another_cloud_is_no_repetition(
        self, record_push: RecordPush, workspace: Workspace, owner: User
    ) -> None:
        record_push(key="click-1")
        with pytest.raises(ClickReused):
            Push.record(
                workspace=workspace,
                person=owner,
                rules=document(),
                name="show",
                key="click-1",
                cloud=paid_cloud(workspace),
            )

    def test_is_put_off_while_the_sandbox_has_not_been_started(
        self, record_push: RecordPush, settings: Settings, tmp_path: object
    ) -> None:
        settings.SANDBOX = tmp_path
        assert carry_out(record_push()).state == "queued"

    def test_is_refused_when_there_are_no_keys_for_its_cloud_by_then(
        self, record_push: RecordPush, cloud_that: CloudThat, settings: Settings
    ) -> None:
        stand_in = cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})))
        operation = record_push()
        settings.VOLC_ACCESSKEY = settings.VOLC_SECRETKEY = ""
        operation = carry_out(operation)
        assert (operation.state, operation.error_code) == ("refused", "no_keys")
        assert stand_in.requests == []

    def test_of_a_rehearsal_goes_to_the_sandbox_although_keys_are_set_by_then(
        self, sandbox: SandboxServer, record_push: RecordPush, cloud_that: CloudThat
    ) -> None:
        operation = record_push()
        stand_in = cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})))
        assert carry_out(operation).state == "accepted"
        assert stand_in.requests == []


class TestTake:
    def test_puts_another_document_on_air(self, running: Operation) -> None:
        other = codec.read(mixed_rules(InputSource=[source(url="https://tos.example.org/b.mp4")]))
        take = carry_out(Take.record(task=running.task, person=None, rules=other.rules))
        assert take.state == "accepted"
        shown = MixTask.objects.get().rules
        assert shown
        assert shown.sources[0].url == "https://tos.example.org/b.mp4"

    def test_keeps_the_output_of_the_push_without_its_callback(self, on_air: Operation) -> None:
        take = Take.record(task=on_air.task, person=None, rules=document())
        output = dict(mixed_rules()["Output"])
        output.pop("Callback")
        assert take.body["MixedRules"]["Output"] == output

    def test_another_output_is_said_and_nothing_is_recorded(self, on_air: Operation) -> None:
        rules = document()
        rules = replace(rules, output=replace(rules.output, urls=("rtmp://push.example.com/a/b",)))
        with pytest.raises(InvalidDocument) as caught:
            Take.record(task=on_air.task, person=None, rules=rules)
        assert [(p.path, p.code) for p in caught.value.problems] == [
            ("MixedRules.Output", "output_changed")
        ]
        assert not Take.objects.exists()

    def test_a_lost_answer_is_settled_by_what_runs(self, on_air: Operation) -> None:
        """The cloud runs just what we sent: then it was applied."""
        take = Take.record(task=on_air.task, person=None, rules=document())
        claimed = Operation.objects.claim(take.pk)
        assert claimed is not None
        claimed.begin_sending()
        aged(take, state="unknown")
        assert claimed.inquire(usual_cloud().client())


class TestStop:
    def test_goes_out_however_long_ago_it_was_asked_for(self, on_air: Operation) -> None:
        stop = aged(Stop.record(task=on_air.task, person=None), asked_at=ago(hours=9))
        assert carry_out(stop).state == "accepted"

    def test_that_shows_nothing_can_be_asked_for_again(self, on_air: Operation) -> None:
        on_air.task.note_status("runing")
        stop = aged(Stop.record(task=on_air.task, person=None), state="accepted")
        aged(stop, settled_at=ago(seconds=10))
        assert not MixTask.objects.get().can_stop
        aged(stop, settled_at=ago(seconds=40))
        assert MixTask.objects.get().can_stop

    def test_ends_the_task(self, on_air: Operation) -> None:
        stop = carry_out(Stop.record(task=on_air.task, person=None))
        assert stop.state == "accepted"
        task = MixTask.objects.get()
        assert task.phase is Phase.STOPPING

    def test_of_an_ended_task_is_no_error(self, on_air: Operation) -> None:
        usual_cloud().client().delete(on_air.task.task_id)
        assert carry_out(Stop.record(task=on_air.task, person=None)).state == "accepted"

    def test_asked_twice_is_one_stop(self, on_air: Operation) -> None:
        first = Stop.record(task=on_air.task, person=None)
        assert Stop.record(task=on_air.task, person=None) == first

    def test_of_a_task_the_cloud_does_not_know_is_refused(
        self, cloud_that: CloudThat, on_air: Operation
    ) -> None:
        cloud_that(reply(404, gateway_error("NoSuchTask")))
        MixTask.objects.update(cloud=usual_cloud())
        task = MixTask.objects.get()
        assert carry_out(Stop.record(task=task, person=None)).state == "refused"

    def test_with_a_lost_answer_leaves_open_whether_it_is_on_air(
        self, cloud_that: CloudThat, on_air: Operation
    ) -> None:
        cloud_that(hang)
        MixTask.objects.update(cloud=usual_cloud())
        carry_out(Stop.record(task=MixTask.objects.get(), person=None))
        task = MixTask.objects.get()
        assert task.phase is Phase.UNKNOWN
        assert task.can_stop


def source(**changes: str) -> dict[str, object]:
    return {"ID": "1", "Layer": 1, "Type": "vod", "Url": ""} | {
        key.capitalize(): value for key, value in changes.items()
    }


def test_no_secret_is_in_what_an_operation_says_of_itself(record_push: RecordPush) -> None:
    operation = record_push()
    assert STREAM_KEY not in f"{operation!r} {operation} {operation.task!r}"
    assert STREAM_KEY in json.dumps(operation.body)


def test_rows_come_back_as_what_they_are(on_air: Operation) -> None:
    Stop.record(task=on_air.task, person=None)
    kinds = {type(row) for row in Operation.objects.all()}
    assert kinds == {Push, Stop}


def test_each_kind_knows_its_own_rows_alone(on_air: Operation) -> None:
    stop = Stop.record(task=on_air.task, person=None)
    assert [Push.objects.get(), Stop.objects.get()] == [on_air, stop]
    assert not Take.objects.exists()
    assert set(on_air.task.operations.all()) == {on_air, stop}
