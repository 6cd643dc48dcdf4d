"""What an admin does to members, and a member to himself: roles, removing, leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from studio.accounts import members
from studio.accounts.access import (
    OwnedQuerySet,
    Request,
    current_workspace,
    get_owned,
    own_workspace,
)
from studio.accounts.asking_again import ask_again, asked_again
from studio.accounts.members import LastAdmin, Outdated
from studio.accounts.models import Membership, Role, SignInLink, User
from studio.accounts.places import back_to
from studio.accounts.team import letters
from studio.accounts.team.letters import Letter, TooMany
from studio.accounts.team.page import members_page
from studio.audit.acts import Act

Change = Callable[[Request, Membership], HttpResponse | None]


@require_safe
def all_members(request: Request) -> HttpResponse:
    return members_page(request, current_workspace(request))


def act(change: Change) -> Callable[[Request, Membership], HttpResponse]:
    """Answers an act with the page of members, which says why nothing was changed."""

    @wraps(change)
    def answered(request: Request, member: Membership) -> HttpResponse:
        try:
            return change(request, member) or back_to(request, "members")
        except LastAdmin:
            refused = _("%(name)s is the last admin here: make somebody else an admin first.")
        except Outdated as outdated:
            refused = what_is_now(outdated)
        sentence = refused % {"name": member.user.called()}
        return members_page(request, member.workspace, HTTPStatus.CONFLICT, refused=sentence)

    return answered


def what_is_now(outdated: Outdated) -> str:
    if outdated.now is None:
        return _("%(name)s is no longer in this workspace. Nothing was changed.")
    sentence = _("Meanwhile somebody else made %(name)s {role}. Nothing was changed.")
    return sentence.format(role=outdated.now.label)


def managed(request: Request, pk: int) -> Membership:
    """The member, for an admin."""
    return get_owned(OwnedQuerySet(Membership).select_related("user"), request, pk, Role.ADMIN)


def own_member(request: Request, workspace: int, role: Role = Role.VIEWER) -> Membership:
    of = own_workspace(request, workspace, role)
    return of.memberships.select_related("user", "workspace").get(user=request.user)


@require_POST
def change_role(request: Request, pk: int) -> HttpResponse:
    """Gives a member the posted `role`; `shown` is the one that the page showed."""
    return give_role(request, managed(request, pk))


@act
def give_role(request: Request, member: Membership) -> HttpResponse | None:
    wanted = request.POST.get("role", "")
    if wanted not in Role.values:
        refused = _("There is no role of this name.")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return members_page(request, member.workspace, status, refused=refused)
    role = Role(wanted)
    members.change_role(member, request.POST.get("shown", ""), role)
    said = _("%(name)s: %(role)s") % {"name": member.user.called(), "role": role.label}
    messages.success(request, said)
    return None


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Takes a member out; what they made stays."""
    return take_out(request, managed(request, pk))


@act
def take_out(request: Request, member: Membership) -> HttpResponse | None:
    members.remove(member, request.POST.get("shown", ""))
    messages.success(request, _("%(name)s was removed.") % {"name": member.user.called()})
    return redirect("home") if member.user == request.user else None


@require_POST
def sign_in_link(request: Request, pk: int) -> HttpResponse:
    """A one-time link that signs a member in who is locked out; shown this once, and mailed to
    `mail`, where that is their address.
    """
    member = managed(request, pk)
    if not asked_again(request):
        return ask_again(request)
    name = member.user.called()
    if not members.may_open_for(request.user, member.user):
        refused = _(
            "%(name)s is in a workspace, too, whose admin you are not, and a link would open that "
            "as well. Ask whoever runs the studio."
        )
        sentence = refused % {"name": name}
        return members_page(request, member.workspace, HTTPStatus.CONFLICT, refused=sentence)
    is_mailed = "mail" in request.POST and letters.reaches(member)
    if is_mailed and request.POST["mail"] != member.user.email:
        refused = _("%(name)s has another address by now. Look at it before you mail a link.")
        sentence = refused % {"name": name}
        return members_page(request, member.workspace, HTTPStatus.CONFLICT, refused=sentence)
    try:
        path, letter = link_and_letter(member, request.user, is_mailed=is_mailed)
    except TooMany as many:
        status = HTTPStatus.TOO_MANY_REQUESTS
        return members_page(request, member.workspace, status, refused=str(many))
    link = {
        "address": request.build_absolute_uri(path),
        "title": _("A link that signs %(name)s in") % {"name": name},
        "says": _("It works once, within five minutes, and is shown only now."),
    }
    if letter:
        link["mailed"] = letters.send(letter)
    return members_page(request, member.workspace, HTTPStatus.CREATED, link=link)


@transaction.atomic
def link_and_letter(
    member: Membership, sender: User, *, is_mailed: bool
) -> tuple[str, Letter | None]:
    """The path of a new link, and the letter with it where it is to be mailed. Raises TooMany."""
    members.put_on_record(Act.LINK_MADE, member, "")
    path = f"{reverse('start')}#t={SignInLink.objects.issue(member.user)}"
    if not is_mailed:
        return path, None
    letter = letters.sign_in_letter(member, sender, path)
    letters.count(letter, sender)
    return path, letter


@require_POST
def leave(request: Request, pk: int) -> HttpResponse:
    return go(request, own_member(request, pk))


@act
def go(request: Request, member: Membership) -> HttpResponse | None:
    members.leave(member)
    return gone(request, member)


@require_POST
def hand_over(request: Request, pk: int) -> HttpResponse:
    """Makes the member `heir` an admin and leaves; `heir` is a key and the role the page showed."""
    return pass_on(request, own_member(request, pk, Role.ADMIN))


@act
def pass_on(request: Request, member: Membership) -> HttpResponse | None:
    key, _dash, shown = request.POST.get("heir", "").partition("-")
    others = member.workspace.memberships.exclude(pk=member.pk)
    heir = others.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if heir is None:
        refused = _("Choose who takes over; they are no longer here.")
        return members_page(request, member.workspace, HTTPStatus.CONFLICT, refused=refused)
    members.hand_over(member, heir, shown)
    return gone(request, member)


def gone(request: Request, member: Membership) -> HttpResponse:
    messages.success(request, _("You left “%(name)s”.") % {"name": member.workspace.name})
    return redirect("home")
