"""How long a task runs, and how long it still has, as a clock shows it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from studio.mixes.models.run import LIFETIME, Run


def runs_of(run: Run) -> str:
    if run.lasts is None:
        return ""
    if run.is_over:
        return duration(run.lasts)
    return _("%(runs)s of %(most)s") % {"runs": duration(run.lasts), "most": duration(LIFETIME)}


def ends_in(run: Run) -> str:
    """How long it still has, once that is short."""
    if run.lasts is None or not run.is_near_end:
        return ""
    left = LIFETIME - run.lasts
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
