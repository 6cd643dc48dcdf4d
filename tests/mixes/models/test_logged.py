"""What the audit log is told of a task: who asked, what came of it, and what the cloud billed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from studio.audit.acts import Act, Outcome
from studio.audit.models import Entry
from studio.mixes.models import Look, MixTask, Operation, Stop, Take
from studio.rules.document import MixedRules
from tests import builders
from tests.builders import Cast
from tests.mixes.conftest import CloudThat, RecordPush, aged, ago, carry_out
from tests.mixes.history.past import moved, pushed
from tests.volcengine.bodies import CANARIES, document
from tests.volcengine.stand_in import drop, gateway_error, reply

Said = list[tuple[str, str, str]]


def log(task: MixTask) -> Said:
    """Act, who and outcome, in the order it was written."""
    rows = Entry.objects.filter(kind="mixes.mixtask", key=task.pk).order_by("pk")
    return list(rows.values_list("act", "person_name", "outcome"))


@pytest.mark.usefixtures("sandbox")
def test_a_push_is_told_as_asked_and_as_settled(record_push: RecordPush) -> None:
    operation = carry_out(record_push())
    assert operation.person
    who = operation.person.called()
    assert log(operation.task)[:2] == [
        (Act.PUSHED, who, Outcome.QUEUED),
        (Act.PUSHED, "", Outcome.DONE),
    ]


@pytest.mark.parametrize(
    ("script", "outcome", "why"),
    [
        (reply(400, gateway_error("NoSuchName")), Outcome.REFUSED, "NoSuchName"),
        (drop, Outcome.UNKNOWN, "unknown_outcome"),
    ],
)
def test_why_it_was_not_done_is_told(
    cloud_that: CloudThat,
    record_push: RecordPush,
    script: Callable[..., None],
    outcome: Outcome,
    why: str,
) -> None:
    cloud_that(script)
    operation = carry_out(record_push())
    found = Entry.objects.filter(key=operation.task.pk).first()
    assert found
    assert (found.outcome, found.person_id) == (outcome, None)
    assert why in found.difference


def test_a_take_is_told_with_what_it_changes(cast: Cast) -> None:
    task = pushed(cast).task
    task.put_on_program(document(), "First look")
    task.save()
    Take.record(task=task, person=cast.operator, rules=moved(document(), 40), title="Second look")
    found = Entry.objects.filter(act=Act.TOOK).get()
    assert found.difference.startswith("Second look; ")
    assert len(found.difference) > len("Second look; ")


def test_what_a_killed_process_left_behind_is_told(cast: Cast, record_push: RecordPush) -> None:
    operation = record_push()
    Operation.objects.claim(operation.pk)
    lapsed = timezone.now() - timedelta(minutes=2)
    Operation.objects.filter(pk=operation.pk).update(state="sending", lease_until=lapsed)
    Operation.objects.lapse()
    assert log(operation.task)[-1] == (Act.PUSHED, "", Outcome.UNKNOWN)


def test_what_a_person_decided_is_told(cast: Cast) -> None:
    push = pushed(cast, state="unknown", inquiries=3)
    aged(push, sent_at=ago(minutes=5))
    assert Operation.objects.get(pk=push.pk).give_up()
    assert log(push.task)[-1][0] == Act.GAVE_UP


def test_start_and_end_are_told_with_the_time_on_air(cast: Cast) -> None:
    task = pushed(cast).task
    began = timezone.now() - timedelta(hours=2, minutes=10, seconds=5)
    MixTask.objects.filter(pk=task.pk).update(on_air_at=None, began_at=began, status="prepare")
    task = MixTask.objects.get(pk=task.pk)
    task.note_status("runing")
    task.note_status("done")
    task.note_status("done")
    rows = Entry.objects.filter(key=task.pk).order_by("pk").values_list("act", "difference")
    assert list(rows)[-2:] == [
        (Act.WENT_ON_AIR, began.isoformat(timespec="seconds")),
        (Act.ENDED, "on air 2 h 10 min"),
    ]


def test_a_row_and_its_entry_come_together_or_not_at_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = pushed(cast).task
    monkeypatch.setattr(Entry.objects, "record", lambda *_args, **_kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Stop.record(task=task, person=cast.operator)
    assert not Stop.objects.filter(task=task).exists()


@pytest.mark.usefixtures("sandbox")
def test_no_secret_is_on_record(record_push: RecordPush, on_air: Operation) -> None:
    rules: MixedRules = moved(document(), 40)
    carry_out(Take.record(task=on_air.task, person=on_air.person, rules=rules))
    text = "".join(map(str, Entry.objects.values_list()))
    assert Entry.objects.count() > 3
    assert not [canary for canary in CANARIES if canary in text]


def test_what_is_prepared_and_what_a_rundown_holds_is_told(cast: Cast) -> None:
    task = pushed(cast).task
    before = Entry.objects.count()
    row = builders.template(cast.workspace, name="Quad")
    quad, duo = (
        Look.objects.append(task, title, document(), cast.owner, row) for title in ("Quad", "Duo")
    )
    quad.move(-1)
    quad.move(1)
    row.set_name("Four")
    quad.catch_up()
    task.prepare(document(), "Duo", cast.owner, duo)
    task.prepare(None, "", cast.owner)
    quad.take_out()
    quad.take_out()
    told = Entry.objects.order_by("pk").values_list("act", "difference")[before:]
    assert list(told) == [
        (Act.RUNDOWN_CHANGED, "added Quad"),
        (Act.RUNDOWN_CHANGED, "added Duo"),
        (Act.RUNDOWN_CHANGED, "moved Quad"),
        (Act.RENAMED_TEMPLATE, "Quad → Four"),
        (Act.RUNDOWN_CHANGED, "renewed Four"),
        (Act.PREPARED, "Duo"),
        (Act.PREPARED, "nothing"),
        (Act.RUNDOWN_CHANGED, "removed Four"),
    ]
