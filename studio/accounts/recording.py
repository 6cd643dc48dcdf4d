"""What of signing in and out is put on record."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from studio.accounts import invitations
from studio.accounts.models import NoLongerOpen, User
from studio.audit.acts import Act, Outcome
from studio.audit.models import Entry

# The log's own words, in the language of the source: it is read by everybody.
HOW = {
    "password": "password",
    "socialaccount": "OpenID identity",
    "totp": "authenticator app",
    "recovery_codes": "recovery code",
    "webauthn": "passkey",
}
LINK = "one-time link"


def signed_in(request: HttpRequest, user: User) -> None:
    record(Act.SIGNED_IN, user, difference=how(request, user))


def how(request: HttpRequest, user: User) -> str:
    """By what this person has come in, in the order it was asked for."""
    steps = get_authentication_records(request, user)
    kinds = [each.get("type") or each["method"] for each in steps]
    return " and ".join(HOW[kind] for kind in kinds) or LINK


def refused(user: User | None, by: str = HOW["password"]) -> None:
    """What was typed as a name is not kept where nobody has it: it may be a password."""
    name = user.username if user else ""
    Entry.objects.record(
        Act.SIGN_IN_REFUSED, thing=user, name=name, difference=by, outcome=Outcome.REFUSED
    )


def record(act: Act, user: User, difference: str = "") -> None:
    Entry.objects.record(act, thing=user, name=user.username, difference=difference)


@receiver(post_save, sender=Authenticator)
def factor_added(instance: Authenticator, created: bool, **sent: Any) -> None:  # noqa: FBT001  # as Django calls it
    if created:
        record(Act.FACTOR_ADDED, instance.user, HOW[instance.type])


@receiver(post_delete, sender=Authenticator)
def factor_removed(instance: Authenticator, **sent: Any) -> None:
    record(Act.FACTOR_REMOVED, instance.user, HOW[instance.type])


@receiver(post_save, sender=SocialAccount)
def identity_connected(instance: SocialAccount, created: bool, **sent: Any) -> None:  # noqa: FBT001  # as Django calls it
    if created:
        record(Act.IDENTITY_CONNECTED, instance.user)


@receiver(post_delete, sender=SocialAccount)
def identity_removed(instance: SocialAccount, **sent: Any) -> None:
    record(Act.IDENTITY_REMOVED, instance.user)


@receiver(mfa.authentication_failed)
def factor_refused(user: User, authenticator: Authenticator, **sent: Any) -> None:
    refused(user, HOW[authenticator.type])


@receiver(account.user_signed_up)
def invited(request: HttpRequest, user: User, **sent: Any) -> None:
    """Who has signed up by an invitation has what it promised."""
    invitation = invitations.pending(request)
    if invitation:
        # Where another was faster, the studio tells them that they are in no workspace.
        with suppress(NoLongerOpen):
            invitation.accept(user)
