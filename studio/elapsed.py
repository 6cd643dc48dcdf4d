"""Whether a stored time is over, also where the computer's clock has been set back since.

A time that lies further ahead than it can ever have been set says nothing any more of when it will
be: a deadline counts as over then, and what happened "later" as long ago. Otherwise a clock that
goes back by an hour would put everything off for that hour. Each caller must bear both answers:
what would be dangerous too early needs more than a time to go by.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

# What the clocks of a studio's machines differ by, and one is moved by while it is kept right: no
# sign that it was set back. A holder that is alive must not lose its lease to that.
CLOCKS_APART = timedelta(seconds=10)


def astray(deadline: str, longest: timedelta) -> Q:
    """Rows whose `deadline` lies further ahead than the `longest` it is ever set."""
    return Q(**{f"{deadline}__gt": timezone.now() + longest + CLOCKS_APART})


def over(deadline: str, longest: timedelta, late: timedelta = timedelta(0)) -> Q:
    """Rows whose `deadline`, set at most `longest` ahead, was over as long ago as `late`; not those
    that have none.
    """
    behind = Q(**{f"{deadline}__lte": timezone.now() - late})
    return behind | astray(deadline, longest)


def long_ago(event: str, span: timedelta) -> Q:
    """Rows whose `event` was as long ago as `span`; not those that have none."""
    return over(event, timedelta(0), late=span)


def lately(event: str, span: timedelta) -> Q:
    """Rows whose `event` was no longer ago than `span`; not those that have none."""
    now = timezone.now()
    return Q(**{f"{event}__gte": now - span, f"{event}__lte": now + CLOCKS_APART})


def is_lately(event: datetime | None, span: timedelta) -> bool:
    """Whether this was no longer ago than `span`; what never happened was not."""
    return event is not None and -CLOCKS_APART <= timezone.now() - event <= span
