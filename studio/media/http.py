"""A bounded GET of a URL that somebody else wrote.

Redirects are followed by hand, each through the guard again. Plain bytes only, status 200
only, nothing forwarded, no proxy from the environment, certificates checked by name against
the system's authorities.
"""

from __future__ import annotations

import contextlib
import ssl
from http.client import HTTPConnection, HTTPException, HTTPResponse
from types import TracebackType
from typing import Self
from urllib.parse import quote, urljoin

from studio.media import guard
from studio.media.errors import Refused
from studio.media.guard import Deadline, Policy, Target
from studio.media.metering import metered_response

HEADERS = {
    "User-Agent": "Mix-Studio",
    "Accept": "image/png, image/jpeg",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK = 200
ASCII = bytes(range(128)).decode()
# What the standard library raises about answers that are not HTTP.
MALFORMED = (OSError, HTTPException, ValueError)


class Body:
    """The bytes of an answer: forward only, never more than the policy's `max_bytes`.

    A context manager; leaving it closes the connection.
    """

    def __init__(self, connection: HTTPConnection, response: HTTPResponse, max_bytes: int) -> None:
        self._connection = connection
        self.response = response
        self._left = max_bytes

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, or all that is left. Raises Refused, and so never cuts short."""
        wanted = self._left + 1 if size < 0 else min(size, self._left + 1)
        try:
            data = self.response.read(wanted)
        except MALFORMED as error:
            raise Refused("read", type(error).__name__) from None
        if len(data) < wanted and self.response.length:
            raise Refused("read", "shorter than promised")
        self._left -= len(data)
        if self._left < 0:
            raise Refused("too_big")
        return data

    def close(self) -> None:
        self.response.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Connection(HTTPConnection):
    """HTTP over the guard's dialler."""

    def __init__(self, target: Target, policy: Policy, deadline: Deadline) -> None:
        super().__init__(target.host, target.port)
        self.response_class = metered_response(policy.max_bytes, deadline)
        self._target = target
        self._policy = policy
        self._deadline = deadline

    def connect(self) -> None:
        self.sock = guard.dial(self._target, self._policy, self._deadline)
        self.sock.settimeout(self._deadline.left())


class _TlsConnection(_Connection):
    """HTTPS over the guard's dialler; name and certificate are those of the URL's host."""

    default_port = guard.DEFAULT_PORTS["https"]

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        try:
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host)
        except ssl.SSLError as error:
            raise Refused("tls", error.reason or "") from None


def get(url: str, policy: Policy) -> Body:
    """The body of the answer at `url`, still to be read. Raises Refused."""
    deadline = Deadline(policy.deadline)
    target = guard.parse(url, policy)
    for _hop in range(policy.redirects + 1):
        body = _ask(target, policy, deadline)
        if body.response.status not in REDIRECTS:
            return _checked(body, policy)
        with body:
            url, scheme = _redirected(url, body.response), target.scheme
        target = guard.parse(url, policy)
        if scheme == "https" and target.scheme != "https":
            raise Refused("downgrade")
    raise Refused("too_many_redirects")


def _ask(target: Target, policy: Policy, deadline: Deadline) -> Body:
    """Sends the request and reads the headers of the answer."""
    kind = _TlsConnection if target.scheme == "https" else _Connection
    connection = kind(target, policy, deadline)
    with contextlib.ExitStack() as undo:
        undo.callback(connection.close)
        try:
            connection.request("GET", target.path, headers=HEADERS)
            response = connection.getresponse()
        except TimeoutError:
            raise Refused("deadline") from None
        except MALFORMED as error:
            raise Refused("http", type(error).__name__) from None
        undo.pop_all()
    return Body(connection, response, policy.max_bytes)


def _redirected(url: str, response: HTTPResponse) -> str:
    """Where the redirect leads; bytes beyond ASCII are escaped, as browsers do."""
    location = response.getheader("Location")
    if not location:
        raise Refused("redirect_empty")
    try:
        return urljoin(url, quote(location.encode("latin-1"), safe=ASCII))
    except ValueError:
        raise Refused("url_parse") from None


def _checked(body: Body, policy: Policy) -> Body:
    """The body, unless its headers already say that it won't do."""
    with contextlib.ExitStack() as undo:
        undo.callback(body.close)
        response = body.response
        if response.status != OK:
            raise Refused("status", str(response.status))
        if response.getheader("Content-Encoding", "identity").lower() != "identity":
            raise Refused("encoding")
        if response.length is not None and response.length > policy.max_bytes:
            raise Refused("too_big")
        undo.pop_all()
    return body
