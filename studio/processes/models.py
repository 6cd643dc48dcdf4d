"""The table by which hosts that share a database see each other's work."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class HostProcess(models.Model):
    """A process that works at a host, as it told of itself last, by the database's clock.

    `host` is the host's own key, `name` what its computer is called. `works` says for each name the
    process works at how long ago the last round of it began, in seconds.
    """

    host = models.CharField(max_length=32)
    name = models.CharField(max_length=255)
    process = models.CharField(max_length=20)
    works = models.JSONField()
    heard_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["host", "process"], name="one_process_of_a_host"),
        )

    def __str__(self) -> str:
        return f"{self.process} at {self.name}"
