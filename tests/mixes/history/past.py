"""Operations as they might have been: a task's push, takes and stop, with what came of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from studio.mixes.models import MixTask, Operation, Push, State, Stop, Take
from studio.rules.document import Layout, MixedRules
from studio.rules.geometry import Box
from tests.builders import Cast
from tests.volcengine.bodies import document


def settled(operation: Operation, **values: Any) -> Operation:
    """As it is once it has happened: accepted unless told."""
    known = {"state": State.ACCEPTED, "settled_at": timezone.now(), "sent_at": timezone.now()}
    Operation.objects.filter(pk=operation.pk).update(**{**known, **values})
    return Operation.objects.get(pk=operation.pk)


def pushed(
    cast: Cast, rules: MixedRules | None = None, name: str = "show", **values: Any
) -> Operation:
    """A task that is on air, by its push."""
    push = Push.record(
        workspace=cast.workspace, person=cast.operator, rules=rules or document(), name=name
    )
    now = timezone.now()
    MixTask.objects.filter(pk=push.task.pk).update(
        task_id=uuid4().hex[:16], status="runing", began_at=now, on_air_at=now, seen_at=now
    )
    return settled(push, **{"request_id": uuid4().hex, **values})


def taken(push: Operation, rules: MixedRules | None = None, **values: Any) -> Operation:
    task = MixTask.objects.get(pk=push.task.pk)
    assert push.person
    return settled(Take.record(task=task, person=push.person, rules=rules or document()), **values)


def stopped(push: Operation, **values: Any) -> Operation:
    MixTask.objects.filter(pk=push.task.pk).update(status="done", ended_at=timezone.now())
    return settled(Stop.record(task=push.task, person=push.person), **values)


def moved(rules: MixedRules, by: int) -> MixedRules:
    """The first box a little to the right."""
    first, *rest = rules.scene.layouts
    box = Box(first.box.x + by, first.box.y, first.box.w, first.box.h)
    layouts = (Layout(box=box, layer=first.layer), *rest)
    return replace(rules, scene=replace(rules.scene, layouts=layouts))


def at(operation: Operation, when: datetime) -> None:
    Operation.objects.filter(pk=operation.pk).update(created_at=when)


def days_ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)
