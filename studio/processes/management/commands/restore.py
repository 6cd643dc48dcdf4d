"""`manage.py restore FILE`: a studio made of a backup, in an empty data folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import Error
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from studio.printing import PrintingCommand
from studio.processes.backup.archive import Unfit
from studio.processes.backup.restoring import NoPlace, Restored, restore
from studio.processes.folder import Occupied, Unusable

UNSENT = _(
    "%d operations were waiting to be sent then. They are marked as not sent and stay so: whether "
    "the studio that was backed up has sent them since, the cloud’s list of tasks tells."
)
UNKNOWN = _("%d operations were sent, and nobody knows with what outcome: the cloud will be asked.")
FORGOTTEN = _("%d pictures of sources and logos were not in it, and will be fetched again.")
LOST = _("%d uploaded files were lost before the backup was made.")
KEYLESS = _(
    "The secret key is not in it: copy the old secret-key into %s before the first start, or the "
    "callbacks of running tasks are turned away."
)
LOCKED = _(
    "%(count)s secrets in it are locked: write the sealing-keys of the old studio into %(folder)s, "
    "or its STUDIO_SEALING_KEYS into the environment, before the first start."
)


class Command(PrintingCommand):
    purpose = _("Makes a studio of a backup, in an empty data folder and an empty database.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            restored = restore(file)
        except (Unfit, NoPlace, Occupied, Unusable) as why:
            raise CommandError(str(why)) from None
        except OSError as error:
            sentence = gettext("Nothing was restored: {reason}.")
            reason = error.strerror or error
            raise CommandError(sentence.format(reason=reason)) from None
        except Error as error:
            # Its own words may hold what the rows hold.
            name = type(error).__name__
            sentence = gettext("Nothing was restored. The database: {reason}.")
            raise CommandError(sentence.format(reason=name)) from None
        for line in told(restored):
            self.say(line)
        if settings.STORAGE:
            call_command("copy_pictures", "to-storage", stdout=self.stdout, stderr=self.stderr)


def told(restored: Restored) -> list[str]:
    """What to know of it, in sentences."""
    counts = {
        UNSENT: restored.unsent,
        UNKNOWN: restored.unknown,
        FORGOTTEN: restored.forgotten,
        LOST: len(restored.manifest.lost),
    }
    is_locked = {"count": restored.locked, "folder": settings.DATA}
    return [
        gettext("The studio is as it was at {time}.").format(time=restored.manifest.began),
        *(sentence % count for sentence, count in counts.items() if count),
        *([] if restored.has_key else [KEYLESS % settings.DATA]),
        *([LOCKED % is_locked] if restored.locked else []),
        gettext(
            "Nobody is signed in: start it, and open the link it prints; on a server, sign in as "
            "ever."
        ),
    ]
