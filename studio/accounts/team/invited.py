"""What an invitation opens: who invites to what, and joining, also without an account yet."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts import wording
from studio.accounts.access import Request, switch_to
from studio.accounts.acting import actor_of
from studio.accounts.entry.arriving import come_in
from studio.accounts.entry.views import oidc_name
from studio.accounts.invitations import pending, remember
from studio.accounts.models import Invitation, Membership, NoLongerOpen, Role, User
from studio.accounts.places import back_to
from studio.accounts.team.forms import AccountForm
from studio.audit.actors import acting


@login_not_required
@ensure_csrf_cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Where an invitation's link lands. The token is in the fragment, as that of a sign-in link."""
    if request.method != "POST":
        return invited_page(request, pending(request))
    found = Invitation.objects.of_token(request.POST.get("token", ""))
    if found is None or not found.is_open:
        return closed(request, why_closed(found), HTTPStatus.FORBIDDEN)
    remember(request, found)
    return redirect("invitation")


def invited_page(
    request: HttpRequest,
    found: Invitation | None,
    form: AccountForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page of an open invitation, or without one what to do."""
    if found is None:
        return render(request, "accounts/team/invitation.html", status=status)
    role = Role(found.role)
    has = found.workspace.role_of(request.user) if isinstance(request.user, User) else None
    context = {
        "invitation": found,
        "role": role.label,
        "may": wording.MAY[role],
        "by": found.made_by.called() if found.made_by else "",
        "has": has.label if has and has.includes(role) else "",
        "form": form or AccountForm(),
        "oidc": oidc_name(),
        "sign_in": f"{resolve_url(settings.LOGIN_URL)}?next={request.path}",
    }
    return render(request, "accounts/team/invitation.html", context, status=status)


def closed(request: HttpRequest, reason: str, status: int = HTTPStatus.CONFLICT) -> HttpResponse:
    return render(request, "accounts/team/invitation.html", {"reason": reason}, status=status)


def why_closed(found: Invitation | None) -> str:
    if found is None:
        return _(
            "This invitation is not known here. The link may be cut off, or what it is to gone."
        )
    if found.used_at:
        return _("This invitation has been used. It lets in one person, once.")
    if found.withdrawn_at:
        return _("This invitation was withdrawn.")
    return _("This invitation has expired.")


def too_late() -> str:
    return _("This invitation is no longer open: it was used, withdrawn or has expired.")


@require_POST
def join(request: Request) -> HttpResponse:
    """Makes who is signed in a member."""
    found = pending(request)
    if found is None:
        return closed(request, too_late())
    had = found.workspace.role_of(request.user)
    try:
        member = found.accept(request.user)
    except NoLongerOpen:
        return closed(request, too_late())
    return let_in(request, member, had)


def let_in(request: Request, member: Membership, had: Role | None) -> HttpResponseRedirect:
    said = _("You are in “%(name)s” now, as %(role)s.")
    if had == member.role:
        said = _("You were in “%(name)s” already, as %(role)s, and stay that.")
    role = Role(member.role).label
    messages.success(request, said % {"name": member.workspace.name, "role": role})
    switch_to(request, member.workspace)
    request.workspace = member.workspace
    return back_to(request, "templates")


@login_not_required
@require_POST
def make_account(request: Request) -> HttpResponse:
    """An account for who was invited, in the workspace and signed in at once."""
    found = pending(request)
    if found is None or request.user.pk:
        return closed(request, too_late())
    form = AccountForm(request.POST)
    if not form.is_valid():
        return invited_page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        member = newcomer(request, form, found)
    except NoLongerOpen:
        return closed(request, too_late())
    except IntegrityError:
        # Of two at once with this name the other came first.
        form.add_error("username", _("A user with that username already exists."))
        return invited_page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    # Who has just chosen a password has shown it.
    record_authentication(request, member.user, method="password")
    answer = come_in(request, member.user, is_new=True)
    answer.headers["Location"] = let_in(request, member, None).url
    return answer


@transaction.atomic
def newcomer(request: Request, form: AccountForm, found: Invitation) -> Membership:
    user = form.save()
    with acting(lambda: replace(actor_of(request), person=user)):
        return found.accept(user)
