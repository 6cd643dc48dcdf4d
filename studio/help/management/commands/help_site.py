"""`manage.py help_site FOLDER`: the help as files that need no studio."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.help import site
from studio.printing import PrintingCommand


class Command(PrintingCommand):
    purpose = gettext_lazy("Writes the help as a web site, in every language.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help=_("where it is written"))

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            count = site.write(folder)
        except OSError as error:
            sentence = _("The help could not be written: {reason}.")
            raise CommandError(sentence.format(reason=error.strerror or error)) from None
        self.say(_("{count} pages in {folder}").format(count=count, folder=folder))
