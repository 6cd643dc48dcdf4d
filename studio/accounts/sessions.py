"""Sessions in the database, found without putting the same query into SQL at every request.

That takes Django nine times as long as the rest, and a page that drags asks many times a second.

A session is over after IDLE without a request, and SESSION_COOKIE_AGE after its sign-in at the
latest. Its row is written anew no more often than every RENEWED: most requests only read it.

What it holds is sealed for its key, such as the secret of an authenticator app that is being set
up, but for what keeps its person signed in: also without the sealing key they can stop a task.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions import middleware
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import Error, transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from studio.sealing.fields import place_of
from studio.sealing.values import Locked, seal, unseal
from studio.sqlite.patience import patience

FOUND = "SELECT * FROM django_session WHERE session_key = %s"
IDLE = timedelta(hours=12)
RENEWED = timedelta(minutes=10)
# How long a page waits for SQLite's lock to renew its session.
LOCK_SECONDS = 0.05
# In a session: when it was signed in, in seconds since 1970.
BEGAN = "began"
# What of a session is not sealed.
PLAIN = frozenset((SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY, BEGAN))


class SessionStore(db.SessionStore):
    # Until when its row says that it lasts; None where there is none.
    lasts_until: datetime | None = None

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        """The row of this key, unless it has expired; then the key is forgotten, as Django does."""
        for session in self.model.objects.raw(FOUND, [self.session_key]):
            if session.expire_date > timezone.now():
                found: AbstractBaseSession = session
                self.lasts_until = session.expire_date
                return found
        self._session_key = None
        return None

    def encode(self, session_dict: dict[str, Any]) -> str:
        """As Django signs it, and behind it what is sealed."""
        plain = {name: session_dict[name] for name in PLAIN & session_dict.keys()}
        rest = {name: value for name, value in session_dict.items() if name not in PLAIN}
        signed = super().encode(plain)
        return f"{signed} {seal(json.dumps(rest), self._place())}" if rest else str(signed)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Without what no key opens for this session; also what was stored before all that."""
        signed, _between, sealed = str(session_data).partition(" ")
        found: dict[str, Any] = super().decode(signed)
        if sealed:
            with suppress(Locked):
                found |= json.loads(unseal(sealed, self._place()))
        return found

    def _place(self) -> str:
        return place_of(self.model._meta.label_lower, self.session_key)

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        end = datetime.fromtimestamp(self.get(BEGAN, time.time()), UTC) + longest
        return min(timezone.now() + IDLE, end)

    def is_to_be_renewed(self) -> bool:
        """Whether its row is behind by so much that it is worth a write."""
        until = self.lasts_until
        return until is not None and abs(self.get_expiry_date() - until) > RENEWED


class SessionMiddleware(middleware.SessionMiddleware):
    """Only who signs out takes the cookie of a session away.

    Django does so with every answer in a session that is no more. A page that asks while somebody
    signs in anew in another tab would be answered so late that the new session's cookie was gone.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer = super().process_response(request, response)
        session = getattr(request, "session", None)
        if session is not None and not session.modified:
            answer.cookies.pop(settings.SESSION_COOKIE_NAME, None)
            if session.is_to_be_renewed() and request.user.is_authenticated:
                renew(request)
        return answer


def renew(request: HttpRequest) -> None:
    """The session lasts on, and its person sees where and when it was used last. An `update` makes
    no row again that was ended meanwhile.

    A database that can only be read, or is locked, spoils no page by that: the next one tries anew.
    """
    session = request.session
    assert isinstance(session, SessionStore)
    rows = session.model.objects.filter(session_key=session.session_key)
    with suppress(Error), patience(LOCK_SECONDS), transaction.atomic():
        if rows.update(expire_date=session.get_expiry_date()):
            UserSession.objects.create_from_request(request)


@receiver(user_logged_in)
def begin(request: HttpRequest, **sent: Any) -> None:
    request.session[BEGAN] = time.time()
