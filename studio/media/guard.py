"""Where we may dial. One way for every outgoing connection to a user's URL:

`parse` the URL strictly, `vet` every address its name resolves to (once), `dial` one of
exactly these addresses. Nothing looks the name up again, so a name that changes its mind
between the check and the connection changes nothing.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Set
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from studio.media import hosts
from studio.media.addresses import is_public
from studio.media.errors import CODES, Refused
from studio.rules.limits import MAX_URL_LENGTH

__all__ = ["CODES", "Address", "Deadline", "Policy", "Refused", "Target", "dial", "parse"]

DEFAULT_PORTS = {"http": 80, "https": 443, "rtmp": 1935}
WEB = frozenset({"http", "https"})
# Below 1024 live mail, databases' elders and shells; pictures live at these two.
LOW_PORTS = frozenset({80, 443})
FIRST_HIGH_PORT = 1024
LAST_PORT = 65535

LOOKUP_SECONDS = 3.0
MAX_ADDRESSES_TRIED = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """How far a fetch may go: bytes, seconds, redirects.

    `allow` holds the operator's exact (host, port) pairs, host as `parse` writes it: lower
    case, ASCII, no trailing dot, no brackets. Such a pair passes the name and address
    checks; scheme, port and every limit hold for it too, and a redirect away from it is
    checked like any other.
    """

    allow: frozenset[tuple[str, int]] = frozenset()
    max_bytes: int = 20 * 2**20
    # With what starts and ends around it, no more than ten seconds.
    deadline: float = 9.5
    connect: float = 4.0
    redirects: int = 3


class Target(NamedTuple):
    """A URL taken apart; `host` is canonical, `path` is what the request line asks for."""

    scheme: str
    host: str
    port: int
    path: str


class Address(NamedTuple):
    """One vetted answer of the resolver: all that `socket.connect` needs."""

    family: socket.AddressFamily
    sockaddr: tuple[str, int] | tuple[str, int, int, int]


class Deadline:
    """A moment by which everything must be done."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, at_most: float | None = None) -> float:
        """Seconds left, or `at_most` when that is less. Raises Refused when none is left."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise Refused("deadline")
        return seconds if at_most is None else min(seconds, at_most)


def parse(url: str, policy: Policy, schemes: Set[str] = WEB) -> Target:
    """Takes a URL of these schemes apart, or raises Refused for any shape but the plainest."""
    if not 0 < len(url) <= MAX_URL_LENGTH:
        raise Refused("url_length")
    if not hosts.is_plain_text(url):
        raise Refused("url_chars")
    parts = _split(url)
    if parts.scheme not in schemes:
        raise Refused("rtmps" if parts.scheme == "rtmps" else "scheme")
    if "@" in parts.netloc:
        raise Refused("userinfo")
    host, port = hosts.canonical(parts), _port(parts)
    if (host, port) not in policy.allow:
        hosts.refuse_internal(host)
    return Target(parts.scheme, host, port, hosts.request_path(parts))


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise Refused("url_parse") from None


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port if parts.port is not None else DEFAULT_PORTS[parts.scheme]
    except ValueError:
        raise Refused("port") from None
    if port not in LOW_PORTS and not FIRST_HIGH_PORT <= port <= LAST_PORT:
        raise Refused("port", str(port))
    return port


def vet(target: Target, policy: Policy, deadline: Deadline) -> list[Address]:
    """Resolves the host once. Raises Refused unless every single answer may be dialled."""
    found = _look_up(target, deadline.left(LOOKUP_SECONDS))
    allowed = (target.host, target.port) in policy.allow
    if not allowed and not all(is_public(address.sockaddr[0]) for address in found):
        raise Refused("address")
    if not found:
        raise Refused("dns")
    return found


def _look_up(target: Target, seconds: float) -> list[Address]:
    """The resolver's answers; it has no timeout of its own, so a thread waits for it."""
    answers: queue.SimpleQueue[list[Address] | None] = queue.SimpleQueue()
    threading.Thread(target=_resolve, args=(target, answers), daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except queue.Empty:
        raise Refused("dns_timeout") from None
    if found is None:
        raise Refused("dns")
    return found


def _resolve(target: Target, answers: queue.SimpleQueue[list[Address] | None]) -> None:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        answers.put(None)
        return
    answers.put([_address(family, sockaddr) for family, _, _, _, sockaddr in found])


def _address(family: socket.AddressFamily, sockaddr: tuple[object, ...]) -> Address:
    if family == socket.AF_INET6:
        host, port, flow, scope = sockaddr
        return Address(family, (str(host), int(str(port)), int(str(flow)), int(str(scope))))
    host, port = sockaddr
    return Address(family, (str(host), int(str(port))))


def dial(target: Target, policy: Policy, deadline: Deadline) -> socket.socket:
    """A connection to one of the vetted addresses, its peer checked once more."""
    failure = ""
    for address in vet(target, policy, deadline)[:MAX_ADDRESSES_TRIED]:
        try:
            return _connect(address, deadline.left(policy.connect))
        except OSError as error:
            failure = type(error).__name__
    raise Refused("connect", failure)


def _connect(address: Address, seconds: float) -> socket.socket:
    with contextlib.ExitStack() as undo:
        connection = socket.socket(address.family, socket.SOCK_STREAM)
        undo.callback(connection.close)
        connection.settimeout(seconds)
        connection.connect(address.sockaddr)
        if _bare(connection.getpeername()[0]) != _bare(address.sockaddr[0]):
            raise Refused("peer_changed")
        undo.pop_all()
    return connection


def _bare(host: str) -> str:
    """The address without its zone."""
    return host.partition("%")[0]
