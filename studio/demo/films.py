"""The films of the shows: encoded once for a data folder, each by a process of its own."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings

NAMES = ("pendulums.mp4", "pitch.flv")


def folder() -> Path:
    return Path(settings.DATA, "demo")


def make(into: Path) -> list[str]:
    """Those that are not there yet, side by side; the names of those that could not be made."""
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as stack:
        filmed = {
            name: stack.enter_context(filming(into / name))
            for name in NAMES
            if not (into / name).exists()
        }
        return [name for name, process in filmed.items() if process.wait()]


def filming(path: Path) -> subprocess.Popen[bytes]:
    """It ends when we do. Ctrl+C is for us alone: a Python that just begins would tell of it."""
    return subprocess.Popen(  # noqa: S603  # our own words  # nosec B603
        [sys.executable, "-m", "studio.demo.filming", str(path)],
        cwd=settings.BASE,
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
