"""Who may see the style of straps, and who may set it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from studio.accounts.models import Role
from studio.compositor.straps import Style
from tests.access import Row
from tests.builders import Cast


def style(cast: Cast) -> Mapping[str, Any]:
    return {"data": {**asdict(Style()), "version": "0"}}


def sample(cast: Cast) -> Mapping[str, Any]:
    return {"data": {**asdict(Style()), "name": "Anna Li"}}


ROWS = [
    Row(name="straps", method="GET", role=Role.VIEWER, status=200),
    Row(name="straps", method="POST", role=Role.EDITOR, status=302, body=style),
    Row(name="strap-sample", method="GET", role=Role.VIEWER, status=200, body=sample),
]
