"""A person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext

if TYPE_CHECKING:
    from studio.accounts.models.tokens import Token
    from studio.accounts.models.workspaces import Workspace


HAN = re.compile("[\u3400-\u9fff]")


class User(AbstractUser):
    """A person. Signed in by whatever way is theirs (accounts/entry/), or by a one-time link."""

    # Whether they have taken the editor's tour, or passed it over.
    toured = models.BooleanField(default=False)

    # What speaks for the person in this request; None of a person at a page.
    token: Token | None = None

    def reaches(self, workspace: Workspace) -> bool:
        """Whether this workspace is there for whoever asks, as far as a token goes."""
        return self.token is None or self.token.workspace == workspace

    def get_full_name(self) -> str:
        """As whoever bears it writes it: Mara Lind, 林曼."""
        if HAN.match(self.first_name) and HAN.match(self.last_name):
            return f"{self.last_name}{self.first_name}"
        return super().get_full_name()

    def called(self, reader: User | None = None) -> str:
        """What `reader` is told this person is called: “you”, a full name, or else a user name."""
        return gettext("you") if self == reader else self.get_full_name() or self.username

    def has_usable_password(self) -> bool:
        """False, too, of who was made without one."""
        return bool(self.password) and super().has_usable_password()


def name_of(person: User | None, reader: User | None = None) -> str:
    """As `called`; what somebody made stays when the account is gone."""
    return person.called(reader) if person else gettext("somebody who left")
