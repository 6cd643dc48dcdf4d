"""Who may delete a workspace or export it, and an account."""

from __future__ import annotations

from studio.accounts.models import Role
from tests.access import Row
from tests.builders import Cast


def ours(cast: Cast) -> tuple[int]:
    return (cast.workspace.pk,)


ROWS = [
    Row(name="workspace-delete", method="GET", role=Role.ADMIN, status=200, args=ours),
    Row(
        name="workspace-delete",
        method="POST",
        role=Role.ADMIN,
        status=302,
        args=ours,
        body=lambda cast: {"data": {"typed": "Talk shows"}},
    ),
    Row(name="workspace-export", method="POST", role=Role.ADMIN, status=200, args=ours),
    Row(name="account-delete", method="GET", role=Role.VIEWER, status=200),
    Row(
        name="account-delete",
        method="POST",
        role=Role.VIEWER,
        status=422,  # somebody else's name
        body=lambda cast: {"data": {"typed": "nobody"}},
    ),
]
