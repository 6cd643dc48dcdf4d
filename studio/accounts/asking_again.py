"""Before what a person at somebody else's unlocked screen must not do: who are you, again?"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypedDict
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from studio.accounts.models import User
from studio.elapsed import is_lately

P = ParamSpec("P")
# How long an answer stands.
RECENT = timedelta(minutes=5)
# In what allauth keeps of who went to the provider: when they were sent there to be asked again, in
# seconds since 1970.
ASKED_AT = "asked_at"
# Somebody who was sent there types a password and a code meanwhile; whoever finds the address of an
# old asking at that person's screen has no hour in which any sign-in there would answer it.
LONGEST_ASKING = timedelta(minutes=10)


class Method(TypedDict):
    """One way to ask: as allauth's adapter tells of them."""

    id: str
    description: str
    url: str


def methods(user: AbstractBaseUser | AnonymousUser) -> list[Method]:
    """How this person can be asked, the usual one first; none in a studio that nobody locks."""
    if not isinstance(user, User):
        return []
    found = [
        (user.has_usable_password(), "password", _("By password"), "account_reauthenticate"),
        (has_passkey(user), "passkey", _("By passkey"), "mfa_reauthenticate_webauthn"),
    ]
    if not any(has for has, *_rest in found) and SocialAccount.objects.filter(user=user).exists():
        found = [(True, "identity", _("By signing in again"), "ask-identity")]
    return [Method(id=i, description=str(d), url=reverse(name)) for has, i, d, name in found if has]


def has_passkey(user: User) -> bool:
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return bool(passkeys.exists())


def asked_again(request: HttpRequest) -> bool:
    """Whether whoever is signed in has shown so within five minutes, or has nothing to show."""
    ways = methods(request.user)
    return not ways or any(answers(record) for record in records(request))


def records(request: HttpRequest) -> list[dict[str, object]]:
    """How and when this person has shown who they are in this session, as allauth keeps it."""
    user = request.user if isinstance(request.user, User) else None
    found: list[dict[str, object]] = get_authentication_records(request, user)
    return found


def answers(record: dict[str, object]) -> bool:
    at = record["at"]
    assert isinstance(at, float)
    return bool(record.get("reauthenticated")) and is_lately(
        datetime.fromtimestamp(at, UTC), RECENT
    )


def was_asked(claims: dict[str, Any], asked_at: float) -> bool:
    """Whether an OpenID provider's id_token says that it has asked the person since `asked_at`, in
    seconds since 1970: people who are signed in there come back without being asked if it will. An
    asking of long ago is answered by nothing.

    Its clock is another than ours. From the sign-in there to its telling of it less has gone by
    than here since the asking; both are told in whole seconds.
    """
    signed_in, told = claims.get("auth_time"), claims.get("iat")
    if not isinstance(signed_in, int | float) or not isinstance(told, int | float):
        return False
    waited = time.time() - asked_at
    return waited <= LONGEST_ASKING.total_seconds() and told - signed_in <= waited + 1


def ask_again(request: HttpRequest) -> HttpResponse:
    """Leads to where the person is asked, and back to the page it came from afterwards."""
    url = methods(request.user)[0]["url"] + "?" + urlencode({"next": page_of(request)})
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(url)
    return redirect(url)


def asking(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Makes a view ask first, and a page with a form already when it is opened: what somebody has
    typed by then is not lost to it.
    """

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        assert isinstance(request, HttpRequest)
        return view(*args, **kwargs) if asked_again(request) else ask_again(request)

    return answered


def page_of(request: HttpRequest) -> str:
    """The page itself, or the one whose button was pressed."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    headers = request.headers
    came_from = headers.get("HX-Current-URL") or headers.get("Referer", "")
    return urlsplit(came_from).path or reverse("account")
