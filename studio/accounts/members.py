"""Changing who is in a workspace, and as what.

Each change holds the workspace's row, so that of two at once the second sees what the first did; it
leaves the workspace an admin, and is on record.
"""

from __future__ import annotations

from django.db import transaction

from studio.accounts.models import Membership, Role, Token, User, Workspace
from studio.audit.acts import Act
from studio.audit.models import Entry


class LastAdmin(Exception):
    """The workspace would be left without an admin."""


class Outdated(Exception):
    """The member is no longer what the page showed: `now` is their role, None of who is out."""

    def __init__(self, now: Role | None) -> None:
        super().__init__(now)
        self.now = now


@transaction.atomic
def change_role(member: Membership, shown: str, role: Role) -> None:
    """Raises Outdated or LastAdmin."""
    found = held(member, shown)
    if found.role == role:
        return
    put_on_record(Act.ROLE_CHANGED, found, f"{Role(found.role).label} → {role.label}")
    lose(found, role)
    found.role = role
    found.save(update_fields=["role"])


@transaction.atomic
def remove(member: Membership, shown: str) -> None:
    """Raises Outdated or LastAdmin."""
    found = held(member, shown)
    put_on_record(Act.REMOVED, found, str(Role(found.role).label))
    lose(found)
    found.delete()


@transaction.atomic
def leave(member: Membership) -> None:
    """Raises Outdated or LastAdmin."""
    found = held(member, member.role)
    put_on_record(Act.LEFT, found, str(Role(found.role).label))
    lose(found)
    found.delete()


@transaction.atomic
def hand_over(member: Membership, heir: Membership, shown: str) -> None:
    """Makes `heir` an admin in place of `member`, who leaves. Raises Outdated."""
    after, before = held(heir, shown), held(member, member.role)
    put_on_record(Act.HANDED_OVER, after, f"{Role(after.role).label} → {Role.ADMIN.label}")
    after.role = Role.ADMIN
    after.save(update_fields=["role"])
    put_on_record(Act.LEFT, before, str(Role(before.role).label))
    lose(before)
    before.delete()


def held(member: Membership, shown: str) -> Membership:
    """The member as the database has it, which nobody else changes until the transaction ends."""
    workspace = Workspace.objects.locked().filter(pk=member.workspace_id).first()
    found = Membership.objects.select_related("user", "workspace").filter(pk=member.pk).first()
    if workspace is None or found is None:
        raise Outdated(None)
    if found.role != shown:
        raise Outdated(Role(found.role))
    return found


def lose(member: Membership, becomes: Role | None = None) -> None:
    """What goes with a role: who is out leaves no token behind, and who is no admin any more
    invites nobody. Raises LastAdmin.
    """
    if becomes is None:
        Token.objects.filter(person=member.user, workspace=member.workspace).delete()
    if member.role != Role.ADMIN or becomes == Role.ADMIN:
        return
    if is_last_admin(member):
        raise LastAdmin
    member.workspace.invitations.filter(made_by=member.user).withdraw()


def is_last_admin(member: Membership) -> bool:
    others = Membership.objects.filter(workspace=member.workspace_id, role=Role.ADMIN)
    return member.role == Role.ADMIN and not others.exclude(pk=member.pk).exists()


def may_open_for(admin: User, member: User) -> bool:
    """Whether an admin may make a sign-in link for a member: it opens whatever is theirs, so all
    their workspaces must be the admin's own to look after.
    """
    looked_after = Membership.objects.filter(user=admin, role=Role.ADMIN).values("workspace")
    return not member.memberships.exclude(workspace__in=looked_after).exists()


def put_on_record(act: Act, member: Membership, difference: str) -> None:
    Entry.objects.record(
        act,
        workspace=member.workspace,
        thing=member.user,
        name=member.user.called(),
        difference=difference,
    )
