"""`manage.py backup`: the studio in one file, while it runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import Error
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.printing import PrintingCommand
from studio.processes.backup.archive import Unfit
from studio.processes.backup.making import MEBIBYTE, Made, NotMade, make


class Command(PrintingCommand):
    purpose = gettext_lazy(
        "Writes the studio into one file, which nobody else may read; the studio may run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            help=_("where the file is written (STUDIO_DATA/backups)"),
        )
        parser.add_argument(
            "--with-secret-key",
            action="store_true",
            help=_("what signs sessions and callbacks, and what opens the secrets, too"),
        )

    def handle(self, *, folder: Path | None, with_secret_key: bool, **options: Any) -> None:
        try:
            made = make(folder or settings.DATA / "backups", with_secret_key=with_secret_key)
        except (NotMade, Unfit) as reason:
            raise CommandError(str(reason)) from None
        except OSError as error:
            sentence = _("No backup was made: {reason}.").format(reason=error.strerror or error)
            raise CommandError(sentence) from None
        except Error as error:
            sentence = _("No backup was made. The database: {reason}").format(reason=error)
            raise CommandError(sentence) from None
        self.say(str(made.path))
        size = f"{made.path.stat().st_size / MEBIBYTE:.1f}"
        self.remark(_("{size} MiB, read back whole.").format(size=size))
        if made.manifest.lost:
            raise CommandError(lost(made))


def lost(made: Made) -> str:
    """The backup is as good as the studio is, which has lost something."""
    names = made.manifest.lost
    sentence = _(
        "{count} uploaded files could not be backed up: in {folder} they are not there or damaged "
        "({names}). All else is in the backup."
    )
    folder = _("the storage") if settings.STORAGE else settings.UPLOADS
    return sentence.format(count=len(names), folder=folder, names=", ".join(names[:3]))
