"""What passes without anybody mending the program: the database is away, or the disk below it
takes nothing. All else that goes wrong is a fault of ours, which no waiting mends.
"""

from __future__ import annotations

import errno
import sqlite3

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
OF_THE_DISK = frozenset({errno.EROFS, errno.EIO}) | FULL | FORBIDDEN


def is_outage(fault: BaseException | None) -> bool:
    """Whether it lies in what the studio stores, not in what it was asked or how it is written."""
    if isinstance(fault, OSError):
        return fault.errno in OF_THE_DISK
    # PostgreSQL calls a database that can only be read an internal error; SQLite has no kind of
    # error for a file that is damaged, and calls a query that can't be read an operational one.
    if isinstance(fault, (OperationalError, InterfaceError, InternalError)):
        return getattr(fault.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR
    return type(fault) is DatabaseError
