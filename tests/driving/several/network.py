"""A network of hosts on one computer, each a network namespace: it has a loopback of its own, and
reaches others by a bridge alone. This computer itself is on it, as one more host.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from functools import cache
from pathlib import Path

REASON = "A network of hosts takes root, iproute2, and a machine that lets it make one."
NUMBERS = range(1, 250)
# The last parts of addresses that no host has.
GUESTS = range(50, 250)


@dataclass(frozen=True)
class Host:
    """`link` is its plug at the bridge."""

    name: str
    address: str
    space: str
    link: str

    @property
    def within(self) -> tuple[str, ...]:
        """What a command that runs there begins with; its process id stays the same."""
        return ("ip", "netns", "exec", self.space)

    @contextmanager
    def cut_off(self) -> Iterator[None]:
        """Nobody hears of it any more, nor it of anybody: no connection is told that it is over."""
        ip("link", "set", self.link, "down")
        try:
            yield
        finally:
            ip("link", "set", self.link, "up")


@dataclass(frozen=True)
class Network:
    """`address` is this computer's own on it."""

    number: int
    hosts: dict[str, Host]

    @property
    def address(self) -> str:
        return self.at(1)

    @property
    def bridge(self) -> str:
        return f"mix{self.number}"

    @property
    def whole(self) -> str:
        return self.at(0) + "/24"

    def at(self, last: int) -> str:
        return f"10.213.{self.number}.{last}"

    def guests(self, many: int) -> list[str]:
        """So many more addresses of this computer, for people who come from one each."""
        made = [self.at(last) for last in GUESTS[:many]]
        for address in made:
            ip("address", "replace", f"{address}/24", "dev", self.bridge)
        return made


@cache
def can_be_made() -> bool:
    if os.geteuid() or not shutil.which("ip"):
        return False
    with suppress(OSError, subprocess.CalledProcessError), network(["one"]):
        return True
    return False


@contextmanager
def network(names: Sequence[str]) -> Iterator[Network]:
    """Hosts of these names; whatever runs there is to end before the block does."""
    with ExitStack() as stack:
        number = stack.enter_context(a_number())
        made = Network(number, {})
        bridge = made.bridge
        # What was left of one that was killed.
        silently("link", "del", bridge)
        ip("link", "add", bridge, "type", "bridge")
        stack.callback(silently, "link", "del", bridge)
        ip("address", "add", f"{made.address}/24", "dev", bridge)
        ip("link", "set", bridge, "up")
        for last, name in enumerate(names, 10):
            host = Host(name, made.at(last), f"{bridge}-{name}", f"{bridge}-{last}")
            stack.callback(unplug, host)
            plug_in(host, bridge)
            made.hosts[name] = host
        yield made


def plug_in(host: Host, bridge: str) -> None:
    unplug(host)
    ip("netns", "add", host.space)
    cable = ("type", "veth", "peer", "name", "eth0", "netns", host.space)
    ip("link", "add", host.link, *cable)
    ip("link", "set", host.link, "master", bridge, "up")
    ip("-n", host.space, "address", "add", f"{host.address}/24", "dev", "eth0")
    for device in ("lo", "eth0"):
        ip("-n", host.space, "link", "set", device, "up")


def unplug(host: Host) -> None:
    """The kernel keeps a namespace, and so its cable, until whatever was killed there is gone."""
    silently("link", "del", host.link)
    silently("netns", "del", host.space)


@contextmanager
def a_number() -> Iterator[int]:
    """One that no other network of this computer has, as long as the block lasts."""
    folder = Path(tempfile.gettempdir(), "mix-studio-networks")
    folder.mkdir(exist_ok=True)
    for number in NUMBERS:
        with (folder / str(number)).open("w") as claim:
            try:
                flock(claim, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                continue
            yield number
            return
    raise OSError("no free network")


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def silently(*words: str) -> None:
    subprocess.run(["ip", *words], check=False, capture_output=True)
