"""Inviting, and taking an invitation back."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studio.accounts.access import (
    OwnedQuerySet,
    Request,
    get_owned,
    own_workspace,
)
from studio.accounts.models import Invitation, Role, User, Workspace
from studio.accounts.places import back_to
from studio.accounts.team import letters
from studio.accounts.team.forms import InvitationForm
from studio.accounts.team.letters import Letter, TooMany
from studio.accounts.team.page import members_page


@require_POST
def invite(request: Request, pk: int) -> HttpResponse:
    """A new invitation, its link shown this once: its token is kept nowhere."""
    workspace = own_workspace(request, pk, Role.ADMIN)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return members_page(request, workspace, HTTPStatus.UNPROCESSABLE_ENTITY, invite=form)
    role, to = Role(form.cleaned_data["role"]), form.cleaned_data.get("email")
    try:
        path, letter = link_and_letter(workspace, request.user, role, form.cleaned_data["days"], to)
    except TooMany as many:
        form.add_error("email", str(many))
        return members_page(request, workspace, HTTPStatus.UNPROCESSABLE_ENTITY, invite=form)
    link = {
        "address": request.build_absolute_uri(path),
        "title": _("Send this link to whom you invite as %(role)s") % {"role": role.label},
        "says": _("It lets one person in, once, and is shown only now."),
    }
    if letter:
        link["mailed"] = letters.send(letter)
    return members_page(request, workspace, HTTPStatus.CREATED, link=link)


@transaction.atomic
def link_and_letter(
    workspace: Workspace, sender: User, role: Role, days: int, to: str | None
) -> tuple[str, Letter | None]:
    """The path of a new invitation's link, and the letter with it where it is to be mailed. Raises
    TooMany.
    """
    token = Invitation.objects.issue(workspace, sender, role, days)
    path = f"{reverse('invitation')}#t={token}"
    if not to:
        return path, None
    made = Invitation.objects.of_token(token)
    assert made is not None
    letter = letters.invitation_letter(made, sender, to, path, days)
    letters.count(letter, sender)
    return path, letter


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    invitation: Invitation = get_owned(OwnedQuerySet(Invitation), request, pk, Role.ADMIN)
    if Invitation.objects.filter(pk=invitation.pk).withdraw():
        messages.success(request, _("The invitation was withdrawn."))
        return back_to(request, "members")
    refused = _("That invitation is no longer open: it was used, withdrawn or has expired.")
    return members_page(request, invitation.workspace, HTTPStatus.CONFLICT, refused=refused)
