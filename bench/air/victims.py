"""Processes of a studio that are killed without warning and started again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.driving.processes import ROOT, RunningStudio, command

WATCH_SECONDS = 0.02
# The shortest and longest life of each, from when it is up: on a busy machine starting alone
# takes several seconds, and who is always killed before tells nothing.
LIVES = {"web": (0.2, 4.0), "cloud": (0.2, 5.0), "clock": (4.0, 12.0)}


@dataclass
class Victim:
    """One part in a process of its own: lives for a while, dies by kill -9, and starts anew."""

    name: str
    studio: RunningStudio
    chance: random.Random
    kills: int = 0
    # When it was first seen up in this life: set from outside for the web server.
    up_at: float | None = None
    process: subprocess.Popen[bytes] | None = None
    is_spared: bool = False
    over: threading.Event = field(default_factory=threading.Event)

    def live(self) -> None:
        """Until it is all over."""
        while not self.over.is_set():
            self.up_at = None
            self.process = subprocess.Popen(
                command(ROOT, self.name),
                cwd=ROOT,
                env=self.studio.all_environment,
                start_new_session=True,
            )
            self.last(self.process, self.chance.uniform(*LIVES[self.name]))
            self.end()

    def last(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        """Let it run for as long as it has been given, unless it ends before."""
        while process.poll() is None and not self.over.wait(WATCH_SECONDS):
            if self.name != "web" and self.up_at is None and uses_database(process.pid):
                self.rise()
            elif self.up_at and time.monotonic() - self.up_at > seconds and not self.is_spared:
                self.strike()

    def rise(self) -> None:
        """It is up: from now on its life is counted."""
        self.up_at = self.up_at or time.monotonic()

    def strike(self) -> None:
        """As a power cut: it and its children have no chance to tidy up."""
        if self.process and self.process.poll() is None:
            self.kills += 1
            self.end()

    def end(self) -> None:
        assert self.process
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Victims:
    """A web process, three workers and a clock."""

    studio: RunningStudio
    seed: int
    all: list[Victim] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        names = ["web", *["cloud"] * 3, "clock"]
        for number, name in enumerate(names):
            victim = Victim(name, self.studio, random.Random(f"{self.seed} {number}"))
            self.all.append(victim)
            self.threads.append(threading.Thread(target=victim.live))
            self.threads[-1].start()

    @property
    def web(self) -> Victim:
        return self.all[0]

    def end(self) -> None:
        for victim in self.all:
            victim.over.set()
        for thread in self.threads:
            thread.join()

    def kills(self, name: str) -> int:
        return sum(victim.kills for victim in self.all if victim.name == name)

    def strike_owner(self, port: int) -> None:
        """Kill the one that has this port of the loopback address."""
        socket = f"socket:[{inode_of(port)}]"
        for victim in self.all:
            if victim.process and socket in opened(victim.process.pid):
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
