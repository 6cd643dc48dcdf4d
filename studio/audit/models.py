"""The log's one table."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from studio.audit import actors
from studio.audit.acts import Act, Outcome

if TYPE_CHECKING:
    from studio.accounts.models import Workspace


class EntryQuerySet(models.QuerySet["Entry"]):
    def record(
        self,
        act: Act,
        *,
        workspace: Workspace | None = None,
        thing: models.Model | None = None,
        name: str = "",
        difference: str = "",
        outcome: Outcome = Outcome.DONE,
    ) -> Entry:
        """Put on record what the current actor does, in the transaction that does it.

        `thing` is the row it is done to and `name` what people call that; `difference` says in
        words what is otherwise now, in the language of the source: everybody reads it. None of them
        may hold a secret.
        """
        actor = actors.current()
        role = workspace.role_of(actor.person) if workspace and actor.person else None
        return self.create(
            act=act,
            workspace_id=workspace.pk if workspace else None,
            person_id=actor.person.pk if actor.person else None,
            person_name=actor.person.called() if actor.person else "",
            role=role or "",
            token=actor.token,
            address=actor.address or None,
            kind=thing._meta.label_lower if thing else "",
            key=str(thing.pk) if thing else "",
            name=name,
            difference=difference,
            outcome=outcome,
        )

    def sweep(self) -> None:
        """Forget what is older than STUDIO_AUDIT_DAYS, unless all is kept."""
        if settings.AUDIT_DAYS:
            oldest = timezone.now() - timedelta(days=settings.AUDIT_DAYS)
            super(EntryQuerySet, self.filter(at__lt=oldest)).delete()

    def update(self, **kwargs: Any) -> NoReturn:
        raise Unchangeable

    def delete(self) -> NoReturn:
        raise Unchangeable


class Unchangeable(Exception):
    """What is on record stays as it was written."""


class Entry(models.Model):
    """One act. It outlives whom and what it names, so it refers to nothing: it says."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    # An Act; without choices, as a later version of the program may know others.
    act = models.CharField(max_length=32)
    workspace_id = models.BigIntegerField(null=True, db_index=True)
    person_id = models.BigIntegerField(null=True, db_index=True)
    person_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=16, blank=True)
    token = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    kind = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200, blank=True)
    difference = models.TextField(blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, default=Outcome.DONE)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unchangeable

    @property
    def act_in_words(self) -> str:
        return str(Act(self.act).label) if self.act in Act else self.act
