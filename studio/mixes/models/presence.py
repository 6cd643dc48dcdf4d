"""Who looks at a task just now, so that operators see each other."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

from studio.accounts.models import User
from studio.elapsed import is_lately, lately
from studio.mixes.models.task import MixTask
from studio.passing import in_passing


class PresenceQuerySet(models.QuerySet["Presence"]):
    # A page asks every two seconds at the latest; who has missed five of them has gone.
    HERE = timedelta(seconds=10)
    # Written no more often than this: being here is no news.
    RENEW = timedelta(seconds=4)

    def met(self, task: MixTask, user: User) -> list[User]:
        """Everybody who is looking at `task`, by name; `user` is one of them from now on."""
        rows = self.of(task)
        if not any(row.user_id == user.pk and is_lately(row.seen_at, self.RENEW) for row in rows):
            self.note(task, user)
            rows = self.of(task)
        return [row.user for row in rows]

    def note(self, task: MixTask, user: User) -> None:
        """`user` is looking at `task` now; `met` has it written no more often than `RENEW`."""
        now = timezone.now()
        with in_passing("somebody is here"):
            if not self.filter(task=task, user=user).update(seen_at=now):
                self.get_or_create(task=task, user=user, defaults={"seen_at": now})

    def here(self, task: MixTask) -> list[User]:
        """Everybody who is looking at `task`, by name."""
        return [row.user for row in self.of(task)]

    def of(self, task: MixTask) -> list[Presence]:
        rows = self.filter(lately("seen_at", self.HERE), task=task)
        return list(rows.select_related("user").order_by("user__username"))


class Presence(models.Model):
    """One person at one task, seen last at `seen_at`."""

    task = models.ForeignKey(MixTask, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "user"], name="one_presence_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.task}"
