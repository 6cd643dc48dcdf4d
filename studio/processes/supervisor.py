"""Forks children from one loaded parent, and starts anew what ends; nothing of Django.

The parent does nothing but wait: it has no thread and no connection that a child could inherit
half-way through something. It ends all children at INT, TERM and HUP; should it be killed
itself, each child sees the end of a pipe that only the parent holds open, and ends by itself. A
child without a pulse is killed, and so started anew. (Beats, in beats.py, tell that it works, too.)
"""

from __future__ import annotations

import contextlib
import logging
import math
import os
import select
import selectors
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

logger = logging.getLogger(__name__)

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# A child that ended is started anew at once, and each further time a pause later that doubles;
# one that has lived for STEADY seconds begins at the first again.
PAUSES = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
STEADY = 30.0
# Seconds between two pulses of a child, and without one until it is taken to hang: longer
# than a busy computer keeps a thread waiting, and bearable for who waits for an answer of it.
PULSE = 2.0
SILENT = 12.0
PID = struct.Struct("i")
# Seconds that children are given to finish what they are at, before they are killed: a call to the
# cloud that does not answer takes ten, and so does a slow picture.
PATIENCE = 15.0


@dataclass
class Child:
    """One process, and what became of those before it; a `brief` one has done its work when it ends
    well.
    """

    name: str
    body: Callable[[], None]
    brief: bool = False
    pid: int = 0
    started: float = 0.0
    # When it is started next, by the monotonic clock, while it does not run.
    due: float = 0.0
    ends: int = 0
    in_a_row: int = 0
    last_end: str = ""
    ended_at: float = 0.0
    # When its pulse was last felt.
    heard: float = 0.0

    @property
    def runs(self) -> bool:
        return self.pid != 0

    def ended(self, status: int) -> float:
        """Writes down how it ended; the pause in seconds until it is started anew."""
        self.ended_at = now = time.monotonic()
        self.pid, self.ends, self.last_end = 0, self.ends + 1, end_of(status)
        if now - self.started > STEADY:
            self.in_a_row = 0
        pause = PAUSES[min(self.in_a_row, len(PAUSES) - 1)]
        self.in_a_row += 1
        self.due = now + pause
        return pause


