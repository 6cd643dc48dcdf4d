"""Passkeys, the authenticator app and recovery codes: allauth's views in our pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth, flows
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator

from studio.accounts.access import Request
from studio.accounts.entry.views import Refusing

# What is changed is on record with it, or neither is.
whole = method_decorator(transaction.atomic, name="post")


class Added:
    """To the recovery codes where these are new, else back to the account."""

    did_generate_recovery_codes: bool

    def get_success_url(self) -> str:
        return reverse("recovery-codes" if self.did_generate_recovery_codes else "account")


@whole
class AddPasskey(Added, Refusing, AddWebAuthnView):
    """One that the device keeps, and asks its owner for: it signs in without a name."""

    template_name = "accounts/yours/passkey.html"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return context | {"js_data": {"creation_options": options}}


@reauthentication_required(app="allauth.mfa")
@transaction.atomic
def remove_passkey(request: Request) -> HttpResponse:
    key = request.POST.get("passkey", "")
    own = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    found = own.filter(pk=key).first() if key.isdecimal() else None
    if found:
        flows.remove_authenticator(request, found)
    return redirect("account")


@whole
class AddAuthenticator(Added, Refusing, ActivateTOTPView):
    template_name = "accounts/yours/authenticator.html"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


@whole
class RemoveAuthenticator(DeactivateTOTPView):
    template_name = "accounts/yours/authenticator_remove.html"
    success_url = reverse_lazy("account")


class RecoveryCodes(ViewRecoveryCodesView):
    template_name = "accounts/yours/recovery_codes.html"


@whole
class NewRecoveryCodes(GenerateRecoveryCodesView):
    success_url = reverse_lazy("recovery-codes")

    def form_invalid(self, form: Any) -> HttpResponse:
        return redirect("account")
