"""Why what the studio stores can't be read or written, by what the database and the disk say of it.

SQLite tells most of it in words alone.
"""

from __future__ import annotations

import errno
from enum import Enum, auto

from django.db import Error, ProgrammingError
from django.utils.translation import gettext as _

from studio.outage import FORBIDDEN, FULL, StorageAway, StorageTaken, number_of

# What can't be read or written raises one of these.
FAULTS = (Error, OSError)
# What a command ends with then, where that is all there is to say.
NO_DATABASE = 7


class Cause(Enum):
    FULL = auto()
    READ_ONLY = auto()
    SHUT = auto()
    FAILING = auto()
    DAMAGED = auto()
    # Its tables are not those that this version knows.
    OTHER_TABLES = auto()
    LOCKED = auto()
    AWAY = auto()
    # Of the storage that pictures lie in.
    STORAGE_AWAY = auto()
    STORAGE_TAKEN = auto()


NUMBERS = {
    **dict.fromkeys(FULL, Cause.FULL),
    **dict.fromkeys(FORBIDDEN, Cause.SHUT),
    errno.EROFS: Cause.READ_ONLY,
    errno.EIO: Cause.FAILING,
}
WORDS = {
    "unable to open": Cause.SHUT,
    "malformed": Cause.DAMAGED,
    "not a database": Cause.DAMAGED,
    "no such": Cause.OTHER_TABLES,
    "locked": Cause.LOCKED,
}


def cause_of(fault: BaseException | None) -> Cause:
    if isinstance(fault, StorageAway):
        return Cause.STORAGE_TAKEN if isinstance(fault, StorageTaken) else Cause.STORAGE_AWAY
    if number := number_of(fault):
        return NUMBERS.get(number, Cause.AWAY)
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
        Cause.FAILING: _("The disk that holds the studio’s data fails."),
        Cause.DAMAGED: _("The studio’s database is damaged."),
        Cause.OTHER_TABLES: _("The tables of its database are those of another version."),
        Cause.LOCKED: _("Somebody else holds the lock of the studio’s database."),
        Cause.AWAY: _("The studio’s database does not answer."),
        Cause.STORAGE_AWAY: _("The storage of pictures does not answer."),
        Cause.STORAGE_TAKEN: _(
            "The storage of pictures is another studio’s, or holds something else."
        ),
    }
    return reasons[cause_of(fault)]
