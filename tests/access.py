"""Who may do what at each address, as rows of a table; tests/test_access.py asks every row.

Each app keeps its rows in tests/<app>/access_rows.py as ROWS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from studio.accounts.models import Role, Scope, Token, User, Workspace
from tests.builders import Cast, client_for

# Of a cast, by their names there.
ROLES = ("owner", "operator", "editor", "viewer")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def nothing(cast: Cast) -> tuple[Any, ...]:
    return ()


def empty(cast: Cast) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One method at one named address.

    `args` makes what the address names (a template, a task …) and gives its arguments. With
    arguments a stranger is answered 404. `role` is the least that may; None lets everybody
    in, signed in or not. `status` is the answer when all is well. `body` gives what the
    client sends: `data`, `content_type`, `headers`. `from_a_page` is False where somebody
    else than our own pages sends, so that none of their tokens is asked for. `scope` is what
    the token of a script must have; None refuses every one. `for_scripts` is what nobody is
    answered without one.
    """

    name: str
    method: str
    role: Role | None
    status: int
    args: Callable[[Cast], tuple[Any, ...]] = field(default=nothing)
    body: Callable[[Cast], Mapping[str, Any]] = field(default=empty)
    scope: Scope | None = None
    from_a_page: bool = True
    for_scripts: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def names_something(self) -> bool:
        return self.args is not nothing

    def of_what_is_there(self, cast: Cast) -> Row:
        """The same row of what its address names, made once for all who ask."""
        if not self.names_something:
            return self
        made = self.args(cast)
        return replace(self, args=lambda _cast: made)

    def client(self, user: User, cast: Cast) -> Client:
        """Of somebody at a page; of a script of theirs, with a token that may all they may."""
        if not self.for_scripts:
            return client_for(user)
        workspace = user.memberships.get().workspace
        return Client(headers=issued(user, workspace, list(Scope)))

    def ask(
        self,
        client: Client,
        cast: Cast,
        method: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> int:
        """The status this client is answered with."""
        address = reverse(self.name, args=self.args(cast))
        send = getattr(client, (method or self.method).lower())
        body = dict(self.body(cast)) if method in ("", self.method) else {}
        answer = send(address, **body | {"headers": {**body.get("headers", {}), **(headers or {})}})
        status: int = answer.status_code
        return status


def issued(user: User, workspace: Workspace, scopes: list[Scope]) -> dict[str, str]:
    """The headers of a script with a new token."""
    token = Token.objects.issue(
        user, workspace, name="panel", scopes=scopes, lifetime=timedelta(days=1)
    )
    return {"Authorization": f"Bearer {token}"}


@contextmanager
def undone() -> Iterator[None]:
    """What is done to the database within never was: one cast can be asked again and again."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)
