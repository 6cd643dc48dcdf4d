"""What a task may show next: its rundown of looks.

A look is a document with a name, frozen when it is added, so that nothing changes under an
operator's hands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction

from studio.accounts.models import User
from studio.documents.field import DocumentField
from studio.editor.models import LayoutTemplate
from studio.mixes.models import logged
from studio.rules.document import MixedRules
from studio.rules.limits import MAX_NAME_LENGTH
from studio.sealing.fields import sealed_for

if TYPE_CHECKING:
    from studio.mixes.models.task import MixTask

# A rundown is a row of pictures; the first nine have a digit.
MAX_LOOKS = 24


class RundownFull(Exception):
    """The rundown holds MAX_LOOKS looks already."""


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
            look = self.create(
                task=task,
                title=title[:MAX_NAME_LENGTH],
                rules=rules,
                position=looks[-1].position + 1 if looks else 0,
                template=template,
                template_version=template.version if template else None,
                added_by=person,
            )
            logged.rundown(look, "added")
            return look


class Look(models.Model):
    """One entry of a task's rundown."""

    task = models.ForeignKey("mixes.MixTask", on_delete=models.CASCADE, related_name="looks")
    title = models.CharField(max_length=MAX_NAME_LENGTH)
    rules = DocumentField[MixedRules, MixedRules](within="task")
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
        self.title = template.name
        values = {
            "rules": LayoutTemplate.rules.field.stored(template),
            "title": self.title,
            "template_version": template.version,
        }
        with transaction.atomic():
            if Look.objects.filter(pk=self.pk).update(**sealed_for(self, values)):
                logged.rundown(self, "renewed")

    def move(self, by: int) -> None:
        """Earlier (-1) or later (1) in the rundown; at its end it stays where it is."""
        with transaction.atomic():
            looks = list(Look.objects.select_for_update().filter(task=self.task_id))
            if self not in looks:
                # Somebody has just taken it out.
                return
            here = looks.index(self)
            there = min(max(here + by, 0), len(looks) - 1)
            if there == here:
                return
            looks.insert(there, looks.pop(here))
            for position, look in enumerate(looks):
                look.position = position
            Look.objects.bulk_update(looks, ["position"])
            logged.rundown(self, "moved")

    def take_out(self) -> None:
        """Unless somebody has just done so."""
        with transaction.atomic():
            deleted, _rows = Look.objects.filter(pk=self.pk).delete()
            if deleted:
                logged.rundown(self, "removed")
