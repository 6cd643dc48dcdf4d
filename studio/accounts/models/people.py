"""A person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext

if TYPE_CHECKING:
    from studio.accounts.models.tokens import Token
    from studio.accounts.models.workspaces import Workspace


class User(AbstractUser):
    """A person. Signed in by a one-time link; passwords come with team mode."""

    # What speaks for the person in this request; None of a person at a page.
    token: Token | None = None

    def reaches(self, workspace: Workspace) -> bool:
        """Whether this workspace is there for whoever asks, as far as a token goes."""
        return self.token is None or self.token.workspace == workspace

    def called(self, reader: User | None = None) -> str:
        """What `reader` is told this person is called: “you”, a full name, or else a user name."""
        return gettext("you") if self == reader else self.get_full_name() or self.username


def name_of(person: User | None, reader: User | None = None) -> str:
    """As `called`; what somebody made stays when the account is gone."""
    return person.called(reader) if person else gettext("somebody who left")
