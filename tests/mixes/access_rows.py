"""Who may do what with tasks: everybody looks, operators go on air."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from studio.accounts.models import Role
from studio.mixes.callbacks import token_of
from studio.mixes.models import MixTask, Push
from tests import builders
from tests.access import Row
from tests.builders import Cast


def template(cast: Cast) -> tuple[UUID]:
    return (builders.template(cast.workspace).pk,)


def task(cast: Cast) -> tuple[UUID]:
    """A task that is on air."""
    push = Push.record(
        workspace=cast.workspace, person=cast.owner, rules=builders.document(), name="show"
    )
    MixTask.objects.filter(pk=push.task.pk).update(task_id=uuid4().hex[:16], status="runing")
    return (push.task.pk,)


def pushed(cast: Cast) -> tuple[UUID]:
    return (MixTask.objects.get(pk=task(cast)[0]).operations.get().pk,)


def token(cast: Cast) -> tuple[str]:
    return (token_of(task(cast)[0]),)


def click(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"key": str(uuid4()), "version": "1", "name": "show"}}


def said(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"Event": "done"}, "content_type": "application/json"}


def row(name: str, method: str, role: Role, status: int, **more: Any) -> Row:
    return Row(name=name, method=method, role=role, status=status, **({"args": task} | more))


ROWS = [
    row("push", "GET", Role.OPERATOR, 200, args=template),
    row("push", "POST", Role.OPERATOR, 302, args=template, body=click),
    Row(name="tasks", method="GET", role=Role.VIEWER, status=200),
    Row(name="history", method="GET", role=Role.VIEWER, status=200),
    Row(name="history-csv", method="GET", role=Role.VIEWER, status=200),
    Row(name="history-json", method="GET", role=Role.VIEWER, status=200),
    row("operation-picture", "GET", Role.VIEWER, 200, args=pushed),
    row("task", "GET", Role.VIEWER, 200),
    row("task-status", "GET", Role.VIEWER, 200),
    row("task-program", "GET", Role.VIEWER, 200),
    row("task-stop", "GET", Role.OPERATOR, 200),
    row("task-stop", "POST", Role.OPERATOR, 302),
    row("task-look", "POST", Role.OPERATOR, 302),
    Row(
        name="callback",
        method="POST",
        role=None,
        status=200,
        args=token,
        body=said,
        from_a_page=False,
    ),
]
