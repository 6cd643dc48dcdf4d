"""Which people have signed in from this browser before.

Who guesses at an account from elsewhere cannot shut out a person at a browser that is known for it
(OWASP: "Slow Down Online Guessing Attacks with Device Cookies").
"""

from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from studio.accounts.models import User

KEPT = timedelta(days=365)
SALT = "studio.accounts.device"
MOST_PEOPLE = 20


class Device(NamedTuple):
    """A browser, by a word that nobody can guess, and the keys of its people, the last one last."""

    word: str
    people: list[int]


def device_of(request: HttpRequest) -> Device:
    """What its cookie says, if that is one of ours; else a new one."""
    cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        return Device(*signing.loads(cookie, salt=SALT, max_age=KEPT))
    except signing.BadSignature:
        return Device(token_urlsafe(16), [])


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """From now on this person is known here."""
    word, people = device_of(request)
    people = [*(each for each in people if each != user.pk), user.pk][-MOST_PEOPLE:]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([word, people], salt=SALT),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
