"""An account at a cloud: whose turn it is to ask, so that all together stay below its limit.

The service allows ten requests in a second (docs/6469/1271154). Every request first takes a
turn, and turns lie GAP apart on the database's clock, which all processes of a studio share
even where they run on several machines. A turn is one conditional UPDATE of one row: who is
killed after it has wasted that turn, and leaves nothing behind that others wait for.
"""

from __future__ import annotations

import enum
import time
from collections.abc import Collection
from datetime import timedelta
from typing import Self

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from studio import counting, spans, waking
from studio.elapsed import lately, long_ago
from studio.passing import in_passing
from studio.spans import Kind
from studio.volcengine.errors import Unreachable

# Seven in a second: ten arrivals then fit into one only if their ways there differ by 0.28 s.
GAP = timedelta(seconds=1 / 7)
# For how long a free turn is left, rank by rank, to those before it.
STEP = timedelta(milliseconds=30)


class Rank(enum.IntEnum):
    """Who goes first: what viewers see, then what somebody waits for, then reading."""

    STOP = 0
    TAKE = 1
    PUSH = 2
    READ = 3


class AccountQuerySet(models.QuerySet["Account"]):
    # With the longest that an operation does under one lease of 60 s, a stop's call and the inquiry
    # after its refusal (20 s each), still shorter than that.
    PATIENCE = timedelta(seconds=15)
    # While somebody looks at the tasks, the list is read at least so often, known tasks or none.
    WATCHED = timedelta(seconds=15)
    LISTED = timedelta(seconds=10)

    def take_turn(self, account: int, rank: Rank) -> None:
        """Return once the caller may send one request with keys of the account.

        Raises Unreachable("busy") where others have kept it waiting for too long. Not to be
        called within a transaction, which everybody else would then wait for.
        """
        latest = time.monotonic() + self.PATIENCE.total_seconds()
        name = rank.name.lower()
        about = {"mixstudio.rank": name}
        with counting.turn(name), spans.span("turn", Kind.INTERNAL, about):
            while not self._take(account, rank):
                pause = self._pause(account, rank)
                if time.monotonic() + pause > latest:
                    raise Unreachable("busy")
                time.sleep(pause)

    def watch(self, accounts: Collection[int]) -> None:
        """Somebody looks at all tasks of these: those made elsewhere may be among them."""
        rows = self.filter(pk__in=accounts).exclude(lately("watched_at", self.WATCHED / 3))
        if rows.exists():
            with in_passing("the list is watched"):
                rows.update(watched_at=timezone.now())
                waking.wake("clock")

    def watched(self) -> Self:
        """Those whose tasks somebody looks at."""
        return self.filter(lately("watched_at", self.WATCHED))

    def unlisted(self) -> Self:
        """Those whose whole list is due because somebody looks."""
        unlisted = models.Q(listed_at=None) | long_ago("listed_at", self.LISTED)
        return self.watched().filter(unlisted)

    def claim_list(self, account: int) -> bool:
        """Whether its whole list is due; of two callers one hears so."""
        return bool(self.unlisted().filter(pk=account).update(listed_at=timezone.now()))

    def note_unread(self, account: int, entries: int) -> None:
        """So many entries of the whole list could not be read."""
        self.filter(pk=account).exclude(unread=entries).update(unread=entries)

    def unread(self, accounts: Collection[int]) -> int:
        """How many entries of their lists could not be read when they were last listed."""
        rows = self.filter(pk__in=accounts)
        return sum(rows.values_list("unread", flat=True))

    def _take(self, account: int, rank: Rank) -> bool:
        """Take the turn if it is free, and has been for as long as the rank must wait."""
        free = models.Q(next_at__lte=Now() - rank * STEP)
        # Further away than any turn: the clock has been set back since (see `studio.elapsed`, which
        # goes by this process's clock).
        astray = models.Q(next_at__gt=Now() + 2 * GAP)
        with transaction.atomic(durable=True):
            return bool(self.filter(free | astray, pk=account).update(next_at=Now() + GAP))

    def _pause(self, account: int, rank: Rank) -> float:
        """Seconds until it is worth another try."""
        row = self.filter(pk=account).annotate(left=models.F("next_at") - Now())
        left: timedelta = row.values_list("left", flat=True).get()
        return max(0.0, (left + rank * STEP).total_seconds())


class Account(models.Model):
    """When the next request to one account may be sent, and who looks at its list.

    Whose keys they are no key says, so it has no name: see `ConnectionQuerySet.account_of`.
    """

    next_at = models.DateTimeField(db_default=Now())
    # When somebody last looked at all its tasks, and when they were last listed for that.
    watched_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField(null=True)
    # How many entries of its list could not be read, when it was last read for whatever reason.
    unread = models.PositiveIntegerField(default=0)

    objects = AccountQuerySet.as_manager()

    def __str__(self) -> str:
        return f"account {self.pk}"
