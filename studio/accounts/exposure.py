"""What would let strangers in, or nobody: a studio that other computers reach, and that nobody
locks, or whose links lead nowhere.

Said by `manage.py check`, and by `manage.py run`, which does not start then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.checks import CheckMessage, Error, register
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from studio.accounts.addresses import is_local, names
from studio.accounts.models import Role, User
from studio.causes import FAULTS


@register()
def check_exposure(**_asked: Any) -> Sequence[CheckMessage]:
    """Nothing where only this computer reaches the studio; then the database is not asked."""
    if is_local(settings.HOSTS):
        return []
    found = []
    if not settings.HTTPS:
        sentence = _(
            "STUDIO_HOSTS names more than this computer, and STUDIO_HTTPS is off: passwords would "
            "be sent in the open."
        )
        hint = _("Put a proxy with TLS before the studio, and set STUDIO_HTTPS=1.")
        found.append(Error(sentence, hint=hint, id="studio.E001"))
    if settings.MAIL and not names():
        sentence = _(
            "STUDIO_HOSTS has patterns alone, and EMAIL_URL is set: links in mails would lead "
            "nowhere."
        )
        hint = _("Let STUDIO_HOSTS name the host that people open, too.")
        found.append(Error(sentence, hint=hint, id="studio.E003"))
    if not has_admin_with_a_way_in():
        sentence = _(
            "STUDIO_HOSTS names more than this computer, and no admin has a password, a passkey or "
            "an OpenID identity."
        )
        hint = _("Run: manage.py admin NAME")
        found.append(Error(sentence, hint=hint, id="studio.E002"))
    return found


def has_admin_with_a_way_in() -> bool:
    """True, too, where the database can't be asked: whether it answers is told elsewhere."""
    admins = User.objects.filter(is_active=True, memberships__role=Role.ADMIN)
    try:
        return with_a_way_in(admins).exists()
    except FAULTS:
        return True


def with_a_way_in(people: QuerySet[User]) -> QuerySet[User]:
    """Who of these can sign in without a one-time link."""
    own = {"user": OuterRef("pk")}
    passkeys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN, **own)
    locked = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return people.filter(~locked | Exists(passkeys) | Exists(SocialAccount.objects.filter(**own)))
