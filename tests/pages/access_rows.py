"""Who may do what at the front door."""

from collections.abc import Mapping
from typing import Any

from studio.accounts.models import Role
from tests.access import Row
from tests.builders import Cast


def chinese(cast: Cast) -> Mapping[str, Any]:
    return {"data": {"language": "zh-hans"}}


ROWS = [
    Row(name="home", method="GET", role=Role.VIEWER, status=302),
    Row(name="language", method="POST", role=None, status=302, body=chinese),
    # Where STUDIO_DEBUG is off, as here, there is no such page.
    Row(name="design", method="GET", role=Role.VIEWER, status=404),
]
