"""`manage.py forget_hosts`: no host that was taken away is missed any more."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from studio.printing import PrintingCommand
from studio.processes import hosts


class Command(PrintingCommand):
    purpose = gettext_lazy("Forgets the hosts that are not heard any more; those that are, stay.")

    def handle(self, **options: Any) -> None:
        count = hosts.forget(hosts.MISSED)
        self.say(
            ngettext("%(count)s host forgotten.", "%(count)s hosts forgotten.", count)
            % {"count": count}
        )
