"""`manage.py open`: print a one-time link that signs in the studio's owner."""

from __future__ import annotations

import json
import shlex
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.accounts.addresses import own_address
from studio.accounts.models import SignInLink, Workspace
from studio.causes import FAULTS, NO_DATABASE, reason_of
from studio.printing import PrintingCommand
from studio.sqlite.emptied import Emptied, is_empty, refuse_emptied, what_is_not_yet

USUAL_PORT = 8000


class Command(PrintingCommand):
    purpose = gettext_lazy(
        "Prints a one-time link that signs you in; it works once, for five minutes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help=_('print {"url": …} alone'))

    def handle(self, **options: Any) -> None:
        try:
            refuse_emptied()
            if is_empty():
                raise CommandError(what_is_not_yet(), returncode=NO_DATABASE)
            token = SignInLink.objects.issue(Workspace.objects.embedded().owner())
        except Emptied as reason:
            raise CommandError(str(reason), returncode=NO_DATABASE) from None
        except FAULTS as error:
            raise CommandError(reason_of(error), returncode=NO_DATABASE) from None
        url = f"{own_address()}/start#t={token}"
        if options["json"]:
            self.say(json.dumps({"url": url}))
        else:
            again = " ".join([*settings_of_this_run(), ".venv/bin/python manage.py open"])
            lines = (
                "",
                _("Mix Studio is ready. Open this link (once, within 5 minutes):"),
                "",
                f"  {url}",
                "",
                _("Another link: %(command)s") % {"command": again},
                _("Stop: Ctrl+C"),
                "",
            )
            self.say("\n".join(f"  {line}" if line else "" for line in lines))


def settings_of_this_run() -> list[str]:
    """What another command must be given to speak of this very studio, as the shell takes it."""
    given = []
    if settings.PORT != USUAL_PORT:
        given.append(f"STUDIO_PORT={settings.PORT}")
    if settings.DATA != settings.BASE / "var":
        given.append(f"STUDIO_DATA={shlex.quote(str(settings.DATA))}")
    return given
