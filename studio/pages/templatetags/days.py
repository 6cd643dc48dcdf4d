"""How days are written."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.dateformat import format as formatted
from django.utils.translation import pgettext

register = template.Library()


@register.simple_tag
def days() -> str:
    """Of each month how its days stand before a time of day, # for the day: "# Jan, |# Feb, |…"."""
    pattern = pgettext("a day, before the time of day", "j M, ").replace("j", "#")
    return "|".join(formatted(date(2000, month, 1), pattern) for month in range(1, 13))
