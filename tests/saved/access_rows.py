"""Who may do what with saved addresses: everybody looks, editors keep sources and logos, operators
the destinations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from studio.accounts.models import Role
from studio.library.models import Sort
from tests import builders
from tests.access import Row
from tests.builders import Cast

TYPED = {"name": "Guest camera", "url": "rtmp://pull.example.com/live/guest", "version": "1"}


def source(cast: Cast) -> tuple[UUID]:
    name = f"Camera {uuid4()}"
    return (builders.saved(cast.workspace, name=name).pk,)


def destination(cast: Cast) -> tuple[UUID]:
    url = "rtmp://push.example.com/live/keyCANARY"
    name = f"Stage {uuid4()}"
    return (builders.saved(cast.workspace, Sort.DESTINATION, name=name, url=url).pk,)


def typed(cast: Cast) -> Mapping[str, Any]:
    return {"data": TYPED}


ROWS = [
    Row(name="saved", method="GET", role=Role.VIEWER, status=200),
    Row(name="saved-new", method="GET", role=Role.EDITOR, status=200),
    Row(name="saved-new", method="POST", role=Role.EDITOR, status=302, body=typed),
    Row(name="saved-edit", method="GET", role=Role.EDITOR, status=200, args=source),
    Row(name="saved-edit", method="POST", role=Role.EDITOR, status=302, args=source, body=typed),
    Row(name="saved-address", method="POST", role=Role.OPERATOR, status=200, args=destination),
    Row(name="saved-delete", method="GET", role=Role.OPERATOR, status=200, args=destination),
    Row(
        name="saved-delete",
        method="POST",
        role=Role.OPERATOR,
        status=302,
        args=destination,
        body=typed,
    ),
]
