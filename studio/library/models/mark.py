"""By what a bucket is told to be this studio's."""

from __future__ import annotations

import uuid

from django.db import models


class MarkManager(models.Manager["Mark"]):
    def own(self) -> uuid.UUID:
        """The same for all who have this database, made at the first question."""
        return self.get_or_create(pk=1)[0].key


class Mark(models.Model):
    """The one row of its table: what the bucket says of the database that its pictures belong to.

    A host with another database, a new one by mistake, would take them for nobody's.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    key = models.UUIDField(default=uuid.uuid4)

    objects = MarkManager()

    def __str__(self) -> str:
        return str(self.key)
