"""Our end of the line to a child process that is not trusted: bounded in bytes and time."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from studio.media.errors import BadPicture, Refused
from studio.media.guard import Deadline
from studio.media.metering import MeteredSocket
from studio.media.picturedecoder.program import MAX_OUTPUT_BYTES

LONGEST_WORD = 120


class HungUp(Exception):
    """There is nobody at the other end any more."""


class Line:
    """What is said to the child and heard from it. Raises BadPicture, or HungUp."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        self._deadline = Deadline(seconds)
        metered = MeteredSocket(connection, MAX_OUTPUT_BYTES, self._deadline)
        self._incoming = io.BufferedReader(metered)

    def say(self, data: bytes) -> None:
        with _bounded():
            self._connection.settimeout(self._deadline.left())
            self._connection.sendall(data)

    def hear(self) -> bytes:
        """The next line, its end included."""
        with _bounded():
            said = self._incoming.readline(LONGEST_WORD)
        if not said:
            raise HungUp
        return said

    def exactly(self, count: int) -> bytes:
        with _bounded():
            data = self._incoming.read(count)
        if len(data) < count:
            raise HungUp
        return data

    def close(self) -> None:
        """Hangs up."""
        self._incoming.close()
        self._connection.close()


@contextmanager
def _bounded() -> Iterator[None]:
    """Turns what stops the talk into what it says of the video."""
    try:
        yield
    except TimeoutError:
        raise BadPicture("too_slow") from None
    except OSError:
        raise HungUp from None
    except Refused as refused:
        if refused.code in {"deadline", "silent"}:
            raise BadPicture("too_slow") from None
        raise BadPicture("decoder_died", "too much said") from None
