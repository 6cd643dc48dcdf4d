"""Asking the API as a script would."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from studio.accounts.models import Scope, User
from studio.rules import codec
from studio.rules.document import Json
from tests import builders
from tests.access import issued
from tests.builders import Cast

V1 = "/api/v1"


class Caller:
    """Somebody's token in the workspace."""

    def __init__(self, cast: Cast, *scopes: Scope, person: User | None = None) -> None:
        headers = issued(person or cast.owner, cast.workspace, list(scopes or Scope))
        self.client = Client(headers=headers)

    def ask(
        self, method: str, path: str, body: Any = None, *, tag: str = "", key: str = "", **more: Any
    ) -> Any:
        """`body` is sent as JSON where it is no text, `tag` as If-Match."""
        told = {"If-Match": tag, "Idempotency-Key": key}
        headers = {name: value for name, value in told.items() if value} | more.pop("headers", {})
        if body is not None:
            more = {"data": body, "content_type": "application/json"} | more
        send = getattr(self.client, method.lower())
        return send(path if path.startswith("/") else f"{V1}/{path}", headers=headers, **more)

    def get(self, path: str, **more: Any) -> Any:
        return self.ask("GET", path, **more)


def paths(answer: Any) -> list[str]:
    """Of a problem: where it lies."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return [problem["path"] for problem in answer.json().get("problems", [])]


def template(**more: Any) -> dict[str, Any]:
    """What makes one."""
    rules: Json = codec.write(builders.document())
    return {"name": "Friday", "tags": ["late"], "rules": rules} | more


def new_key() -> str:
    return str(uuid4())
