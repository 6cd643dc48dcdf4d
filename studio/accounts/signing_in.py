"""Who is signed in, found without putting the same query into SQL at every request, and whose
password is right.

That query takes Django several times as long as the rest, and a page that drags asks often.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.http import HttpRequest

from studio.accounts.models import User

FOUND = "SELECT * FROM accounts_user WHERE id = %s"


class Backend(ModelBackend):
    def get_user(self, user_id: int) -> User | None:
        """The person of this key, unless they may no longer sign in."""
        user = next(iter(User.objects.raw(FOUND, [user_id])), None)
        return user if user and self.user_can_authenticate(user) else None

    def authenticate(  # type: ignore[override]  # by what our forms ask for
        self, request: HttpRequest | None, username: str = "", password: str = "", **others: Any
    ) -> User | None:
        """Whom the name means, if the password is right. One hash is computed in any case: nobody
        learns from the time it takes who is known here.
        """
        user = named(username)
        is_right = (user or User()).check_password(password)
        return user if user and is_right and self.user_can_authenticate(user) else None


def named(name: str) -> User | None:
    """Whose user name this is, or whose e-mail address if nobody else has the same."""
    name = User.normalize_username(name)
    found = list(User.objects.filter(Q(username=name) | Q(email__iexact=name)) if name else ())
    exact = [user for user in found if user.username == name]
    return exact[0] if exact else found[0] if len(found) == 1 else None
