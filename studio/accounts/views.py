"""Signing in by a one-time link, and out again."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.models import SignInLink


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
    if user is None:
        reason = _("This link has been used or is older than five minutes.")
        return render(request, "pages/start.html", {"reason": reason}, status=403)
    login(request, user)
    return redirect("templates")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("start")
