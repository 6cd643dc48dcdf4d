"""How days and times are written."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from django import template
from django.utils.dateformat import format as formatted
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, pgettext

register = template.Library()


@register.simple_tag
def days() -> str:
    """Of each month how its days stand before a time of day, # for the day: "# Jan, |# Feb, |…"."""
    return days_in(get_language())


@cache
def days_in(_language: str) -> str:
    pattern = day_before_time().replace("j", "#")
    return "|".join(formatted(date(2000, month, 1), pattern) for month in range(1, 13))


def day_before_time() -> str:
    return pgettext("a day, before the time of day", "j M, ")


@register.simple_tag
def when(at: datetime | None, *, seconds: bool = False) -> SafeString:
    """A time as people say it, turned to the reader's own clock by static/pages/times.js: 14:02
    today, "18 Nov, 14:02" before that; nothing of what has not been. No full stop can follow it.
    """
    if not at:
        return SafeString()
    # Not by Django's filters: a page has hundreds, and it took four times as long.
    local = localtime(at)
    return format_html(
        '<time datetime="{}" data-local="{}">{}{}</time>',
        local.isoformat(),
        "seconds" if seconds else "",
        "" if local.date() == localdate() else formatted(local, day_before_time()),
        f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}",
    )
