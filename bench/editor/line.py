"""A slow line: packets between this machine and a network namespace, late and no faster than told.

Two TUN devices, one on either side, and a process that carries each packet across: it leaves when
those before it have left at the line's rate, and arrives half a round trip later. That is what
`tc netem delay … rate …` does, for kernels that are built without it. TCP at both ends is the
kernel's own.
"""

from __future__ import annotations

import ctypes
import fcntl
import multiprocessing
import os
import select
import shutil
import struct
import subprocess
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

HERE, THERE = "10.213.77.1", "10.213.77.2"
NAMESPACE = "mix-studio-afar"
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
LONGEST_PACKET = 65536
# Ethernet's header, which a TUN device's packets lack.
HEADER = 14


@dataclass(frozen=True)
class Line:
    """`round_trip` in ms, half of it each way; `rate` in Mbit/s, each way."""

    round_trip: int
    rate: int

    def __str__(self) -> str:
        return f"{self.round_trip} ms / {self.rate} Mbit/s"


def missing() -> str | None:
    """Why there can be no line here."""
    if os.geteuid() != 0 or not shutil.which("ip") or not Path("/dev/net/tun").exists():
        return "A slow line needs root, iproute2 and /dev/net/tun."
    return None


@contextmanager
def laid(line: Line) -> Iterator[None]:
    """HERE is reached from inside `far_side()` over that line."""
    ip("netns", "add", NAMESPACE)
    ends = [tunnel("afar0"), tunnel("afar1")]
    carrier = multiprocessing.get_context("fork").Process(target=carry, args=(*ends, line))
    try:
        ip("link", "set", "afar1", "netns", NAMESPACE)
        connect("afar0", HERE, THERE, [])
        connect("afar1", THERE, HERE, ["-n", NAMESPACE])
        carrier.start()
        yield
    finally:
        if carrier.is_alive():
            carrier.terminate()
            carrier.join()
        for end in ends:
            os.close(end)
        ip("netns", "delete", NAMESPACE)


@contextmanager
def far_side() -> Iterator[None]:
    """What this thread starts meanwhile is at the other end of the line."""
    with Path("/proc/thread-self/ns/net").open() as ours:
        enter(Path("/run/netns", NAMESPACE))
        try:
            yield
        finally:
            enter_open(ours.fileno())


def enter(namespace: Path) -> None:
    with namespace.open() as file:
        enter_open(file.fileno())


def enter_open(namespace: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(namespace, 0) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def connect(device: str, own: str, other: str, where: list[str]) -> None:
    ip(*where, "address", "add", own, "peer", other, "dev", device)
    ip(*where, "link", "set", device, "up")


def tunnel(name: str) -> int:
    """The descriptor whose reads and writes are that new device's packets."""
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


@dataclass
class Way:
    """One direction: packets under way, with the time at which each arrives."""

    source: int
    target: int
    under_way: deque[tuple[float, bytes]] = field(default_factory=deque)
    free_at: float = 0.0

    def take(self, line: Line) -> None:
        with suppress(BlockingIOError):
            while True:
                packet = os.read(self.source, LONGEST_PACKET)
                lasts = 8 * (len(packet) + HEADER) / (line.rate * 1e6)
                self.free_at = max(self.free_at, time.monotonic()) + lasts
                self.under_way.append((self.free_at + line.round_trip / 2000, packet))

    def deliver(self) -> None:
        while self.under_way and self.under_way[0][0] <= time.monotonic():
            # A full device drops it, as a network does.
            with suppress(BlockingIOError):
                os.write(self.target, self.under_way[0][1])
            self.under_way.popleft()


def carry(one: int, other: int, line: Line) -> None:
    """Carries packets until the process is ended."""
    ways = [Way(one, other), Way(other, one)]
    while True:
        next_at = min((way.under_way[0][0] for way in ways if way.under_way), default=None)
        wait = None if next_at is None else max(0.0, next_at - time.monotonic())
        ready = select.select([one, other], [], [], wait)[0]
        for way in ways:
            if way.source in ready:
                way.take(line)
            way.deliver()
