"""Outputs that take nothing, or not every letter: of a process of its own, and within this one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TextIO

# Runs `manage.py` with these arguments; its exit code, and what it wrote (None where nobody sees
# that).
Output = Callable[[list[str], dict[str, str]], tuple[int, bytes | None, str]]


def command(arguments: list[str]) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def captured(encoding: str) -> Output:
    """A terminal that speaks this encoding."""

    def run(arguments: list[str], env: dict[str, str]) -> tuple[int, bytes | None, str]:
        env = env | {"PYTHONIOENCODING": encoding}
        ran = subprocess.run(
            command(arguments), env=env, capture_output=True, timeout=60, check=False
        )
        ran.stdout.decode(encoding)
        return ran.returncode, ran.stdout, ran.stderr.decode(encoding)

    return run


def shell(redirection: str) -> Output:
    """Standard output as a shell redirects it."""

    def run(arguments: list[str], env: dict[str, str]) -> tuple[int, bytes | None, str]:
        line = ["sh", "-c", f'exec "$@" {redirection}', "sh", *command(arguments)]
        ran = subprocess.run(line, env=env, stderr=subprocess.PIPE, timeout=60, check=False)
        return ran.returncode, None, (ran.stderr or b"").decode()

    return run


def unread(arguments: list[str], env: dict[str, str]) -> tuple[int, bytes | None, str]:
    """A pipe whose reader is gone."""
    reader, writer = os.pipe()
    os.close(reader)
    with closing(os.fdopen(writer, "wb")) as pipe:
        ran = subprocess.run(
            command(arguments),
            env=env,
            stdout=pipe,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    return ran.returncode, None, ran.stderr.decode()


OUTPUTS: dict[str, Output] = {
    "gbk": captured("gbk"),
    "latin-1": captured("latin-1"),
    "full": shell(">/dev/full"),
    "closed": shell(">&-"),
    "both closed": shell(">&- 2>&-"),
    "both full": shell(">/dev/full 2>/dev/full"),
    "unread": unread,
}


# --- Within this process --------------------------------------------------------------------


def unread_stream() -> TextIO:
    reader, writer = os.pipe()
    os.close(reader)
    return os.fdopen(writer, "w")


def closed_stream() -> TextIO:
    stream = io.StringIO()
    stream.close()
    return stream


def full_stream() -> TextIO:
    return Path("/dev/full").open("w")


def speaking(encoding: str) -> Callable[[], TextIO]:
    return lambda: io.TextIOWrapper(io.BytesIO(), encoding=encoding)


STREAMS: dict[str, Callable[[], TextIO]] = {
    "gbk": speaking("gbk"),
    "latin-1": speaking("latin-1"),
    "full": full_stream,
    "closed": closed_stream,
    "unread": unread_stream,
}
