"""Whether anybody listens where the clouds are: nothing is asked there, it may be counted."""

from __future__ import annotations

import socket
from collections.abc import Callable

from studio.mixes.clouds import configured
from studio.mixes.clouds.connections import Connection
from studio.volcengine.credentials import Credentials
from studio.volcengine.errors import CloudError
from studio.volcengine.proxy import BadProxy, proxy_for

CONNECT_SECONDS = 2.0


def silent(clouds: list[Connection]) -> list[str]:
    """The names of those that are out of reach; of none, whether the settings' own one is."""
    if not clouds:
        return [] if listens(configured.credentials) else [configured.name()]
    return [cloud.name for cloud in clouds if not listens(cloud.credentials)]


def listens(credentials: Callable[[], Credentials]) -> bool:
    try:
        to = credentials()
        way = proxy_for(to) or to
        host = way.host if way is not to else to.hostname
        socket.create_connection((host, way.port), CONNECT_SECONDS).close()
    except (CloudError, BadProxy, OSError):
        return False
    return True
