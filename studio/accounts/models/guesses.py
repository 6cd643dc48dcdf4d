"""Tries at somebody's password that did not succeed, or not yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from studio.elapsed import lately, long_ago

SPAN = timedelta(hours=1)


class GuessQuerySet(models.QuerySet["Guess"]):
    def lately(self, span: timedelta) -> Self:
        return self.filter(lately("at", span))

    def forget(self) -> None:
        """Those that no limit counts any more."""
        self.filter(long_ago("at", SPAN)).delete()


class Guess(models.Model):
    """One try. It is counted for the account that was named, whether there is one or not, and for
    where it came from: an address, or a device that this account has signed in from before.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    account = models.CharField(max_length=64, db_index=True)
    source = models.CharField(max_length=64, db_index=True)
    is_known = models.BooleanField()

    objects = GuessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "guesses"

    def __str__(self) -> str:
        return f"{self.source} at {self.at:%H:%M}"