@dataclass
class Supervisor:
    """`note` is told the children at each change."""

    children: list[Child]
    note: Callable[[list[Child]], None]
    ends_by: int | None = None

    def __post_init__(self) -> None:
        self.held, self.lifeline = os.pipe()
        self.pulses, self.pulse = os.pipe()
        for end in (self.pulses, self.pulse):
            os.set_blocking(end, False)
        self.looked = time.monotonic()

    def run(self) -> None:
        """Returns once it was told to end, and every child has."""
        with woken_by_signals(self.told) as wakes:
            while self.ends_by is None:
                self.reap()
                self.start_due()
                self.kill_silent()
                wakes.select(min(PULSE, self.until_due()))
                drain(wakes)
        self.end()

    def told(self, number: int, _frame: object) -> None:
        if number in ENDING:
            self.ends_by = number

    def start_due(self) -> None:
        now = time.monotonic()
        late = [child for child in self.children if not child.runs and child.due <= now]
        for child in late:
            self.start(child)
        if late:
            self.note(self.children)

    def start(self, child: Child) -> None:
        child.started = child.heard = time.monotonic()
        flush()
        # What is told to a child before its own life begins waits until then.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            child.pid = os.fork()
        except OSError as error:
            # Too many processes, or no memory for one more: later there may be.
            child.due = time.monotonic() + PAUSES[-1]
            logger.error("%s can't be started: %s", child.name, error.strerror)
        else:
            if not child.pid:
                self.become(child)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)

    def become(self, child: Child) -> None:
        """The child's own life; never returns."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for sign in (*ENDING, signal.SIGCHLD):
                signal.signal(sign, signal.SIG_DFL)
            # Ctrl+C reaches the whole group; the parent tells each child when to end.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
            os.close(self.lifeline)
            threading.Thread(target=live, args=(self.held, self.pulse), daemon=True).start()
            child.body()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else bool(end.code)
        except BaseException:  # whatever it was: said, and the process ends
            logger.exception("%s", child.name)
        finally:
            flush()
            os._exit(status)

    def reap(self) -> None:
        """Takes note of each child that has ended."""
        for child in [child for child in self.children if child.runs]:
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if not pid:
                continue
            pause = child.ended(status)
            if child.brief and not status:
                self.children.remove(child)
            else:
                again = f"started anew in {pause:g} s" if pause else "started anew"
                logger.error("%s ended (%s); %s", child.name, child.last_end, again)
            self.note(self.children)

    def kill_silent(self) -> None:
        """Kills each child that has had no pulse for SILENT seconds."""
        now = time.monotonic()
        alive = set(pulses_from(self.pulses))
        # It did not look itself: stopped with its children, or the whole computer was.
        was_away = now - self.looked > SILENT / 2
        self.looked = now
        for child in [child for child in self.children if child.runs]:
            if was_away or child.pid in alive:
                child.heard = now
            elif now - child.heard > SILENT:
                logger.error("%s hangs; it is killed", child.name)
                tell(child.pid, signal.SIGKILL)
                child.heard = now

    def until_due(self) -> float:
        """Seconds until a child is to be started; endless while all run."""
        dues = [child.due for child in self.children if not child.runs]
        return max(0.0, min(dues) - time.monotonic()) if dues else math.inf

    def end(self) -> None:
        """Ends every child: first it is told, then it is killed."""
        deadline = time.monotonic() + PATIENCE
        running = [child for child in self.children if child.runs]
        for child in running:
            tell(child.pid, signal.SIGTERM)
        while running and time.monotonic() < deadline:
            running = [child for child in running if os.waitpid(child.pid, os.WNOHANG) == (0, 0)]
            time.sleep(0.02)
        for child in running:
            tell(child.pid, signal.SIGKILL)
            os.waitpid(child.pid, 0)


def live(held: int, pulse: int) -> None:
    """This process's pulse; ends it soon after the one that holds the other end
    of the pipe `held` has ended.
    """
    while not select.select([held], [], [], PULSE)[0]:
        # Full while nobody reads it.
        with contextlib.suppress(BlockingIOError):
            os.write(pulse, PID.pack(os.getpid()))
    tell(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)


def pulses_from(pulses: int) -> Iterator[int]:
    """The process ids that were written there since it was read last."""
    with contextlib.suppress(BlockingIOError):
        while True:
            yield from (pid for (pid,) in PID.iter_unpack(os.read(pulses, 512 * PID.size)))


def flush() -> None:
    """Neither a full disk nor a log that nobody reads any more ends anything."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()


def tell(pid: int, sign: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, sign)


def end_of(status: int) -> str:
    """A wait status in words: `exit 1`, `SIGKILL`."""
    code = os.waitstatus_to_exitcode(status)
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name


@contextlib.contextmanager
def woken_by_signals(told: Callable[[int, object], None]) -> Iterator[selectors.BaseSelector]:
    """A selector that any signal wakes, also one that came just before it waits."""
    wakes, wake = os.pipe()
    for end in (wakes, wake):
        os.set_blocking(end, False)
    before = {sign: signal.signal(sign, told) for sign in (*ENDING, signal.SIGCHLD)}
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    with selectors.DefaultSelector() as selector:
        selector.register(wakes, selectors.EVENT_READ)
        yield selector
    signal.set_wakeup_fd(-1)
    # Told to end once more while it does: it is at it.
    for sign in before:
        signal.signal(sign, signal.SIG_IGN if sign in ENDING else signal.SIG_DFL)
    os.close(wakes)
    os.close(wake)


def drain(wakes: selectors.BaseSelector) -> None:
    """Forgets which signals woke it: their handlers have been called."""
    for key in wakes.get_map().values():
        with contextlib.suppress(BlockingIOError):
            os.read(key.fd, 512)
