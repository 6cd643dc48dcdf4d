"""Who may do what where people sign in and out."""

from datetime import timedelta

from studio.accounts.models import Role, Scope, Token
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
        body=lambda cast: {"data": {"token": "unknown"}},
    ),
    Row(name="sign-out", method="POST", role=Role.VIEWER, status=302),
]
