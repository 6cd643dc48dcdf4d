"""Who may do what with tasks: everybody looks, operators go on air."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from studio.accounts.models import Role, Scope
from studio.mixes.clouds.callbacks import token_of
from studio.mixes.models import Look, MixTask, Operation, Push, TallyLink
from tests import builders
from tests.access import Row
from tests.builders import Cast
from tests.mixes.rehearsal import rehearsals


def template(cast: Cast) -> tuple[UUID]:
    return (builders.template(cast.workspace).pk,)


def task(cast: Cast) -> tuple[UUID]:
    """A task that is on air."""
    push = Push.record(
        workspace=cast.workspace, person=cast.owner, rules=builders.document(), name="show"
    )
    MixTask.objects.filter(pk=push.task.pk).update(task_id=uuid4().hex[:16], status="runing")
    return (push.task.pk,)


def prepared(cast: Cast) -> tuple[UUID]:
    """A task on air with a look in preview."""
    (pk,) = task(cast)
    row = MixTask.objects.get(pk=pk)
    row.prepare(builders.document(width=1280, height=720), "Two chairs", cast.owner)
    return (pk,)


def a_template(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"template": str(builders.template(cast.workspace).pk)}}


def look(cast: Cast) -> tuple[int]:
    (pk,) = task(cast)
    row = Look.objects.append(MixTask.objects.get(pk=pk), "Quad", builders.document(), cast.owner)
    return (row.pk,)


def removal(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"act": "remove"}}


def drifted(cast: Cast) -> tuple[UUID]:
    """A task that somebody changed elsewhere."""
    (pk,) = task(cast)
    theirs = builders.document(width=640, height=360)
    rows = MixTask.objects.filter(pk=pk)
    builders.rewrite(rows, drift=theirs, drift_version=2, drifted_at=timezone.now(), version=1)
    return (pk,)


def lost_push(cast: Cast) -> tuple[UUID]:
    """A push whose outcome nobody knows, looked for long enough."""
    push = Push.record(
        workspace=cast.workspace, person=cast.owner, rules=builders.document(), name="show"
    )
    sent_at = timezone.now() - timedelta(minutes=2)
    Operation.objects.filter(pk=push.pk).update(state="unknown", inquiries=3, sent_at=sent_at)
    return (push.pk,)


def pushed(cast: Cast) -> tuple[UUID]:
    return (MixTask.objects.get(pk=task(cast)[0]).operations.get().pk,)


def token(cast: Cast) -> tuple[str]:
    return (token_of(task(cast)[0]),)


def tally_link(cast: Cast) -> tuple[UUID, str]:
    (pk,) = task(cast)
    return pk, TallyLink.objects.issue(MixTask.objects.get(pk=pk), cast.owner, 1)


def open_tally_link(cast: Cast) -> tuple[int]:
    tally_link(cast)
    return (TallyLink.objects.latest("pk").pk,)


def a_day(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"days": "1"}}


def click(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"key": str(uuid4()), "version": "1", "name": "show"}}


def said(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"Event": "done"}, "content_type": "application/json"}


def row(name: str, method: str, role: Role, status: int, **more: Any) -> Row:
    return Row(name=name, method=method, role=role, status=status, **({"args": task} | more))


def rehearsed(cast: Cast) -> tuple[str]:
    """A task of ours at a sandbox that has been started."""
    name = f"show-{uuid4().hex[:10]}"
    Push.record(workspace=cast.workspace, person=cast.owner, rules=builders.document(), name=name)
    return (rehearsals.task_at_sandbox(MixTask.objects.latest("created_at").name),)


def day(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"day": "lost"}}


def lose(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"act": "lose"}}


def cloud(cast: Cast) -> tuple[UUID]:
    """A paid one, without keys."""
    return (builders.paid_cloud(cast.workspace, name=f"Hall {uuid4().hex[:6]}").pk,)


def looks(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"name": "B", "colour": "rose", "open_to": "admins", "version": "1"}}


def cloud_version(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"version": "1"}}


ROWS = [
    Row(name="connections", method="GET", role=Role.VIEWER, status=200),
    Row(name="connection-new", method="GET", role=Role.ADMIN, status=200),
    Row(name="connection-new", method="POST", role=Role.ADMIN, status=422),
    row("connection", "GET", Role.ADMIN, 200, args=cloud),
    row("connection", "POST", Role.ADMIN, 302, args=cloud, body=looks),
    row("connection-keys", "GET", Role.ADMIN, 200, args=cloud),
    row("connection-keys", "POST", Role.ADMIN, 422, args=cloud),
    row("connection-test", "POST", Role.ADMIN, 409, args=cloud),
    row("connection-delete", "GET", Role.ADMIN, 200, args=cloud),
    row("connection-delete", "POST", Role.ADMIN, 302, args=cloud, body=cloud_version),
    row("push", "GET", Role.OPERATOR, 200, args=template, scope=Scope.AIR),
    row("push", "POST", Role.OPERATOR, 302, args=template, body=click, scope=Scope.AIR),
    Row(name="tasks", method="GET", role=Role.VIEWER, status=200),
    Row(name="history", method="GET", role=Role.VIEWER, status=200),
    Row(name="history-csv", method="GET", role=Role.VIEWER, status=200, scope=Scope.READ),
    Row(name="history-json", method="GET", role=Role.VIEWER, status=200, scope=Scope.READ),
    row("operation-picture", "GET", Role.VIEWER, 200, args=pushed, scope=Scope.READ),
    row("task", "GET", Role.VIEWER, 200),
    row("task-status", "GET", Role.VIEWER, 200, scope=Scope.READ),
    row("task-program", "GET", Role.VIEWER, 200, scope=Scope.READ),
    row("task-stop", "GET", Role.OPERATOR, 200, scope=Scope.AIR),
    row("task-stop", "POST", Role.OPERATOR, 302, scope=Scope.AIR),
    row("task-inquire", "POST", Role.OPERATOR, 302),
    row("task-push", "GET", Role.OPERATOR, 200, scope=Scope.AIR),
    row("task-push", "POST", Role.OPERATOR, 409, scope=Scope.AIR),
    row("task-preview", "GET", Role.VIEWER, 200, args=prepared, scope=Scope.READ),
    row("task-prepare", "POST", Role.OPERATOR, 302, body=a_template, scope=Scope.PREPARE),
    row("task-take", "POST", Role.OPERATOR, 200, args=prepared, scope=Scope.AIR),
    row("task-looks", "GET", Role.OPERATOR, 200, scope=Scope.PREPARE),
    row("task-looks", "POST", Role.OPERATOR, 302, body=a_template, scope=Scope.PREPARE),
    row("look", "POST", Role.OPERATOR, 302, args=look, body=removal, scope=Scope.PREPARE),
    row("look-picture", "GET", Role.VIEWER, 200, args=look, scope=Scope.READ),
    row("task-tally", "GET", Role.VIEWER, 200),
    row("task-tally-events", "GET", Role.VIEWER, 200),
    row("task-wall", "GET", Role.VIEWER, 200),
    row("task-wall-events", "GET", Role.VIEWER, 200, args=prepared),
    row("task-tally-links", "GET", Role.OPERATOR, 200),
    row("task-tally-links", "POST", Role.OPERATOR, 201, body=a_day),
    row("tally-link-revoke", "POST", Role.OPERATOR, 302, args=open_tally_link),
    # Whoever has the link.
    Row(name="tally-shared", method="GET", role=None, status=200, args=tally_link),
    Row(name="tally-shared-events", method="GET", role=None, status=200, args=tally_link),
    row("task-addresses", "POST", Role.OPERATOR, 200),
    row("task-adopt", "POST", Role.OPERATOR, 302, args=drifted),
    row("task-keep", "POST", Role.EDITOR, 302),
    row("operation-again", "POST", Role.OPERATOR, 302, args=lost_push),
    row("operation-give-up", "POST", Role.OPERATOR, 302, args=lost_push),
    row("operation-claim", "GET", Role.OPERATOR, 200, args=lost_push),
    row("operation-claim", "POST", Role.OPERATOR, 409, args=lost_push),
    Row(name="rehearsal", method="GET", role=Role.OPERATOR, status=200),
    Row(name="rehearsal", method="POST", role=Role.OPERATOR, status=302, body=day),
    Row(name="rehearsal-lift", method="POST", role=Role.OPERATOR, status=302, body=day),
    Row(name="rehearsal-behave", method="POST", role=Role.OPERATOR, status=302),
    row("rehearsal-task", "POST", Role.OPERATOR, 302, args=rehearsed, body=lose),
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
