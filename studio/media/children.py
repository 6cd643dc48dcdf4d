"""The processes that decode videos, each of them one; the next one waits before it is needed.

To begin takes a decoder longer than a picture takes it. So one has begun already: it has given up
its rights, was told nothing yet, and ends when we do, for then its line does; or when nobody has
needed it for a while, for it takes a tenth of the memory of an idle studio.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from threading import Lock, Timer

from studio.media.errors import BadPicture
from studio.media.line import HungUp, Line
from studio.media.pictures import check_exit

DYING_SECONDS = 1.0
# Longer than the still of a stream lasts that somebody looks at.
WAITING_SECONDS = 35.0


class Child:
    """One process, and our end of the line to it."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.end, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - fixed words, nothing of the video's  # nosec B603
                command,
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
            )

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        self.end.close()
        self.process.kill()
        self.process.wait()

    def death(self) -> BadPicture:
        """Why one that hung up has no picture for us."""
        try:
            check_exit(self.process.wait(DYING_SECONDS))
        except subprocess.TimeoutExpired:
            return BadPicture("too_slow")
        except BadPicture as bad:
            return bad
        return BadPicture("decoder_died", "no answer")


class Children:
    """Decoders by that command. Safe among threads; a forked process has none of its parent's."""

    def __init__(self, command: tuple[str, ...], patience: float = WAITING_SECONDS) -> None:
        self.command = command
        self.patience = patience
        self._lock = Lock()
        self._waiting: Child | None = None
        self._end_of_waiting: Timer | None = None
        atexit.register(self.dismiss)
        os.register_at_fork(after_in_child=self._forget)

    @contextmanager
    def one(self, seconds: float) -> Iterator[Line]:
        """The line to a decoder of one's own, which lasts so long; both are gone afterwards.

        How it died is what BadPicture tells.
        """
        child = self._taken() or Child(self.command)
        try:
            with closing(Line(child.end, seconds)) as line:
                yield line
        except HungUp:
            raise child.death() from None
        finally:
            child.close()

    def prepare(self) -> None:
        """Has one begin and wait, unless one does, or none can at this moment."""
        with self._lock, suppress(OSError):
            if self._waiting is None:
                self._waiting = Child(self.command)
                self._end_of_waiting = Timer(self.patience, self.dismiss)
                self._end_of_waiting.daemon = True
                self._end_of_waiting.start()

    def dismiss(self) -> None:
        """Ends the one that waits."""
        if child := self._taken():
            child.close()

    def _taken(self) -> Child | None:
        """The one that waits, if it still does: nobody else gets it."""
        with self._lock:
            child, self._waiting = self._waiting, None
            if self._end_of_waiting:
                self._end_of_waiting.cancel()
        if child and not child.is_alive():
            child.close()
            return None
        return child

    def _forget(self) -> None:
        self._lock = Lock()
        if self._waiting:
            self._waiting.end.close()
        self._waiting = None
