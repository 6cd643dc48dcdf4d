"""Processes of a studio that are killed without warning, and come again."""

from __future__ import annotations

import math
import os
import random
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.machine import slowness
from tests.driving.processes import ROOT, RunningStudio, command, parent_of

Lives = dict[str, tuple[float, float]]
WATCH_SECONDS = 0.02
# The shortest and longest life of each, from when it is up, where nobody else wants the machine.
# The child that works for the cloud is the clock, too: who is always killed before the next look
# tells nothing.
LIVES = {"web": (0.2, 8.0), "cloud": (4.0, 12.0), "worker": (0.2, 8.0)}
# In a run that is over sooner than that; not as short as the others', or shows wait for looks.
BRIEF = LIVES | {"cloud": (3.0, 8.0)}
WEB = ("web-1", "web-2")
# Beside the whole's one.
WORKERS = 2


@dataclass
class Victim:
    """Lives for a while, dies by kill -9, and comes again: `pid` is 0 meanwhile."""

    name: str
    studio: RunningStudio
    chance: random.Random
    lives: Lives
    kills: int = 0
    pid: int = 0

    def live(self, over: threading.Event) -> None:
        while not over.wait(WATCH_SECONDS):
            if self.comes():
                self.last(self.chance.uniform(*self.lives[self.kind]), over)

    def last(self, seconds: float, over: threading.Event) -> None:
        """Let it be for so long from when it is up, unless it ends before."""
        end = math.inf
        while parent_of(self.pid) and not over.wait(WATCH_SECONDS):
            if end == math.inf and self.is_up():
                end = time.monotonic() + seconds * slowness()
            if time.monotonic() > end:
                self.strike()

    @property
    def kind(self) -> str:
        return self.name.partition("-")[0]

    def comes(self) -> bool:
        """Whether there is a process."""
        self.pid = self.studio.child(self.name)
        return self.pid != 0

    def is_up(self) -> bool:
        """As soon as it is there: what it needs, its parent has loaded."""
        return True

    def strike(self) -> None:
        """As a power cut: it has no chance to tidy up."""
        if parent_of(self.pid):
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
                self.kills += 1


@dataclass
class Web(Victim):
    """Up once somebody was answered since it came: of two at one port nobody knows by whom."""

    has_answered: bool = False

    def comes(self) -> bool:
        self.has_answered = False
        return super().comes()

    def is_up(self) -> bool:
        return self.has_answered


@dataclass
class Worker(Victim):
    """A part that runs beside the whole, by itself: nobody but this starts it anew."""

    process: subprocess.Popen[bytes] | None = None

    def live(self, over: threading.Event) -> None:
        try:
            super().live(over)
        finally:
            if self.process:
                self.process.kill()
                self.process.wait()

    def comes(self) -> bool:
        if not self.process or self.process.poll() is not None:
            self.process = subprocess.Popen(
                command(ROOT, "cloud"), cwd=ROOT, env=self.studio.all_environment
            )
            self.pid = self.process.pid
        return True

    def is_up(self) -> bool:
        """On a busy machine starting alone takes several seconds."""
        return uses_database(self.pid)


@dataclass
class Victims:
    """The whole's children that have to do with operations, and workers beside it."""

    studio: RunningStudio
    seed: int
    lives: Lives
    all: list[Victim] = field(default_factory=list)

    def __post_init__(self) -> None:
        kinds: dict[str, type[Victim]] = dict.fromkeys(WEB, Web) | {"cloud": Victim}
        kinds |= {f"worker-{n}": Worker for n in range(WORKERS)}
        for name, kind in kinds.items():
            chance = random.Random(f"{self.seed} {name}")
            self.all.append(kind(name, self.studio, chance, self.lives))

    def answered(self) -> None:
        """Somebody was, by the web."""
        for victim in self.all:
            if isinstance(victim, Web):
                victim.has_answered = True

    def kills(self) -> dict[str, int]:
        return {
            kind: sum(victim.kills for victim in self.all if victim.kind == kind) for kind in LIVES
        }

    def strike_owner(self, port: int) -> None:
        """Kill the one that has this port of the loopback address."""
        socket = f"socket:[{inode_of(port)}]"
        for victim in self.all:
            if socket in opened(victim.pid):
                victim.strike()


def inode_of(port: int) -> str:
    """What the kernel calls the socket that is bound to a port of 127.0.0.1."""
    local = f"0100007F:{port:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    return next((row[9] for row in rows if row[1] == local), "")


def uses_database(pid: int) -> bool:
    """Whether a process that asks nobody else has opened a file of SQLite's, or a socket."""
    return any("sqlite3" in name or name.startswith("socket:") for name in opened(pid))


def opened(pid: int) -> set[str]:
    """What the descriptors of a process are: paths, `socket:[inode]` …"""
    found = set()
    with suppress(OSError):
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                found.add(str(descriptor.readlink()))
    return found
