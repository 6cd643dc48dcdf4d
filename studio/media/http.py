"""A bounded GET of a URL that somebody else wrote.

Redirects are followed by hand, each through the guard again. Plain bytes only, nothing
forwarded, no proxy from the environment, certificates checked by name against the system's
authorities.
"""

from __future__ import annotations

import contextlib
import re
import ssl
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import NamedTuple
from urllib.parse import quote, urljoin

from studio.media import guard
from studio.media.errors import AnswerCode, Refused
from studio.media.guard import Deadline, Policy, Target
from studio.media.metering import metered_response
from studio.media.unpacking import unpacked

PICTURES = {"Accept": "image/png, image/jpeg"}
HEADERS = {
    "User-Agent": "Mix-Studio",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PARTIAL, UNSATISFIABLE = 206, 416
# 203 is 200 by way of a proxy that changed something.
WHOLE = frozenset({200, 203})
STATUSES: Mapping[int, AnswerCode] = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    410: "gone",
}
SUCCESSES, SERVER_ERRORS = range(200, 300), range(500, 600)
CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15}|\*)")
NO_RANGE = re.compile(r"bytes \*/([0-9]{1,15})")
# What servers say of bytes that are not packed at all: some name the letters of a text here, some
# how the file was once uploaded.
PLAIN = frozenset({"", "identity", "none", "utf-8", "aws-chunked"})
GZIPPED = frozenset({"gzip", "x-gzip"})
PIECE_BYTES = 2**16
ASCII = bytes(range(128)).decode()
# What the standard library raises about answers that are not HTTP.
MALFORMED = (OSError, HTTPException, ValueError)


class Body:
    """The bytes of an answer: forward only, never more than the policy's `max_bytes`, packed or
    not. `url` is where they are, after all redirects.
    """

    def __init__(
        self, connection: HTTPConnection, response: HTTPResponse, url: str, max_bytes: int
    ) -> None:
        self._connection = connection
        self.response = response
        self.url = url
        self._left = max_bytes
        self._is_packed = False
        self._over = b""
        self._pieces = self._counted()

    def unpack(self) -> None:
        """What was packed by gzip is given as it was; to be said before it is read."""
        self._is_packed = True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, or all that is left. Raises Refused, and so never cuts short."""
        data = bytearray()
        while (size < 0 or len(data) < size) and (piece := self._piece()):
            data += piece
        end = len(data) if size < 0 else size
        self._over = bytes(data[end:])
        return bytes(data[:end])

    def pieces(self) -> Iterator[bytes]:
        """All of it, each piece as soon as it is there. Raises Refused."""
        while piece := self._piece():
            yield piece

    def _piece(self) -> bytes:
        over, self._over = self._over, b""
        return over or next(self._pieces, b"")

    def _counted(self) -> Iterator[bytes]:
        sent = self._sent()
        for piece in unpacked(sent) if self._is_packed else sent:
            self._left -= len(piece)
            if self._left < 0:
                raise Refused("too_big")
            yield piece

    def _sent(self) -> Iterator[bytes]:
        """The pieces as they come."""
        with heard():
            piece = self._next()
        while piece:
            yield piece
            piece = self._next()
        if self.response.length:
            raise Refused("read", "shorter than promised")

    def _next(self) -> bytes:
        with _reading():
            return self.response.read1(PIECE_BYTES)

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
        except TimeoutError:
            raise Refused("silent") from None
        except ssl.SSLError as error:
            raise Refused("tls", error.reason or "") from None


@contextlib.contextmanager
def get(url: str, policy: Policy) -> Iterator[Body]:
    """The body of the answer at `url`, a picture, still to be read. Raises Refused."""
    with ask(url, policy, Deadline(policy.deadline), PICTURES) as body:
        check(body)
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


def check(body: Body) -> None:
    """Raises Refused when the headers already say that the body, asked for whole, won't do."""
    status = body.response.status
    if status == PARTIAL and not part_of(body).is_whole:
        raise Refused("range", "a part alone")
    if status not in WHOLE | {PARTIAL}:
        raise refusal_of(status)
    codings = codings_of(body)
    if len(codings) == 1 and codings[0] in GZIPPED:
        body.unpack()
    elif codings:
        raise Refused("encoding")


def check_part(body: Body) -> None:
    """The same of a body of which a part was asked for."""
    status = body.response.status
    if status != PARTIAL:
        raise Refused("range", str(status)) if status in SUCCESSES else refusal_of(status)
    if codings_of(body):
        raise Refused("encoding")


def refusal_of(status: int) -> Refused:
    code = "server_error" if status in SERVER_ERRORS else STATUSES.get(status, "status")
    return Refused(code, str(status))


def codings_of(body: Body) -> list[str]:
    """How the bytes are packed, one upon the other, without the words that say they are not."""
    told = body.response.getheader("Content-Encoding", "").lower().split(",")
    return [word for word in map(str.strip, told) if word not in PLAIN]


class Part(NamedTuple):
    """Which bytes of a file were sent, and how many it has, where that is told."""

    first: int
    last: int
    length: int | None

    @property
    def is_whole(self) -> bool:
        return self.first == 0 and self.last + 1 == self.length


def part_of(body: Body) -> Part:
    told = CONTENT_RANGE.fullmatch(body.response.getheader("Content-Range", ""))
    if told is None:
        raise Refused("range", "unreadable")
    length = None if told[3] == "*" else int(told[3])
    part = Part(int(told[1]), int(told[2]), length)
    if part.last < part.first or (length is not None and part.last >= length):
        raise Refused("range", "impossible")
    return part


def length_told(body: Body) -> int | None:
    """How many bytes the file has, where the answer is that none are in the part asked for."""
    told = NO_RANGE.fullmatch(body.response.getheader("Content-Range", ""))
    return int(told[1]) if told else None


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


@contextlib.contextmanager
def heard() -> Iterator[None]:
    """Tells silence from what takes too long, where the first word is awaited."""
    try:
        yield
    except Refused as refused:
        if refused.code == "deadline":
            raise Refused("silent") from None
        raise
