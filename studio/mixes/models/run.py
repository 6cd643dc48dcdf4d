"""How long a task is at the cloud, and how near its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

# The longest a task lives: docs/6469/1271154.
LIFETIME = timedelta(days=3)
# From here on a task's end is near enough to plan for: 2 d 20 h.
NEAR_END = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Run:
    """A task's time at the cloud: what its three days are counted by."""

    began: datetime | None
    ended: datetime | None
    is_over: bool

    @property
    def lasts(self) -> timedelta | None:
        """So far, or in all; None before it began."""
        if not self.began:
            return None
        # Less than no time where the clock was set back since.
        return max(timedelta(0), (self.ended or timezone.now()) - self.began)

    @property
    def is_near_end(self) -> bool:
        """Whether its three days are nearly over: from 2 d 20 h on."""
        lasts = self.lasts
        return lasts is not None and not self.is_over and LIFETIME - lasts < NEAR_END
