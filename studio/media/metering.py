"""HTTP answers that cannot outgrow their bounds, whatever they claim about themselves.

Both bounds are kept at the one place every byte passes: the read from the socket. So they
hold for status lines, headers, interim answers, chunk framing (a chunk may even claim a
negative size) and body alike. A timeout per read would not stop a server that sends a byte
now and then; here each read gets what is left of the whole.
"""

from __future__ import annotations

import io
import socket
from http.client import HTTPResponse
from typing import TYPE_CHECKING

from studio.media.errors import Refused
from studio.media.guard import Deadline

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Room for headers and chunk framing beside the body.
FRAMING_BYTES = 2**20
# Being processed, early hints: an answer follows. Not so 101, for another protocol would.
INTERIM = range(102, 200)


class MeteredSocket(io.RawIOBase):
    """What a socket brings, until the bytes or the time run out: then raises Refused."""

    def __init__(self, connection: socket.socket, max_bytes: int, deadline: Deadline) -> None:
        self._connection = connection
        # Keeps the socket open after its connection has let go of it.
        self._raw = connection.makefile("rb", buffering=0)
        self._left = max_bytes
        self._deadline = deadline
        self._is_silent = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._connection.settimeout(self._deadline.left())
        try:
            count = self._raw.readinto(buffer) or 0
        except TimeoutError:
            raise Refused("silent" if self._is_silent else "deadline") from None
        self._is_silent = False
        self._left -= count
        if self._left < 0:
            raise Refused("too_big")
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


def metered_response(max_body_bytes: int, deadline: Deadline) -> type[HTTPResponse]:
    """The class of answers that read through a MeteredSocket, for `response_class`."""

    class MeteredResponse(HTTPResponse):
        def __init__(
            self,
            sock: socket.socket,
            debuglevel: int = 0,
            method: str | None = None,
            url: str | None = None,
        ) -> None:
            super().__init__(sock, debuglevel, method, url)
            self.fp.close()
            metered = MeteredSocket(sock, max_body_bytes + FRAMING_BYTES, deadline)
            self.fp = io.BufferedReader(metered)

        def begin(self) -> None:
            """Passes over what is said before the answer; of its kinds Python knows one."""
            super().begin()
            while self.status in INTERIM:
                self.headers = self.msg = None  # type: ignore[assignment]
                super().begin()

    return MeteredResponse
