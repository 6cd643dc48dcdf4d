"""`manage.py demo`: give a fresh studio something to look at."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy

from studio.accounts.models import Workspace
from studio.editor import demonstration
from studio.printing import PrintingCommand


class Command(PrintingCommand):
    purpose = gettext_lazy("Makes the demo templates, once, where STUDIO_DEMO asks for them.")

    def handle(self, **options: Any) -> None:
        if settings.DEMO:
            demonstration.load(Workspace.objects.embedded())
