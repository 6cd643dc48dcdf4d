"""One request over one new connection: one answer, or the right error.

The SDK builds and signs a request; this carries it, in place of the SDK's own REST client,
for what that one can not do:

- It tells apart what failed before the request was sent (`Unreachable`) and after
  (`UnknownOutcome`).
- It ends a call at a deadline however slowly the answer drips: a watchdog shuts the socket.
- It reads a bounded answer, whole, and logs none of it (an answer can hold stream keys).
- It goes through the environment's proxy, NO_PROXY and loopback excepted.

A connection serves one call. A kept one may be closed by the service just as a Create is
written on it, which would leave the Create unknown for nothing.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlencode

import certifi

from studio.rules.limits import MAX_BODY_BYTES
from studio.volcengine.credentials import Credentials
from studio.volcengine.errors import UnknownOutcome, Unreachable, UnreachableReason
from studio.volcengine.proxy import BadProxy, Proxy, proxy_for

MAX_REPLY_BYTES = MAX_BODY_BYTES


@dataclass(frozen=True, kw_only=True, slots=True)
class Timing:
    """Seconds: to connect (to each address), between two bytes read, and for the whole call.

    Only the resolver's own time limit can stretch the last; nothing is sent after it.
    """

    connect: float = 3.0
    read: float = 15.0
    call: float = 20.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came: `body` is whole, and at most MAX_REPLY_BYTES.

    `log_id` is the service's own header for the request's id, or empty.
    """

    status: int
    log_id: str
    body: bytes = field(repr=False)


@lru_cache(maxsize=1)
def trusting(authorities: str) -> ssl.SSLContext:
    """To read them takes 30 ms of a core, which is too much for each of very many accounts."""
    return ssl.create_default_context(cafile=authorities)


class Wire:
    """Carries requests to one endpoint. Holds no socket; any thread may use it."""

    def __init__(self, credentials: Credentials, timing: Timing) -> None:
        self._credentials = credentials
        self._timing = timing
        secure = credentials.scheme == "https"
        self._tls = trusting(certifi.where()) if secure else None

    def post(
        self,
        _url: str,
        *,
        headers: Mapping[str, str],
        query_params: Sequence[tuple[str, str]],
        body: Mapping[str, object],
        **_of_the_sdk: object,
    ) -> Reply:
        """Send the SDK's signed request, once.

        The body's bytes must be the ones that the SDK hashed: `json.dumps`, as it writes them.
        """
        try:
            proxy = proxy_for(self._credentials)
        except BadProxy:
            raise Unreachable("proxy") from None
        target = f"/?{urlencode(query_params)}"
        with _watched(self._line(proxy), self._timing) as line:
            _connect(line)
            line.sock.settimeout(self._timing.read)
            headers = {**headers, "Connection": "close"}
            if proxy and not self._tls:
                target = f"{self._credentials.scheme}://{self._credentials.host}{target}"
                headers |= proxy.headers
            return _exchange(line, target, json.dumps(body).encode(), headers)

    def _line(self, proxy: Proxy | None) -> _Line:
        to = self._credentials
        host, port = (proxy.host, proxy.port) if proxy else (to.hostname, to.port)
        line = _Line(host, port, timeout=self._timing.connect, tls=self._tls, name=to.hostname)
        if proxy and self._tls:
            line.set_tunnel(to.hostname, to.port, proxy.headers)
        return line


class _Line(http.client.HTTPConnection):
    """A connection that another thread can cut."""

    def __init__(
        self, host: str, port: int, *, timeout: float, tls: ssl.SSLContext | None, name: str
    ) -> None:
        super().__init__(host, port, timeout=timeout)
        self.was_cut = False
        self._tls = tls
        self._name = name
        self._end: socket.socket | None = None

    def connect(self) -> None:
        """Connect, through the proxy's tunnel if there is one, and shake hands."""
        super().connect()
        # A second descriptor: the handshake takes the first one away.
        self._end = self.sock.dup()
        if self.was_cut:
            raise TimeoutError
        if self._tls:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self._name)

    def cut(self) -> None:
        """Wake whoever waits on the socket: nothing more comes or goes."""
        self.was_cut = True
        if self._end:
            with suppress(OSError):
                self._end.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Close for good. `close` alone may leave the socket with an answer being read."""
        self.close()
        if self._end:
            self._end.close()


@contextmanager
def _watched(line: _Line, timing: Timing) -> Iterator[_Line]:
    watchdog = threading.Timer(timing.call, line.cut)
    watchdog.daemon = True
    watchdog.start()
    try:
        yield line
    finally:
        watchdog.cancel()
        line.release()


def _connect(line: _Line) -> None:
    try:
        line.connect()
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise Unreachable("timeout" if line.was_cut else _why(error)) from None


def _why(error: Exception) -> UnreachableReason:
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return "dns"
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    tunnel = str(error).startswith("Tunnel connection failed")
    return "proxy" if tunnel or isinstance(error, http.client.HTTPException) else "network"


def _exchange(line: _Line, target: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    try:
        line.request("POST", target, body=body, headers=headers)
        with line.getresponse() as response:
            content = response.read(MAX_REPLY_BYTES + 1)
            missing = response.length
    except (OSError, http.client.HTTPException) as error:
        late = line.was_cut or isinstance(error, TimeoutError)
        raise UnknownOutcome("timeout" if late else "dropped") from None
    if line.was_cut:
        raise UnknownOutcome("timeout")
    if len(content) > MAX_REPLY_BYTES:
        raise UnknownOutcome("too_big")
    if missing:
        raise UnknownOutcome("dropped")
    return Reply(response.status, response.getheader("X-Tt-Logid", ""), content)
