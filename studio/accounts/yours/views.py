"""The page, one's name on it, and one's password."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from allauth.account import signals
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from studio.accounts.access import Request
from studio.accounts.asking_again import RECENT, ask_again, asked_again
from studio.accounts.entry.views import Refusing, oidc_name
from studio.accounts.models import User
from studio.accounts.recording import record
from studio.accounts.yours.forms import NameForm
from studio.accounts.yours.sessions import sessions_of
from studio.audit.acts import Act
from studio.elapsed import is_lately

# In a session: when a one-time link has signed it in, in seconds since 1970.
BY_LINK = "by_link"


def account(request: Request) -> HttpResponse:
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your name was saved."))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "accounts/yours/account.html", shown(request, form), status=status)


def shown(request: Request, form: NameForm) -> dict[str, Any]:
    own = Authenticator.objects.filter(user=request.user).order_by("pk")
    kinds = Authenticator.Type
    return {
        "form": form,
        "passkeys": [each for each in own if each.type == kinds.WEBAUTHN],
        "authenticator": next((each for each in own if each.type == kinds.TOTP), None),
        "recovery": next((each.wrap() for each in own if each.type == kinds.RECOVERY_CODES), None),
        "identities": SocialAccount.objects.filter(user=request.user),
        "oidc": oidc_name(),
        "sessions": sessions_of(request),
    }


class SetPassword(Refusing, FormView):  # type: ignore[type-arg]  # generic in its stubs alone
    template_name = "accounts/yours/password.html"
    form_class = SetPasswordForm
    success_url = reverse_lazy("account")
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not asked_again(request) and not came_by_link(request):
            return ask_again(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Every other session ends by it: each knows of which password it is."""
        user = form.save()
        update_session_auth_hash(self.request, user)
        signals.password_changed.send(sender=User, request=self.request, user=user)
        record(Act.PASSWORD_SET, user)
        messages.success(self.request, _("The password is set. Other sessions have ended."))
        return super().form_valid(form)


def came_by_link(request: HttpRequest) -> bool:
    """Whether an admin's link has signed this session in just now: who is locked out can't answer
    what would be asked.
    """
    at = request.session.get(BY_LINK)
    return at is not None and is_lately(datetime.fromtimestamp(at, UTC), RECENT)
