"""Who may read the help: anybody."""

from typing import Any

from tests.access import Row
from tests.builders import Cast


def takes(cast: Cast) -> tuple[Any, ...]:
    return ("takes",)


ROWS = [
    Row(name="help", method="GET", role=None, status=200),
    Row(name="help-page", method="GET", role=None, status=200, args=takes),
]
