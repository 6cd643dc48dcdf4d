"""Sessions in the database, found without putting the same query into SQL at every request.

That takes Django nine times as long as the rest, and a page that drags asks many times a second.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions import middleware
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

FOUND = "SELECT * FROM django_session WHERE session_key = %s"


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> AbstractBaseSession | None:
        """The row of this key, unless it has expired; then the key is forgotten, as Django does."""
        for session in self.model.objects.raw(FOUND, [self.session_key]):
            if session.expire_date > timezone.now():
                found: AbstractBaseSession = session
                return found
        self._session_key = None
        return None


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
        return answer
