"""What passes without anybody mending the program: the database is away, or the disk below it
takes nothing. All else that goes wrong is a fault of ours, which no waiting mends.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
# Bytes, without which hardly a row is written.
LEAST_ROOM = 2**16
OF_THE_DISK = frozenset({errno.EROFS, errno.EIO}) | FULL | FORBIDDEN


class StorageAway(OSError):
    """The storage that pictures lie in (STORAGE_URL) does not answer, or not as it should."""

    def __init__(self) -> None:
        super().__init__(errno.EIO, "the storage does not answer")


class StorageTaken(StorageAway):
    """It keeps another studio's pictures."""


def is_outage(fault: BaseException | None) -> bool:
    """Whether it lies in what the studio stores, not in what it was asked or how it is written."""
    if isinstance(fault, OSError):
        return fault.errno in OF_THE_DISK
    # PostgreSQL calls a database that can only be read an internal error; SQLite has no kind of
    # error for a file that is damaged, and calls a query that can't be read an operational one.
    if isinstance(fault, (OperationalError, InterfaceError, InternalError)):
        return getattr(fault.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
    return type(fault) is DatabaseError


def number_of(fault: BaseException | None) -> int | None:
    """Which of the disk's errors is behind it, None where it is none's. Databases say it in words,
    and SQLite calls it by what it was about to do.
    """
    if isinstance(fault, OSError):
        return fault.errno
    words = str(fault)
    if "disk is full" in words or "No space left on device" in words:
        return errno.ENOSPC
    if "readonly" in words:
        return errno.EROFS
    if "unable to open" in words:
        return of_the_disk()
    return (of_the_disk() or errno.EIO) if "disk I/O error" in words else None


def of_the_disk() -> int | None:
    """What keeps SQLite's file from being written, as the disk tells; None where nothing does."""
    file = Path(settings.DATABASES["default"]["NAME"])
    try:
        disk = os.statvfs(file.parent)
    except OSError as error:
        return error.errno
    if disk.f_flag & os.ST_RDONLY:
        return errno.EROFS
    if disk.f_bavail * disk.f_frsize < LEAST_ROOM:
        return errno.ENOSPC
    may = os.access(file.parent, os.R_OK | os.W_OK | os.X_OK)
    return None if may and os.access(file, os.R_OK | os.W_OK) else errno.EACCES
