"""Where one is signed in, and ending that."""

from __future__ import annotations

import re
from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from studio.accounts.access import Request
from studio.accounts.recording import record
from studio.audit.acts import Act

BROWSERS = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Windows": "Windows",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def sessions_of(request: Request) -> list[UserSession]:
    """This one first, then what was used last."""
    found: list[UserSession] = UserSession.objects.purge_and_list(request.user)
    for session in found:
        session.browser = browser_of(session.user_agent)
    return sorted(found, key=lambda each: (not each.is_current(), -each.last_seen_at.timestamp()))


def browser_of(user_agent: str) -> str:
    """In words, as far as its own word can be trusted: “Firefox on Linux”."""
    browser = first(BROWSERS, user_agent)
    system = first(SYSTEMS, user_agent)
    if not browser or not system:
        return re.split(r"[/ ]", user_agent)[0] or _("Unknown")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}


def first(names: dict[str, str], text: str) -> str:
    return next((name for sign, name in names.items() if sign in text), "")


@transaction.atomic
def end(request: Request) -> HttpResponse:
    """Ends one of one's own, which may have ended meanwhile."""
    key = request.POST.get("session", "")
    own = UserSession.objects.filter(user=request.user)
    found = own.filter(pk=key).first() if key.isdecimal() else None
    if not found:
        return redirect("account")
    record(Act.SESSIONS_ENDED, request.user, f"one, at {found.ip}")
    if found.is_current():
        logout(request)
        found.delete()
        return redirect("account_login")
    end_all([found])
    messages.success(request, _("The session has ended."))
    return redirect("account")


@transaction.atomic
def end_others(request: Request) -> HttpResponse:
    others = UserSession.objects.filter(user=request.user)
    end_all(others.exclude(session_key=request.session.session_key))
    record(Act.SESSIONS_ENDED, request.user, "all others")
    messages.success(request, _("All other sessions have ended."))
    return redirect("account")


def end_all(sessions: Iterable[UserSession]) -> None:
    for session in sessions:
        session.end()
