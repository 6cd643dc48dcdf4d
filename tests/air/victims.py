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

from tests.browser.processes import ROOT, RunningStudio, is_listening, procfile

WATCH_SECONDS = 0.02
# The shortest and longest life of each: starting alone takes a worker a second, or three on a
# busy machine. The web server's is counted from its first answer, lest it never gave one.
LIVES = {"web": (1.0, 5.0), "worker-cloud": (1.5, 7.0), "clock": (5.0, 15.0)}


@dataclass
class Victim:
    """One process of the Procfile: lives for a while, dies by kill -9, and starts anew."""

    name: str
    studio: RunningStudio
    chance: random.Random
    kills: int = 0
    serves: bool = False
    process: subprocess.Popen[bytes] | None = None
    spared: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def live(self) -> None:
        """Until it is all over."""
        while not self.over.is_set():
            self.serves = False
            self.process = subprocess.Popen(
                ["sh", "-c", procfile()[self.name]],
                cwd=ROOT,
                env=self.studio.all_environment,
                start_new_session=True,
            )
            life = self.chance.uniform(*LIVES[self.name])
            end = time.monotonic() + life
            while self.process.poll() is None and not self.over.wait(WATCH_SECONDS):
                if self.name == "web" and not self.serves:
                    self.serves = is_listening(self.studio.port)
                    end = time.monotonic() + life
                elif time.monotonic() > end and not self.spared.is_set():
                    self.strike()
            self.end()

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
        names = ["web", *["worker-cloud"] * 3, "clock"]
        for number, name in enumerate(names):
            victim = Victim(name, self.studio, random.Random(f"{self.seed} {number}"))
            self.all.append(victim)
            self.threads.append(threading.Thread(target=victim.live))
            self.threads[-1].start()

    def end(self) -> None:
        for victim in self.all:
            victim.over.set()
        for thread in self.threads:
            thread.join()

    def kills(self, name: str) -> int:
        return sum(victim.kills for victim in self.all if victim.name == name)

    def strike_owner(self, port: int) -> None:
        """Kill the one that has this port of the loopback address."""
        inode = inode_of(port)
        for victim in self.all:
            if victim.process and inode in sockets(victim.process.pid):
                victim.strike()


def inode_of(port: int) -> str:
    """What the kernel calls the socket that is bound to a port of 127.0.0.1."""
    local = f"0100007F:{port:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    return next((row[9] for row in rows if row[1] == local), "")


def sockets(pid: int) -> set[str]:
    found = set()
    with suppress(OSError):
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                target = str(descriptor.readlink())
                if target.startswith("socket:["):
                    found.add(target[8:-1])
    return found
