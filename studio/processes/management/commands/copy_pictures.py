"""`manage.py copy_pictures to-storage` (or `to-folder`): from the data folder to the storage."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.causes import reason_of
from studio.library.models import Frame, Upload
from studio.library.stores import Folder, Store, frames, uploads
from studio.library.tidying import used_by
from studio.printing import PrintingCommand
from studio.processes.copying import Copied, copy

TO_STORAGE, TO_FOLDER = "to-storage", "to-folder"


class Command(PrintingCommand):
    purpose = gettext_lazy(
        "Copies the pictures from the data folder to the storage, or back; it may be run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("direction", choices=[TO_STORAGE, TO_FOLDER])

    def handle(self, *, direction: str, **options: Any) -> None:
        if not settings.STORAGE:
            raise CommandError(_("STORAGE_URL is not set: all pictures lie in the data folder."))
        try:
            of_frames = copied(direction, Frame, Folder(settings.FRAMES), frames())
            of_uploads = copied(direction, Upload, Folder(settings.UPLOADS), uploads())
        except OSError as error:
            sentence = _("Not all pictures were copied: {reason} Run this once more.")
            raise CommandError(sentence.format(reason=reason_of(error))) from None
        count = of_frames.copied + of_uploads.copied
        there = of_frames.there + of_uploads.there
        sentence = _("{count} files of pictures were copied, and {there} were there already.")
        self.say(sentence.format(count=count, there=there))
        if of_frames.lost:
            sentence = _("{count} of sources and logos are gone, and will be fetched again.")
            self.say(sentence.format(count=len(of_frames.lost)))
        if lost := of_uploads.lost:
            sentence = _("{count} uploaded files are not there, or damaged ({names}).")
            raise CommandError(sentence.format(count=len(lost), names=", ".join(lost[:3])))


def copied(direction: str, rows: type[Frame | Upload], folder: Store, storage: Store) -> Copied:
    names = used_by(rows)
    if direction == TO_STORAGE:
        return copy(names, folder, storage)
    return copy(names, storage, folder)
