"""A Redis of a test's own, which it may stop, hang and start again."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis import Redis as Client

from tests.driving.processes import free_ports, is_listening, wait_for

PASSWORD = "REDIS-CANARY"


def missing() -> str | None:
    """Why there can be none here."""
    return None if shutil.which("redis-server") else "Redis (redis-server) is not installed."


@dataclass
class Redis:
    """On the loopback address unless told; it keeps nothing on disk."""

    port: int
    address: str = "127.0.0.1"
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{PASSWORD}@{self.address}:{self.port}/3"

    def start(self) -> None:
        where = ["--bind", self.address, "--port", str(self.port), "--requirepass", PASSWORD]
        holds = ["--save", "", "--appendonly", "no", "--databases", "64"]
        command = ["redis-server", *where, *holds]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_for(lambda: is_listening(self.port, self.address), "Redis listens", 10)

    def stop(self) -> None:
        self.tell(signal.SIGKILL)
        self.process = None

    def tell(self, sign: signal.Signals) -> None:
        """As `SIGSTOP` does, it hangs: who connects is taken in, and told nothing."""
        if self.process:
            self.process.send_signal(sign)
            if sign is signal.SIGKILL:
                self.process.wait()

    def calls(self, command: str) -> int:
        """How often it was asked for that since it was started."""
        with Client.from_url(self.url) as asks:
            told = asks.info("commandstats")
        return int(told.get(f"cmdstat_{command}", {"calls": 0})["calls"])


@contextmanager
def redis(address: str = "127.0.0.1") -> Iterator[Redis]:
    made = Redis(free_ports(1), address)
    made.start()
    try:
        yield made
    finally:
        made.stop()
