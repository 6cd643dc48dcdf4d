"""Whether the database is empty, and whether it is one that a studio has lost.

SQLite makes a file that is not there, and takes an empty one for a new database: where a studio has
been, that would be a new studio in the place of the old one, without a word.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _


class Emptied(Exception):
    """There is no studio in the database, although one was here; says what to do."""


def refuse_emptied() -> None:
    """Raises Emptied."""
    if is_emptied():
        raise Emptied(f"{what_is_emptied()} {what_to_do()}")


def is_emptied() -> bool:
    return connection.vendor == "sqlite" and has_held_studio() and is_empty()


def is_empty() -> bool:
    """Whether it has no tables; to ask makes no file, and fills none."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        if not file.exists() or not file.stat().st_size:
            return True
    return not connection.introspection.table_names()


def has_held_studio() -> bool:
    """Whether there is in the data folder what a studio writes once it has its tables.

    A secret key is no sign of one, nor are static files: `manage.py check --deploy` makes the one
    and `collectstatic` the others before the first start.
    """
    return any((settings.DATA / name).exists() for name in ("beats", "uploads", "frames"))


def what_is_not_yet() -> str:
    return _("There is no studio here yet.")


def what_is_emptied() -> str:
    return _("The studio’s database is empty or gone, although a studio was here.")


def what_to_do() -> str:
    return _(
        "Set STUDIO_DATA to a new folder, and there restore the last backup (manage.py restore "
        "BACKUP) or start anew."
    )
