"""An older revision's first pictures, shown by a process of its own whenever it is told to."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = """
import sys
from studio.media import Policy, fetch_live, fetch_video
from studio.media.videos import DECODERS

policy = Policy(allow=frozenset(("127.0.0.1", int(port)) for port in sys.argv[1:]))
for line in sys.stdin:
    url = line.strip()
    if not url:
        DECODERS.dismiss()
        print(flush=True)
        continue
    fetch = fetch_live if "/live" in url else fetch_video
    print(fetch(url, policy).width, flush=True)
"""


class Older:
    """Shows first pictures as that revision does."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def show(self, url: str) -> None:
        if self._told(url) != "1920":
            raise RuntimeError("another picture")

    def dismiss(self) -> None:
        """No decoder waits for the next one any more."""
        self._told("")

    def _told(self, line: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        print(line, file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()


@contextmanager
def older(tree: Path, *ports: int) -> Iterator[Older]:
    """The revision that is checked out there, which may fetch from these ports of loopback."""
    command = [sys.executable, "-c", PROGRAM, *map(str, ports)]
    process = subprocess.Popen(
        command, cwd=tree, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        yield Older(process)
        assert process.stdin
        process.stdin.close()
