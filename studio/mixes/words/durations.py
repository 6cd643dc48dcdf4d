"""How long a task runs, and how long it still has, as a clock shows it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from studio.mixes.models import MixTask
from studio.mixes.models.task import LIFETIME


def runs_of(task: MixTask) -> str:
    if task.runs is None:
        return ""
    if task.is_over:
        return duration(task.runs)
    return _("%(runs)s of %(most)s") % {"runs": duration(task.runs), "most": duration(LIFETIME)}


def ends_in(task: MixTask) -> str:
    """How long it still has, once that is short."""
    if task.runs is None or not task.is_near_end:
        return ""
    left = LIFETIME - task.runs
    minutes = max(0, int(left.total_seconds())) // 60
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(hours)d h %(minutes)d min") % {"hours": minutes // 60, "minutes": minutes % 60}


def duration(span: timedelta) -> str:
    """As a clock shows it: `34 s`, `12 min`, `9:31`, `1 d 04:12`; whole days alone."""
    if span < timedelta(minutes=1):
        return _("%(seconds)d s") % {"seconds": span.total_seconds()}
    minutes = int(span.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days and not hours and not minutes:
        return _("%(days)d d") % {"days": days}
    if not days and not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    if not days:
        return f"{hours}:{minutes:02}"
    return _("%(days)d d %(clock)s") % {"days": days, "clock": f"{hours:02}:{minutes:02}"}
