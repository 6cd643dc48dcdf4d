"""The version of a row that somebody has before them, where it is another one by now."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from studio.pages.numbers import number

# Which no row has.
NONE = -1


class StaleVersion(Exception):
    """Somebody saved in between; the row now holds what they saved."""


def shown_version(request: HttpRequest) -> int:
    """Of the row as the page showed it; NONE where it does not say."""
    typed = number(request.POST.get("version", ""))
    return NONE if typed is None else typed


def changed_meanwhile() -> str:
    return _("It was changed since this page was opened. Look at it again first.")
