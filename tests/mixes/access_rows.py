"""Who may do what with tasks: everybody looks, operators go on air."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from studio.accounts.models import Role
from studio.mixes.models import MixTask, Push
from tests import builders
from tests.access import Row
from tests.builders import Cast
from tests.mixes import rehearsals


def template(cast: Cast) -> tuple[UUID]:
    return (builders.template(cast.workspace).pk,)


def task(cast: Cast) -> tuple[UUID]:
    """A task that is on air."""
    push = Push.record(
        workspace=cast.workspace, person=cast.owner, rules=builders.document(), name="show"
    )
    MixTask.objects.filter(pk=push.task.pk).update(task_id=uuid4().hex[:16], status="runing")
    return (push.task.pk,)


def click(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"key": str(uuid4()), "version": "1", "name": "show"}}


def row(name: str, method: str, role: Role, status: int, **more: Any) -> Row:
    return Row(name=name, method=method, role=role, status=status, **({"args": task} | more))


def rehearsed(cast: Cast) -> tuple[str]:
    """A task of ours at a sandbox that has been started."""
    name = f"show-{uuid4().hex[:10]}"
    Push.record(workspace=cast.workspace, person=cast.owner, rules=builders.document(), name=name)
    return (rehearsals.task_at_sandbox(MixTask.objects.latest("created_at").name),)


def wish(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"kind": "lose", "of": "push", "when": "once"}}


def end(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"act": "end"}}


ROWS = [
    row("push", "GET", Role.OPERATOR, 200, args=template),
    row("push", "POST", Role.OPERATOR, 302, args=template, body=click),
    Row(name="tasks", method="GET", role=Role.VIEWER, status=200),
    row("task", "GET", Role.VIEWER, 200),
    row("task-status", "GET", Role.VIEWER, 200),
    row("task-program", "GET", Role.VIEWER, 200),
    row("task-stop", "GET", Role.OPERATOR, 200),
    row("task-stop", "POST", Role.OPERATOR, 302),
    row("task-look", "POST", Role.OPERATOR, 302),
    Row(name="rehearsal", method="GET", role=Role.OPERATOR, status=200),
    Row(name="rehearsal", method="POST", role=Role.OPERATOR, status=302, body=wish),
    Row(name="rehearsal-lift", method="POST", role=Role.OPERATOR, status=302, body=wish),
    Row(name="rehearsal-behave", method="POST", role=Role.OPERATOR, status=302),
    row("rehearsal-task", "POST", Role.OPERATOR, 302, args=rehearsed, body=end),
]
