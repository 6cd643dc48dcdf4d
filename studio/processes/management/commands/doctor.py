"""`manage.py doctor`: whether the studio is well, and how to mend what is not."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.printing import PrintingCommand
from studio.processes import health


class Command(PrintingCommand):
    purpose = gettext_lazy(
        "Checks the studio and says how to mend what is not well; exit code 1 if anything is."
    )

    def handle(self, **options: Any) -> None:
        found = [*health.findings(asks_storage=True), *health.closer_findings()]
        for each in found:
            mark = _("ok") if each.is_well else _("NOT WELL") if each.is_grave else _("warning")
            self.say(
                _("%(what)s: %(mark)s. %(sentence)s")
                % {"what": each.label, "mark": mark, "sentence": each.sentence}
            )
            if each.mend:
                self.say(f"    {each.mend}")
        if not health.is_ready(found):
            raise SystemExit(1)
