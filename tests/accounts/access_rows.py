"""Who may do what where people sign in and out, and with who is in a workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from studio.accounts.models import Invitation, Membership, Role, Scope, Token
from tests import builders
from tests.access import Row
from tests.builders import Cast


def token(cast: Cast) -> tuple[int]:
    """The owner's: whoever else revokes it is an admin."""
    Token.objects.issue(
        cast.owner,
        cast.workspace,
        name="panel",
        scopes=[Scope.READ],
        lifetime=timedelta(days=1),
    )
    return (Token.objects.latest("pk").pk,)


def newcomer(cast: Cast) -> tuple[int]:
    """A viewer who came after the cast."""
    count = Membership.objects.count()
    user = builders.member(cast.workspace, f"newcomer{count}", Role.VIEWER)
    return (user.memberships.get().pk,)


def invited(cast: Cast) -> tuple[int]:
    Invitation.objects.issue(cast.workspace, cast.owner, Role.EDITOR, 7)
    return (Invitation.objects.latest("pk").pk,)


def ours(cast: Cast) -> tuple[int]:
    return (cast.workspace.pk,)


def sends(**fields: str) -> Callable[[Cast], Mapping[str, Any]]:
    return lambda cast: {"data": fields}


def posts(name: str, role: Role, status: int, **more: Any) -> Row:
    return Row(name=name, method="POST", role=role, status=status, **more)


ROWS = [
    Row(name="tokens", method="GET", role=Role.VIEWER, status=200),
    Row(
        name="tokens",
        method="POST",
        role=Role.VIEWER,
        status=422,  # without a name
    ),
    Row(name="token-revoke", method="POST", role=Role.ADMIN, status=302, args=token),
    Row(name="audit", method="GET", role=Role.VIEWER, status=200),
    Row(name="audit-csv", method="GET", role=Role.VIEWER, status=200, scope=Scope.READ),
    Row(name="audit-json", method="GET", role=Role.VIEWER, status=200, scope=Scope.READ),
    Row(name="start", method="GET", role=None, status=200),
    Row(
        name="start",
        method="POST",
        role=None,
        status=403,  # no such token
        body=sends(token="unknown"),
    ),
    posts("sign-out", Role.VIEWER, 302),
    Row(name="invitation", method="GET", role=None, status=200),
    Row(
        name="invitation",
        method="POST",
        role=None,
        status=403,  # no such token
        body=sends(token="unknown"),
    ),
    # Whose browser opened no invitation.
    posts("invitation-join", Role.VIEWER, 409),
    Row(name="invitation-account", method="POST", role=None, status=409),
    Row(name="workspace-new", method="GET", role=Role.ADMIN, status=200),
    posts("workspace-new", Role.ADMIN, 302, body=sends(name="Morning shows")),
    posts("workspace-rename", Role.ADMIN, 302, args=ours, body=sends(name="Evening shows")),
    posts("workspace-switch", Role.VIEWER, 302, args=ours),
    posts("workspace-leave", Role.VIEWER, 302, args=ours),
    posts("workspace-hand-over", Role.ADMIN, 409, args=ours),  # to nobody
    Row(name="members", method="GET", role=Role.VIEWER, status=200),
    posts(
        "member-role",
        Role.ADMIN,
        302,
        args=newcomer,
        body=sends(role="operator", shown="viewer"),
    ),
    posts("member-remove", Role.ADMIN, 302, args=newcomer, body=sends(shown="viewer")),
    posts("member-link", Role.ADMIN, 201, args=newcomer),
    posts("invite", Role.ADMIN, 201, args=ours, body=sends(role="editor", days="7")),
    posts("invite-withdraw", Role.ADMIN, 302, args=invited),
]
