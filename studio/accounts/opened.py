"""A page may be older than who is signed in: in another tab somebody signed in anew, or out.

Each page names the person who opened it in a header of all its scripts ask for. Where that is no
longer who is signed in, or the page's token is another sign-in's, nothing is done, and the answer's
own header says why, so that the script knows what to say and what it may ask for once more.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

PERSON, REFUSAL = "Studio-Person", "Studio-Refusal"


class Why(StrEnum):
    """What the refusal's header says."""

    TOKEN = "token"  # noqa: S105 - the name of one
    PERSON = "person"
    SIGNED_OUT = "signed-out"


class SamePerson:
    """Middleware: a script is answered only as the person who opened its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        opened_by = request.headers.get(PERSON)
        if not opened_by:
            return self.get_response(request)
        if opened_by == str(request.user.pk):
            answer = self.get_response(request)
            keep_cookie(request)
            return answer
        if request.user.is_authenticated:
            return somebody_else(request.user.called())
        return signed_out()


def keep_cookie(request: HttpRequest) -> None:
    """A script is not handed the token's cookie that it came with: should somebody sign in while a
    poll is under way, its answer would put the old token in the new one's place.
    """
    told = request.META.get("CSRF_COOKIE")
    if told and told == request.COOKIES.get(settings.CSRF_COOKIE_NAME):
        request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False


def somebody_else(name: str) -> JsonResponse:
    sentence = _("You are signed in as %(name)s in this browser now. Nothing was done.")
    return refusal(Why.PERSON, {"message": sentence % {"name": name}, "name": name})


def signed_out() -> JsonResponse:
    sentence = _("You are signed out. What stands here may be old; nothing was done.")
    return refusal(Why.SIGNED_OUT, {"message": sentence}, HTTPStatus.UNAUTHORIZED)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answers what comes without a token of this sign-in: a script with a fresh one, which it also
    finds in its cookie, people with a page that leads back to where they were.
    """
    if PERSON in request.headers:
        sentence = _("You have signed in again since. Nothing was done: press again.")
        return refusal(Why.TOKEN, {"message": sentence, "token": get_token(request)})
    back = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(back, request.get_host(), request.is_secure())
    context = {"back": back if ours else ""}
    return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)


def refusal(
    why: Why, answer: dict[str, str], status: HTTPStatus = HTTPStatus.FORBIDDEN
) -> JsonResponse:
    return JsonResponse(
        answer, status=status, headers={REFUSAL: why.value, "Cache-Control": "no-store"}
    )
