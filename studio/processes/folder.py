"""The data folder belongs to one running studio at a time, and to nobody but its owner."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings

from studio.sqlite.emptied import has_held_studio

# The children of a studio that was killed end by themselves, and hold the lock until then.
PATIENCE = 12.0


class Occupied(Exception):
    """Another studio runs on the folder; says where and by which process."""


@contextmanager
def occupied() -> Iterator[None]:
    """Keeps every other studio out; raises Occupied where one runs.

    The lock is the kernel's: it goes with the last of the processes that have inherited it.
    """
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.DATA.chmod(0o700)
    lock = os.open(settings.DATA / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        wait_for(lock)
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(lock)


def keep_others_out() -> None:
    """Nobody else may come into a studio's folder any more, however it was made.

    Any other folder is left as it is: this comes before anybody has said that one is wanted there.
    """
    with suppress(OSError):
        made = (settings.DATA / name for name in ("studio.sqlite3", "secret-key"))
        is_studio_s = has_held_studio() or any(path.exists() for path in made)
        if is_studio_s and settings.DATA.stat().st_mode & 0o077:
            settings.DATA.chmod(0o700)


def wait_for(lock: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = holder_of(lock)
            if holder or time.monotonic() > deadline:
                raise Occupied(
                    f"Another studio runs on {settings.DATA} (process {holder or 'unknown'}). "
                    "End it, or set STUDIO_DATA to another folder."
                ) from None
            time.sleep(0.1)


def holder_of(lock: int) -> int | None:
    """The process that took the lock, while it lives."""
    written = os.pread(lock, 20, 0).strip()
    if not written.isdigit():
        return None
    try:
        os.kill(int(written), 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    return int(written)
