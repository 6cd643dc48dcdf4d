"""Who may do what over the API: a token of the scope, as far as its owner's role goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from studio.accounts.models import Scope
from studio.rules import codec
from tests import builders
from tests.access import Row, nothing
from tests.builders import Cast
from tests.editor.access_rows import template, version
from tests.mixes.access_rows import prepared, pushed, task
from tests.saved.access_rows import source


def document(cast: Cast) -> Mapping[str, Any]:
    return {"data": codec.write(builders.document()), "content_type": "application/json"}


def whole(cast: Cast) -> Mapping[str, Any]:
    body = {"name": "Friday", "tags": ["late"], "rules": codec.write(builders.document())}
    return {"data": body, "content_type": "application/json", "headers": {"If-Match": "*"}}


def name(cast: Cast) -> Mapping[str, Any]:
    body = {"name": "Friday"}
    return {"data": body, "content_type": "application/json", "headers": {"If-Match": "*"}}


def called(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"name": ""}, "content_type": "application/json"}


def seen(cast: Cast) -> Mapping[str, Any]:
    return {"headers": {"If-Match": "*"}}


def click(cast: Cast) -> Mapping[str, Any]:
    """Which version is meant it does not say."""
    headers = {"Idempotency-Key": str(uuid4())}
    return {"data": {}, "content_type": "application/json", "headers": headers}


def take(cast: Cast) -> Mapping[str, Any]:
    return {**click(cast), "data": {"armed": "no"}}


def next_up(cast: Cast) -> Mapping[str, Any]:
    body = {"template": str(template(cast)[0])}
    return {"data": body, "content_type": "application/json"}


def address(cast: Cast) -> Mapping[str, Any]:
    body = {"sort": "source", "name": "Host", "url": "rtmp://pull.example.com/live/host"}
    return {"data": body, "content_type": "application/json"}


def row(name: str, method: str, scope: Scope, status: int = 200, **more: Any) -> Row:
    told = {"args": nothing} | more
    role = scope.role
    return Row(
        name=name, method=method, role=role, scope=scope, status=status, for_scripts=True, **told
    )


ROWS = [
    Row(name="api-reference", method="GET", role=None, status=302),
    Row(name="api-openapi", method="GET", role=None, status=200),
    row("api-templates", "GET", Scope.READ),
    row("api-templates", "POST", Scope.EDIT, 201, body=whole),
    row("api-template", "GET", Scope.READ, args=template),
    row("api-template", "PUT", Scope.EDIT, args=template, body=whole),
    row("api-template", "PATCH", Scope.EDIT, args=template, body=name),
    row("api-template", "DELETE", Scope.EDIT, 204, args=template, body=seen),
    row("api-template-picture", "GET", Scope.READ, args=template),
    row("api-versions", "GET", Scope.READ, args=template),
    row("api-versions", "POST", Scope.EDIT, 201, args=template, body=name),
    row("api-version", "GET", Scope.READ, args=version),
    row("api-version", "PATCH", Scope.EDIT, args=version, body=called),
    row("api-version-restore", "POST", Scope.EDIT, args=version, body=seen),
    row("api-version-picture", "GET", Scope.READ, args=version),
    row("api-template-push", "GET", Scope.AIR, args=template),
    row("api-template-push", "POST", Scope.AIR, 428, args=template, body=click),
    row("api-validate", "POST", Scope.READ, body=document),
    row("api-render", "POST", Scope.READ, body=document),
    row("api-import", "POST", Scope.READ, body=document),
    row("api-template-import", "POST", Scope.EDIT, 201, body=document),
    row("api-tasks", "GET", Scope.READ),
    row("api-task", "GET", Scope.READ, args=task),
    row("api-task-template", "POST", Scope.EDIT, 201, args=task),
    row("api-task-state", "GET", Scope.READ, args=task),
    row("api-task-events", "GET", Scope.READ, args=task),
    row("api-task-preview", "GET", Scope.READ, args=prepared),
    row("api-task-preview", "PUT", Scope.PREPARE, args=task, body=next_up),
    row("api-task-preview", "DELETE", Scope.PREPARE, 204, args=prepared),
    row("api-task-arm", "POST", Scope.AIR, 428, args=prepared),
    row("api-task-take", "POST", Scope.AIR, 428, args=prepared, body=take),
    row("api-task-stop", "POST", Scope.AIR, 202, args=task),
    row("api-history", "GET", Scope.READ),
    row("api-operation", "GET", Scope.READ, args=pushed),
    row("api-sources", "GET", Scope.READ),
    row("api-saved", "GET", Scope.READ),
    row("api-saved", "POST", Scope.EDIT, 201, body=address),
    row("api-saved-one", "GET", Scope.READ, args=source),
    row("api-saved-one", "PATCH", Scope.EDIT, args=source, body=name),
    row("api-saved-one", "DELETE", Scope.EDIT, 204, args=source, body=seen),
]
