"""What a task may show next: its rundown of looks, and the one in preview.

A look is a document with a name, frozen when it is added, so that nothing changes under an
operator's hands. Preview is shared: everybody at the task prepares the same next picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from studio.accounts.models import User
from studio.documents.field import DocumentField
from studio.editor.models import LayoutTemplate
from studio.mixes.models.versions import Rules, VersionedTask
from studio.rules.document import MixedRules
from studio.rules.limits import MAX_NAME_LENGTH
from studio.rules.seating import Seating, seat

if TYPE_CHECKING:
    from studio.mixes.models.operation import Operation
    from studio.mixes.models.task import MixTask

# A rundown is a row of pictures; the first nine have a digit.
MAX_LOOKS = 24


class RundownFull(Exception):
    """The rundown holds MAX_LOOKS looks already."""


class PreparedTask(VersionedTask):
    """The part of a task that is prepared: the document in preview, who put it there and when."""

    next_rules = DocumentField[Rules, Rules](null=True)
    next_title = models.CharField(max_length=200, blank=True)
    next_look = models.ForeignKey(
        "mixes.Look", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    next_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    next_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def prepare(
        self, rules: Rules, title: str, person: User | None, look: Look | None = None
    ) -> None:
        """Put a document into preview; None takes out what is there. Nothing goes on air."""
        self.next_rules, self.next_title, self.next_look = rules, title[:200], look
        self.next_by, self.next_at = person, timezone.now()
        self.save(update_fields=NEXT_FIELDS)

    def seated(self) -> Seating | None:
        """The preview as a take would send it; None while there is none or nothing is known."""
        if self.next_rules is None or self.shown is None or self.output is None:
            return None
        return seat(self.next_rules, self.shown, self.output)

    def way_back(self) -> Operation | None:
        """The last good look before the present one: the newest applied that shows another."""
        applied = ((row, row.document) for row in self.history if row.is_applied)
        others = (row for row, look in applied if look and not look.looks_like(self.program))
        return next(others, None)


NEXT_FIELDS = ["next_rules", "next_title", "next_look", "next_by", "next_at"]


class LookQuerySet(models.QuerySet["Look"]):
    def append(
        self,
        task: MixTask,
        title: str,
        rules: MixedRules,
        person: User | None,
        template: LayoutTemplate | None = None,
    ) -> Look:
        """A look at the end of a task's rundown. Raises RundownFull."""
        with transaction.atomic():
            looks = list(self.select_for_update().filter(task=task))
            if len(looks) >= MAX_LOOKS:
                raise RundownFull
            return self.create(
                task=task,
                title=title[:MAX_NAME_LENGTH],
                rules=rules,
                position=looks[-1].position + 1 if looks else 0,
                template=template,
                template_version=template.version if template else None,
                added_by=person,
            )


class Look(models.Model):
    """One entry of a task's rundown."""

    task = models.ForeignKey("mixes.MixTask", on_delete=models.CASCADE, related_name="looks")
    title = models.CharField(max_length=MAX_NAME_LENGTH)
    rules = DocumentField[MixedRules, MixedRules]()
    position = models.IntegerField()
    template = models.ForeignKey(LayoutTemplate, null=True, on_delete=models.SET_NULL)
    template_version = models.PositiveBigIntegerField(null=True)
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_behind(self) -> bool:
        """Whether its template has been saved anew since it was added."""
        return self.template is not None and self.template.version != self.template_version

    def catch_up(self) -> None:
        """Show the template as it is now, unless somebody has just taken the look out."""
        template = self.template
        assert template is not None
        Look.objects.filter(pk=self.pk).update(
            rules=template.rules, title=template.name, template_version=template.version
        )

    def move(self, by: int) -> None:
        """Earlier (-1) or later (1) in the rundown; at its end it stays where it is."""
        with transaction.atomic():
            looks = list(Look.objects.select_for_update().filter(task=self.task_id))
            if self not in looks:
                # Somebody has just taken it out.
                return
            here = looks.index(self)
            there = min(max(here + by, 0), len(looks) - 1)
            looks.insert(there, looks.pop(here))
            for position, look in enumerate(looks):
                look.position = position
            Look.objects.bulk_update(looks, ["position"])
