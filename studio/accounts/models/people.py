"""A person."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext


class User(AbstractUser):
    """A person. Signed in by a one-time link; passwords come with team mode."""

    def called(self, reader: User | None = None) -> str:
        """What `reader` is told this person is called: “you”, a full name, or else a user name."""
        return gettext("you") if self == reader else self.get_full_name() or self.username
