"""`manage.py demo`: give a fresh studio something to look at."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.accounts.models import Workspace
from studio.demo import films, shows
from studio.printing import PrintingCommand


class Command(PrintingCommand):
    purpose = gettext_lazy(
        "Makes the demo templates and films, once, where STUDIO_DEMO asks for them."
    )

    def handle(self, **options: Any) -> None:
        if settings.DEMO:
            for name in films.make(films.folder()):
                self.remark(
                    _("%(film)s of the demo could not be made: the shows go without it.")
                    % {"film": name}
                )
            shows.load(Workspace.objects.embedded())
