"""`manage.py rotate_sealing_keys`: every secret under the first key, while the studio runs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.audit.acts import Act
from studio.audit.models import Entry
from studio.printing import PrintingCommand
from studio.sealing.rotating import rotate


class Command(PrintingCommand):
    purpose = gettext_lazy(
        "Seals every secret with the first of the keys: put the new one before the others first."
    )

    def handle(self, **options: Any) -> None:
        done = rotate()
        # In the log's own words, as all that it is told.
        Entry.objects.record(Act.SEALED_ANEW, difference=f"{done.rows} rows")
        self.say(_("{count} rows were sealed anew.").format(count=done.rows))
        if done.locked:
            sentence = _(
                "{count} secrets stay locked: none of the keys opens them. The key they were "
                "sealed with is missing, or somebody has copied them to another row."
            )
            self.say(sentence.format(count=done.locked))
        if done.left:
            sentence = _("{count} rows are still under an older key: run this once more.")
            raise CommandError(sentence.format(count=done.left))
        self.say(_("Nothing is under an older key any more: those can go."))
