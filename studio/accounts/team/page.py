"""The page of members, as every act on it answers."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from studio.accounts import wording
from studio.accounts.access import Request
from studio.accounts.members import is_last_admin
from studio.accounts.models import Membership, Role, User, Workspace
from studio.accounts.team.forms import InvitationForm, WorkspaceForm
from studio.accounts.team.letters import reaches


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One member; `role` is in words, `may` says what it allows, `has_mail` whether letters reach
    them.
    """

    member: Membership
    name: str
    initials: str
    is_reader: bool
    role: str
    may: str
    has_mail: bool


def row(member: Membership, reader: User) -> Row:
    role = Role(member.role)
    return Row(
        member=member,
        name=member.user.called(),
        initials=initials(member.user.called()),
        is_reader=member.user == reader,
        role=str(role.label),
        may=str(wording.MAY[role]),
        has_mail=reaches(member),
    )


def initials(name: str) -> str:
    """Of the first and the last word: “AL” for Ada King Lovelace."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])).upper()


def members_page(
    request: Request, workspace: Workspace, status: int = HTTPStatus.OK, **said: Any
) -> HttpResponse:
    """`said` may be `refused` (a sentence), `link` (shown this once; its `mailed` is what became of
    the letter), and a form that was refused as `invite` or `rename`.
    """
    members = list(workspace.memberships.select_related("user").order_by("pk"))
    own = next(member for member in members if member.user == request.user)
    is_admin = own.role == Role.ADMIN
    context = {
        "rows": [row(member, request.user) for member in members],
        "own": own,
        "is_admin": is_admin,
        "is_last_admin": is_last_admin(own),
        "heirs": [row(member, request.user) for member in members if member != own],
        "invitations": workspace.invitations.open().select_related("made_by") if is_admin else [],
        "roles": [(role.value, role.label, wording.MAY[role]) for role in Role],
        "invite": InvitationForm(),
        "rename": WorkspaceForm(instance=workspace),
    }
    answer = render(request, "accounts/team/members.html", context | said, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
