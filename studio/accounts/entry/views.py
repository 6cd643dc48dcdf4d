"""Signing in and up, and showing once more who one is."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import Any

import requests
from allauth.account.internal.decorators import login_not_required
from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from studio.accounts.access import Request
from studio.accounts.asking_again import ASKED_AT, methods
from studio.accounts.exposure import with_a_way_in
from studio.accounts.models import User
from studio.accounts.recording import HOW, refused

# What reading an answer of another shape ends with.
MALFORMED = (KeyError, ValueError, TypeError, AttributeError, ImproperlyConfigured)


class Refusing:
    """A form that is not in order is answered with its page again, and with this status."""

    status = HTTPStatus.FORBIDDEN

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        answer.status_code = self.status
        return answer


class SignIn(Refusing, LoginView):
    template_name = "accounts/sign_in.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        anybody = with_a_way_in(User.objects.filter(is_active=True)).exists()
        shown = {"anybody": anybody, "oidc": oidc_name(), "mail": bool(settings.MAIL)}
        return super().get_context_data(**more) | shown


class SecondFactor(Refusing, AuthenticateView):
    template_name = "accounts/second_factor.html"


class PasskeySignIn(LoginWebAuthnView):
    """Where the browser asks what to sign, and sends it signed."""


class AskPassword(Refusing, ReauthenticateView):
    template_name = "accounts/ask_password.html"


class AskPasskey(ReauthenticateWebAuthnView):
    template_name = "accounts/ask_passkey.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data())
        answer.status_code = HTTPStatus.FORBIDDEN
        return answer


def ask_identity(request: Request) -> HttpResponse:
    """Leads whoever has nothing but an identity to its provider, and back."""
    if not any(method["id"] == "identity" for method in methods(request.user)):
        return redirect("account")
    context = {"oidc": oidc_name(), "next": request.GET.get("next", "")}
    return render(request, "accounts/ask_identity.html", context)


def oidc_name() -> str:
    """What people call the provider; empty where there is none."""
    return str(settings.OIDC_NAME) if settings.OIDC_URL else ""


@login_not_required
def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To where the provider asks who one is: by a page of our own, since the policy lets no form
    lead elsewhere.
    """
    try:
        answer = (again if "again" in request.POST else openid.login)(request, provider_id)
    except (requests.RequestException, *MALFORMED):
        messages.error(request, _("%(name)s can’t be reached now.") % {"name": oidc_name()})
        return redirect("account_login")
    if not isinstance(answer, HttpResponseRedirect):
        return answer
    return render(request, "accounts/to_provider.html", {"url": answer.url, "oidc": oidc_name()})


def again(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To be asked there also where one is signed in (OpenID Connect Core, 3.1.2.1). Whether that
    was done is looked at when they are back.
    """
    try:
        provider = openid.OpenIDConnectOAuth2Adapter(request, provider_id).get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    told = provider.get_redirect_from_request_kwargs(request)
    told["auth_params"] |= {"prompt": "login", "max_age": "0"}
    answer: HttpResponse = provider.redirect(request, **told, **{ASKED_AT: time.time()})
    return answer


@login_not_required
def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """What a provider says in another shape than OpenID's is believed as little as a refusal."""
    try:
        answer: HttpResponse = openid.callback(request, provider_id)
    except MALFORMED:
        refused(None, HOW["socialaccount"])
        page = "socialaccount/authentication_error.html"
        answer = render(request, page, status=HTTPStatus.UNAUTHORIZED)
    return answer
