"""The data folder belongs to one running studio at a time, and to nobody but its owner."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from django.conf import settings
from django.utils.translation import gettext as _

from studio.processes import supervisor
from studio.sqlite.emptied import has_held_studio

# The children of a studio that was killed end by themselves, and hold the lock until then: they see
# it within a pulse, finish what they are at, and a busy computer takes a moment more.
PATIENCE = supervisor.PULSE + supervisor.PATIENCE + 3.0


class Occupied(Exception):
    """Another studio runs on the folder; says where and by which process."""


class Unusable(Exception):
    """The folder can't be made or written to; says where and why."""


@contextmanager
def occupied() -> Iterator[None]:
    """Keeps every other studio out; raises Occupied where one runs, and Unusable.

    The lock is the kernel's: it goes with the last of the processes that have inherited it.
    """
    with ExitStack() as held:
        try:
            settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
            settings.DATA.chmod(0o700)
            lock = os.open(settings.DATA / "lock", os.O_RDWR | os.O_CREAT, 0o600)
            held.callback(os.close, lock)
            wait_for(lock)
            os.ftruncate(lock, 0)
            os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        except OSError as error:
            sentence = _("{folder} cannot be used: {reason}. Set STUDIO_DATA to another folder.")
            reason = error.strerror or type(error).__name__
            raise Unusable(sentence.format(folder=settings.DATA, reason=reason)) from None
        yield


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
                sentence = _(
                    "Another studio runs on {folder} (process {process}). End it, or set "
                    "STUDIO_DATA to another folder."
                )
                process = holder or _("unknown")
                raise Occupied(sentence.format(folder=settings.DATA, process=process)) from None
            # The kernel tells nobody that it is free but who waits for ever.
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
