"""Somebody at a terminal, who types what a program asks for."""

from __future__ import annotations

import os
import pty
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def typed(
    command: list[str], environment: Mapping[str, str], folder: Path, *lines: str
) -> tuple[int, str]:
    """How a program in that folder ended, and all that it showed; at each colon that this ends with
    a line is typed.
    """
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(folder)
        os.execvpe(command[0], command, environment)
    said, left = "", list(lines)
    with suppress(OSError):  # the terminal's end
        while heard := os.read(terminal, 1024):
            said += heard.decode()
            if left and said.endswith(": "):
                os.write(terminal, f"{left.pop(0)}\n".encode())
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said
