"""A bounded GET of a URL that somebody else wrote.

Redirects are followed by hand, each through the guard again. Plain bytes only, nothing
forwarded, no proxy from the environment, certificates checked by name against the system's
authorities.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator, Mapping, Set
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import quote, urljoin

from studio.media import guard
from studio.media.errors import Refused
from studio.media.guard import Deadline, Policy, Target
from studio.media.metering import metered_response

PICTURES = {"Accept": "image/png, image/jpeg"}
HEADERS = {
    "User-Agent": "Mix-Studio",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK = 200
PIECE_BYTES = 2**16
ASCII = bytes(range(128)).decode()
# What the standard library raises about answers that are not HTTP.
MALFORMED = (OSError, HTTPException, ValueError)


class Body:
    """The bytes of an answer: forward only, never more than the policy's `max_bytes`.

    `url` is where they are, after all redirects.
    """

    def __init__(
        self, connection: HTTPConnection, response: HTTPResponse, url: str, max_bytes: int
    ) -> None:
        self._connection = connection
        self.response = response
        self.url = url
        self._left = max_bytes

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, or all that is left. Raises Refused, and so never cuts short."""
        wanted = self._left + 1 if size < 0 else min(size, self._left + 1)
        with _reading():
            data = self.response.read(wanted)
        return self._counted(data, complete=len(data) == wanted)

    def pieces(self) -> Iterator[bytes]:
        """All of it, each piece as soon as it is there. Raises Refused."""
        while True:
            with _reading():
                piece = self.response.read1(PIECE_BYTES)
            yield self._counted(piece, complete=bool(piece))
            if not piece:
                return

    def _counted(self, data: bytes, *, complete: bool) -> bytes:
        if not complete and self.response.length:
            raise Refused("read", "shorter than promised")
        self._left -= len(data)
        if self._left < 0:
            raise Refused("too_big")
        return data

    def close(self) -> None:
        self.response.close()
        self._connection.close()


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


@contextlib.contextmanager
def get(url: str, policy: Policy) -> Iterator[Body]:
    """The body of the answer at `url`, a picture, still to be read. Raises Refused."""
    with ask(url, policy, Deadline(policy.deadline), PICTURES) as body:
        check(body, {OK})
        if body.response.length is not None and body.response.length > policy.max_bytes:
            raise Refused("too_big")
        yield body


@contextlib.contextmanager
def ask(url: str, policy: Policy, deadline: Deadline, headers: Mapping[str, str]) -> Iterator[Body]:
    """The answer at `url`, or at where that leads to, whatever it is. Raises Refused."""
    with contextlib.closing(_answer(url, policy, deadline, headers)) as body:
        yield body


def _answer(url: str, policy: Policy, deadline: Deadline, headers: Mapping[str, str]) -> Body:
    """After all redirects."""
    target = guard.parse(url, policy)
    for _hop in range(policy.redirects + 1):
        connection, response = _exchange(target, policy, deadline, headers)
        body = Body(connection, response, url, policy.max_bytes)
        if response.status not in REDIRECTS:
            return body
        with contextlib.closing(body):
            url, scheme = _redirected(url, response), target.scheme
        target = guard.parse(url, policy)
        if scheme == "https" and target.scheme != "https":
            raise Refused("downgrade")
    raise Refused("too_many_redirects")


def check(body: Body, statuses: Set[int]) -> None:
    """Raises Refused when the headers already say that the body won't do."""
    if body.response.status not in statuses:
        raise Refused("status", str(body.response.status))
    if body.response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise Refused("encoding")


def _exchange(
    target: Target, policy: Policy, deadline: Deadline, headers: Mapping[str, str]
) -> tuple[HTTPConnection, HTTPResponse]:
    """Sends the request and reads the headers of the answer."""
    kind = _TlsConnection if target.scheme == "https" else _Connection
    connection = kind(target, policy, deadline)
    with contextlib.ExitStack() as undo:
        undo.callback(connection.close)
        try:
            connection.request("GET", target.path, headers={**HEADERS, **headers})
            response = connection.getresponse()
        except TimeoutError:
            raise Refused("deadline") from None
        except MALFORMED as error:
            raise Refused("http", type(error).__name__) from None
        undo.pop_all()
    return connection, response


def _redirected(url: str, response: HTTPResponse) -> str:
    """Where the redirect leads; bytes beyond ASCII are escaped, as browsers do."""
    location = response.getheader("Location")
    if not location:
        raise Refused("redirect_empty")
    try:
        return urljoin(url, quote(location.encode("latin-1"), safe=ASCII))
    except ValueError:
        raise Refused("url_parse") from None


@contextlib.contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except MALFORMED as error:
        raise Refused("read", type(error).__name__) from None
