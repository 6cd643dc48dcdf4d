"""Who may do what where people sign in and out."""

from studio.accounts.models import Role
from tests.access import Row

ROWS = [
    Row(name="audit", method="GET", role=Role.VIEWER, status=200),
    Row(name="audit-csv", method="GET", role=Role.VIEWER, status=200),
    Row(name="audit-json", method="GET", role=Role.VIEWER, status=200),
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
