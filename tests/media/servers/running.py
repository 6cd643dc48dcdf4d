"""Real servers of streams, each a program on loopback ports of its own as long as a block lasts."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from studio.media.guard import Policy
from tests.driving.processes import is_listening, wait_for

HOST = "127.0.0.1"


@dataclass(frozen=True)
class StreamServer:
    """Plays what is published to it: by RTMP at the first of its ports, by HTTP-FLV at the second,
    if it has one.
    """

    ports: tuple[int, ...]

    def rtmp(self, name: str) -> str:
        return f"rtmp://{HOST}:{self.ports[0]}/live/{name}"

    def flv(self, name: str) -> str:
        return f"http://{HOST}:{self.ports[1]}/live/{name}.flv"

    @property
    def policy(self) -> Policy:
        """The product's own, which lets this server through, as an operator would."""
        return Policy(allow=frozenset((HOST, port) for port in self.ports))


@contextmanager
def serving(
    command: Sequence[str], folder: Path, *ports: int, **environment: str
) -> Iterator[StreamServer]:
    """The program that listens there, started in that folder; its words go to `log` in it."""
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=log, stderr=log
        ) as process,
    ):
        try:
            wait_for(lambda: all(map(is_listening, ports)), f"{command[0]} listens", 20)
            yield StreamServer(ports)
        finally:
            process.terminate()
