"""Identities at an OpenID provider."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.internal.flows import connect
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from studio.accounts.access import Request
from studio.accounts.asking_again import has_passkey


@reauthentication_required(app="allauth.socialaccount")
@transaction.atomic
def remove(request: Request) -> HttpResponse:
    key = request.POST.get("identity", "")
    own = SocialAccount.objects.filter(user=request.user)
    found = own.filter(pk=key).first() if key.isdecimal() else None
    if not found:
        return redirect("account")
    if not (request.user.has_usable_password() or has_passkey(request.user) or own.count() > 1):
        messages.error(request, _("It is your only way in. Set a password or add a passkey first."))
        return redirect("account")
    connect.disconnect(request, found)
    return redirect("account")
