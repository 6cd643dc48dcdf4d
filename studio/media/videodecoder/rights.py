"""What the process may do, before it hears of a video."""

from __future__ import annotations

import resource
import sys

# As of pictures; a decoder of video holds several pictures at once.
MAX_MEMORY = 480 * 2**20
MAX_ADDRESS_SPACE = MAX_MEMORY + 250 * 2**20
MAX_CPU_SECONDS = 4


def give_up_rights() -> None:
    """No more memory and time than needed; no file, socket, process or core from here on."""
    limits = {
        resource.RLIMIT_DATA: MAX_MEMORY,
        resource.RLIMIT_CPU: MAX_CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = MAX_ADDRESS_SPACE
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))
