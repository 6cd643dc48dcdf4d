"""`manage.py admin NAME`: the first admin of a studio, or one who is locked out."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.accounts.addresses import own_address
from studio.accounts.models import Role, SignInLink, User, Workspace
from studio.accounts.recording import record
from studio.audit.acts import Act
from studio.causes import FAULTS, NO_DATABASE, reason_of
from studio.printing import PrintingCommand


class Command(PrintingCommand):
    purpose = gettext_lazy(
        "Makes an admin, or lets one in again: asks for a password, or prints a one-time link."
    )
    # Without an admin the checks fail: this is what mends it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help=_("the user name"))
        parser.add_argument(
            "--link", action="store_true", help=_("print a one-time link instead of asking")
        )

    def handle(self, *, name: str, link: bool, **options: Any) -> None:
        try:
            user = admin_named(name)
            self.say(self.link_of(user) if link else self.password_of(user))
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
        except FAULTS as error:
            raise CommandError(reason_of(error), returncode=NO_DATABASE) from None

    def link_of(self, user: User) -> str:
        keep(user)
        token = SignInLink.objects.issue(user)
        sentence = _("Open this link (once, within 5 minutes), and set a password or a passkey:")
        return f"{sentence}\n\n  {own_address()}/start#t={token}\n"

    def password_of(self, user: User) -> str:
        password = getpass(_("Password: "))
        validate_password(password, user)
        if getpass(_("Once more: ")) != password:
            raise CommandError(_("These were not the same. Nothing was changed."))
        user.set_password(password)
        keep(user)
        return _("{name} is an admin and signs in with this password.").format(name=user.username)


def admin_named(name: str) -> User:
    """The person of this name, or one that is not kept yet. Raises ValidationError."""
    found = User.objects.filter(username=name).first()
    if found:
        return found
    user = User(username=name)
    user.set_unusable_password()
    user.full_clean()
    return user


@transaction.atomic
def keep(user: User) -> None:
    user.is_active = True
    user.save()
    workspace = Workspace.objects.order_by("pk").first() or Workspace.objects.create(name="Studio")
    workspace.memberships.update_or_create(user=user, defaults={"role": Role.ADMIN})
    record(Act.ADMIN_MADE, user)
