"""What allauth asks the studio: who may sign up, whose password is right, what people are told."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.accounts import asking_again, invitations
from studio.accounts.asking_again import ASKED_AT
from studio.accounts.entry import devices, guessing
from studio.accounts.models import User
from studio.accounts.recording import HOW, refused, signed_in
from studio.accounts.signing_in import named
from studio.sealing.values import seal, unseal

NAME = "Mix Studio"
SECOND_FACTOR = "mfa_authenticator.data"
# Of what allauth would say, what is worth a toast; the rest the page shows anyway.
SAID = {
    "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app was removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey was removed."),
    "socialaccount/messages/account_connected.txt": gettext_lazy("The identity is connected."),
    "socialaccount/messages/account_connected_updated.txt": gettext_lazy(
        "The identity is connected."
    ),
    "socialaccount/messages/account_connected_other.txt": gettext_lazy(
        "This identity belongs to somebody else here."
    ),
}


class People(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("The name or the password is wrong."),
        "incorrect_password": gettext_lazy("The password is wrong."),
        "too_many_login_attempts": gettext_lazy(
            "Too many wrong tries. Wait a quarter of an hour, or use a passkey, or a browser that "
            "you have signed in with before."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return invitations.pending(request) is not None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Raises a ValidationError where too many wrong passwords were tried."""
        name = credentials["username"]
        try:
            guess = guessing.begin(request, name)
        except guessing.TooMany:
            raise self.validation_error("too_many_login_attempts") from None
        user = authenticate(request, username=name, password=credentials["password"])
        if user is None:
            refused(named(name))
            return None
        guess.delete()
        assert isinstance(user, User)
        return user

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        messages.error(request, _("This person may no longer sign in."))
        return redirect("account_login")

    @transaction.atomic
    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **how: Any) -> HttpResponse:
        """The session is stored with what is on record of it, or neither is: Django alone would
        store it once the page is answered. Raises SessionInterrupted, as Django then does (400).
        """
        response: HttpResponse = super().post_login(request, user, **how)
        assert isinstance(user, User)
        devices.remember(request, response, user)
        signed_in(request, user)
        if ASKED_AT in came_from(how):
            record_authentication(request, user, "socialaccount", reauthenticated=True)
        try:
            request.session.save()
        except UpdateError:
            raise SessionInterrupted("The session was ended while somebody signed in.") from None
        return response

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        return [dict(method) for method in asking_again.methods(user)]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not asking_again.asked_again(context.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The web server has seen to proxies (STUDIO_PROXIES)."""
        return str(request.META["REMOTE_ADDR"])

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or SAID.get(message_template or "")
        if said:
            level = messages.SUCCESS if level == messages.INFO else level
            messages.add_message(request, level, str(said))


def came_from(how: dict[str, Any]) -> dict[str, Any]:
    """With what somebody was sent to the provider; nothing of who signs in by other means."""
    login: SocialLogin | None = (how.get("signal_kwargs") or {}).get("sociallogin")
    return dict(login.state) if login else {}


class Factors(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This is not right. Try again."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, SECOND_FACTOR)

    def build_totp_svg(self, url: str) -> str:
        """The element alone, to stand amid a page."""
        svg: str = super().build_totp_svg(url)
        return svg[svg.index("<svg") :]

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,  # noqa: A002  # allauth's name
    ) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = context.request.get_host()
        return {"id": host.rpartition(":")[0] or host, "name": NAME}


class Identities(DefaultSocialAccountAdapter):
    """Somebody's identity at a provider is its `sub`: no e-mail address joins it to an account."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if not is_of_one(sociallogin.account.extra_data):
            raise PermissionDenied
        is_new = not sociallogin.is_existing and sociallogin.state.get("process") == "login"
        if is_new and invitations.pending(request) is None:
            refused(None, HOW["socialaccount"])
            page = render(request, "account/signup_closed.html", {"name": settings.OIDC_NAME})
            page.status_code = 403
            raise ImmediateHttpResponse(page)
        asked_at = sociallogin.state.get(ASKED_AT)
        claims = sociallogin.account.extra_data.get("id_token") or {}
        if asked_at is not None and not asking_again.was_asked(claims, asked_at):
            refused(sociallogin.user if sociallogin.is_existing else None, HOW["socialaccount"])
            context = {"oidc": settings.OIDC_NAME, "next": sociallogin.state.get("next", "")}
            raise ImmediateHttpResponse(
                render(request, "accounts/not_asked.html", context, status=HTTPStatus.FORBIDDEN)
            )

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, **more: Any
    ) -> None:
        """Whoever changes their mind at the provider is back where they were."""
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(redirect("account_login"))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("account")


def is_of_one(said: dict[str, Any]) -> bool:
    """Whether all that the provider says is of one person (OpenID Connect Core, 5.3.2)."""
    subjects = {each.get("sub") for each in (said.get("id_token"), said.get("userinfo")) if each}
    return len(subjects) == 1 and isinstance(subjects.pop(), str)
