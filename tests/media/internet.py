"""A small internet for the tests: names and addresses of our own, all leading to loopback.

Only the resolver and the last step of a connection are replaced; every byte still travels
through real sockets. Whatever address the product dials is recorded.
"""

from __future__ import annotations

import socket
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from tests.media.origin import Origin

PUBLIC = frozenset({"93.184.216.34", "2606:2800:220:1::1"})
SLEEP = "sleep"

# Each name's answers, one list of addresses for each lookup, the last one for ever. All of them
# are reserved for tests, or lead nowhere outside of a network of one's own.
Names = dict[str, list[list[str]]]
NAMES: Names = {
    "ok.test": [["93.184.216.34"]],
    "ok2.test": [["93.184.216.34"]],
    "ok6.test": [["2606:2800:220:1::1"]],
    "xn--fiqs8s.test": [["93.184.216.34"]],
    "lo.test": [["127.0.0.1"]],
    "v6lo.test": [["::1"]],
    "priv.test": [["10.0.0.1"]],
    "cgnat.test": [["100.64.0.1"]],
    "mapped.test": [["::ffff:127.0.0.1"]],
    "nat64.test": [["64:ff9b::7f00:1"]],
    "mixed.test": [["93.184.216.34", "127.0.0.1"]],
    "mixed2.test": [["127.0.0.1", "93.184.216.34"]],
    "rebind.test": [["93.184.216.34"], ["127.0.0.1"]],
    "rebind2.test": [["93.184.216.34"], ["93.184.216.34"], ["127.0.0.1"]],
    "localhost": [["127.0.0.1", "::1"]],
    "foo.localhost": [["127.0.0.1"]],
    "redis": [["172.18.0.3"]],
    "db.internal": [["10.1.2.3"]],
    "slowdns.test": [[SLEEP]],
}
AddressInfo = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]


class Internet:
    """Public addresses lead to the origin, all others to the canary."""

    def __init__(self, origin: Origin, canary: Origin) -> None:
        self.dialled: list[tuple[str, int]] = []
        self.lookups: Counter[str] = Counter()
        self._origin = origin
        self._canary = canary
        self._claimed: dict[int, Any] = {}
        self._resolve = socket.getaddrinfo
        self._connect = socket.socket.connect
        self._peer = socket.socket.getpeername

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def connect(connection: socket.socket, to: Any) -> None:
            self.connect(connection, to)

        def getpeername(connection: socket.socket) -> Any:
            return self.getpeername(connection)

        monkeypatch.setattr(socket, "getaddrinfo", self.getaddrinfo)
        monkeypatch.setattr(socket.socket, "connect", connect)
        monkeypatch.setattr(socket.socket, "getpeername", getpeername)

    def breaches(self) -> list[tuple[str, int]]:
        """What was dialled although it must not be: a private address, or a port like 22."""
        return [
            (host, port)
            for host, port in self.dialled
            if host not in PUBLIC or (port < 1024 and port not in (80, 443))
        ]

    def getaddrinfo(self, host: str, port: int, **options: Any) -> Sequence[AddressInfo]:
        name = host.rstrip(".").lower()
        answers = NAMES.get(name)
        if answers is None:
            numeric = socket.AI_NUMERICHOST
            return self._resolve(host, port, type=socket.SOCK_STREAM, flags=numeric)
        turn = min(self.lookups[name], len(answers) - 1)
        self.lookups[name] += 1
        if answers[turn] == [SLEEP]:
            time.sleep(30)
        return [_info(address, port) for address in answers[turn]]

    def connect(self, connection: socket.socket, to: Any) -> None:
        host, port = str(to[0]).partition("%")[0], to[1]
        self.dialled.append((host, port))
        self._claimed[id(connection)] = to
        there = (self._origin if host in PUBLIC else self._canary).port
        v6 = connection.family == socket.AF_INET6
        self._connect(connection, ("::ffff:127.0.0.1" if v6 else "127.0.0.1", there))

    def getpeername(self, connection: socket.socket) -> Any:
        return self._claimed.get(id(connection)) or self._peer(connection)


def _info(address: str, port: int) -> AddressInfo:
    if ":" in address:
        return socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0)
    return socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)
