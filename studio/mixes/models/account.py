"""An account at a cloud: whose turn it is to ask, so that all together stay below its limit.

The service allows ten requests in a second (docs/6469/1271154). Every request first takes a
turn, and turns lie GAP apart on the database's clock, which all processes of a studio share
even where they run on several machines. A turn is one conditional UPDATE of one row: who is
killed after it has wasted that turn, and leaves nothing behind that others wait for.
"""

from __future__ import annotations

import enum
import time
from datetime import timedelta

from django.db import models, transaction
from django.db.models.functions import Now

from studio.volcengine.errors import Unreachable

# Seven in a second: ten arrivals then fit into one only if their ways there differ by 0.28 s.
GAP = timedelta(seconds=1 / 7)
# For how long a free turn is left, rank by rank, to those before it.
STEP = timedelta(milliseconds=30)


class Rank(enum.IntEnum):
    """Who goes first: what viewers see, then what somebody waits for, then looking."""

    STOP = 0
    TAKE = 1
    PUSH = 2
    READ = 3


class AccountQuerySet(models.QuerySet["Account"]):
    # With the longest that an operation does under one lease of 60 s, a stop's call and the look
    # after its refusal (20 s each), still shorter than that.
    PATIENCE = timedelta(seconds=15)

    def take_turn(self, cloud: str, rank: Rank) -> None:
        """Return once the caller may send one request to the account's cloud.

        Raises Unreachable("busy") where others have kept it waiting for too long. Not to be
        called within a transaction, which everybody else would then wait for.
        """
        latest = time.monotonic() + self.PATIENCE.total_seconds()
        while not self._take(cloud, rank):
            pause = self._pause(cloud, rank)
            if time.monotonic() + pause > latest:
                raise Unreachable("busy")
            time.sleep(pause)

    def _take(self, cloud: str, rank: Rank) -> bool:
        """Take the turn if it is free, and has been for as long as the rank must wait."""
        free = models.Q(next_at__lte=Now() - rank * STEP)
        # Further away than any turn: the clock has been set back since.
        astray = models.Q(next_at__gt=Now() + 2 * GAP)
        with transaction.atomic(durable=True):
            return bool(self.filter(free | astray, cloud=cloud).update(next_at=Now() + GAP))

    def _pause(self, cloud: str, rank: Rank) -> float:
        """Seconds until it is worth another try."""
        row = self.filter(cloud=cloud).annotate(left=models.F("next_at") - Now())
        left: timedelta | None = row.values_list("left", flat=True).first()
        if left is None:
            self.get_or_create(cloud=cloud)
            return 0.0
        return max(0.0, (left + rank * STEP).total_seconds())


class Account(models.Model):
    """When the next request to one cloud (`Connection.identity`) may be sent."""

    cloud = models.CharField(max_length=120, primary_key=True)
    next_at = models.DateTimeField(db_default=Now())

    objects = AccountQuerySet.as_manager()

    def __str__(self) -> str:
        return self.cloud
