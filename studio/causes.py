"""Why what the studio stores can't be read or written, by what the database and the disk say of it.

SQLite tells most of it in words alone.
"""

from __future__ import annotations

import errno
from enum import Enum, auto

from django.db import Error, ProgrammingError
from django.utils.translation import gettext as _

# What can't be read or written raises one of these.
FAULTS = (Error, OSError)


class Cause(Enum):
    FULL = auto()
    READ_ONLY = auto()
    SHUT = auto()
    DAMAGED = auto()
    # Its tables are not those that this version knows.
    OTHER_TABLES = auto()
    LOCKED = auto()
    AWAY = auto()


WORDS = {
    "disk is full": Cause.FULL,
    "readonly": Cause.READ_ONLY,
    "unable to open": Cause.SHUT,
    "malformed": Cause.DAMAGED,
    "not a database": Cause.DAMAGED,
    "no such": Cause.OTHER_TABLES,
    "locked": Cause.LOCKED,
}
NUMBERS = {
    errno.ENOSPC: Cause.FULL,
    errno.EDQUOT: Cause.FULL,
    errno.EROFS: Cause.READ_ONLY,
    errno.EACCES: Cause.SHUT,
    errno.EPERM: Cause.SHUT,
}


def cause_of(fault: BaseException | None) -> Cause:
    if isinstance(fault, OSError):
        return NUMBERS.get(fault.errno or 0, Cause.AWAY)
    if isinstance(fault, ProgrammingError):
        return Cause.OTHER_TABLES
    said = str(fault)
    return next((cause for words, cause in WORDS.items() if words in said), Cause.AWAY)


def reason_of(fault: BaseException | None) -> str:
    """The cause in a sentence, which names no path and nothing that a row holds."""
    reasons = {
        Cause.FULL: _("The disk that holds the studio’s data is full."),
        Cause.READ_ONLY: _("The studio’s data can only be read."),
        Cause.SHUT: _("This account can’t open the studio’s data."),
        Cause.DAMAGED: _("The studio’s database is damaged."),
        Cause.OTHER_TABLES: _("The tables of its database are those of another version."),
        Cause.LOCKED: _("Somebody else holds the lock of the studio’s database."),
        Cause.AWAY: _("The studio’s database does not answer."),
    }
    return reasons[cause_of(fault)]
