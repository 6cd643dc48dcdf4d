"""A callback: what the cloud said of a task unasked. Only a hint that asking may be worth it."""

from __future__ import annotations

from hashlib import sha256

from django.db import models
from django.utils import timezone

from studio.mixes.clouds.callbacks import kept
from studio.mixes.models.states import State
from studio.mixes.models.task import MixTask
from studio.rules.document import Json
from studio.sealing.fields import SealedField
from studio.sealing.values import fingerprints

MOST_KEPT = 100


class CallbackQuerySet(models.QuerySet["Callback"]):
    def receive(self, task: MixTask, body: bytes) -> None:
        """Keep what was said and have the task asked about at once.

        Nothing in `body` is believed: whatever it says, the cloud is asked. Looks before it
        writes, so that a flood of the same keeps nobody from writing.
        """
        digests = fingerprints(sha256(body).hexdigest())
        if not self.filter(task=task, digest__in=digests).exists():
            self.keep(task, digests[0], body)
        if task.checked_at and not task.ended_at:
            MixTask.objects.filter(pk=task.pk).update(checked_at=None)
        unknown = task.operations.filter(state=State.UNKNOWN)
        if unknown.exists():
            unknown.update(inquire_at=timezone.now())

    def keep(self, task: MixTask, digest: str, body: bytes) -> None:
        """One row for each different body; of many the last ones."""
        row = Callback(task=task, digest=digest, body=kept(body, task.secrets))
        self.bulk_create([row], ignore_conflicts=True)
        rows = self.filter(task=task).order_by("-pk")
        too_many = rows.values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + 1]
        for pk in too_many:
            rows.filter(pk__lte=pk).delete()


class Callback(models.Model):
    """What was said, as JSON without secrets (as a text if it was no JSON), and when first.

    JSON's null is None. `digest` tells the body as it came: said again, it is the same row, unless
    the key that it was told under has gone since.
    """

    task = models.ForeignKey(MixTask, on_delete=models.CASCADE, related_name="callbacks")
    digest = models.CharField(max_length=64)
    body = SealedField[Json, Json](null=True, within="task")
    received_at = models.DateTimeField(auto_now_add=True)

    objects = CallbackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "digest"], name="one_row_per_callback")
        ]

    def __str__(self) -> str:
        return f"{self.task} at {self.received_at:%H:%M:%S}"
