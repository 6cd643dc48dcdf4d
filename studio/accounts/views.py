"""Signing in by a one-time link, and out again."""

from __future__ import annotations

from time import time

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.access import Request
from studio.accounts.entry.arriving import come_in
from studio.accounts.models import SignInLink, User
from studio.accounts.recording import LINK, record, refused
from studio.accounts.yours.views import BY_LINK
from studio.audit.acts import Act


@login_not_required
@ensure_csrf_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Where a one-time link lands.

    The token is in the fragment, which no server, log or Referer sees; the page posts it.
    """
    if request.method != "POST":
        return render(request, "pages/start.html")
    user = SignInLink.objects.redeem(request.POST.get("token", ""))
    if user is None or not user.is_active:
        refused(user, LINK)
        reason = _("This link has been used or is older than five minutes.")
        return render(request, "pages/start.html", {"reason": reason}, status=403)
    return sign_in(request, user)


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """By a link alone: it is for somebody, too, who has lost a password or a second factor."""
    request.session.flush()
    answer = come_in(request, user)
    request.session[BY_LINK] = time()
    return answer


@require_POST
@transaction.atomic
def sign_out(request: Request) -> HttpResponse:
    record(Act.SIGNED_OUT, request.user)
    logout(request)
    return redirect("account_login")
