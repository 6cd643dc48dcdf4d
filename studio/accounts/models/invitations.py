"""Invitations: a link that makes whoever opens it first a member of a workspace."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models, transaction
from django.utils import timezone

from studio.accounts.models.digests import digest, new_token
from studio.accounts.models.people import User
from studio.accounts.models.workspaces import Membership, Role, Workspace
from studio.audit.acts import Act
from studio.audit.models import Entry
from studio.elapsed import over


class NoLongerOpen(Exception):
    """Used, withdrawn or expired by now, or its workspace is gone."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    # The days of validity an admin may choose from; of no invitation more than the last.
    DAYS = (1, 7, 30)
    LONGEST = timedelta(days=DAYS[-1])
    # So long after its end a page still says why one lets nobody in.
    KEPT = timedelta(days=30)

    @transaction.atomic
    def issue(self, workspace: Workspace, made_by: User, role: Role, days: int) -> str:
        """The token of a new invitation; only its digest is kept."""
        self.filter(over("expires_at", self.LONGEST, late=self.KEPT)).delete()
        token = new_token()
        made = self.create(
            workspace=workspace,
            made_by=made_by,
            role=role,
            digest=digest(token),
            expires_at=timezone.now() + timedelta(days=days),
        )
        made.record(Act.INVITED)
        return token

    def of_token(self, token: str) -> Invitation | None:
        return self.select_related("workspace", "made_by").filter(digest=digest(token)).first()

    def unused(self) -> Self:
        """Neither used nor withdrawn; they may have expired."""
        return self.filter(used_at=None, withdrawn_at=None)

    def open(self) -> Self:
        """Those that still let somebody in."""
        return self.unused().exclude(over("expires_at", self.LONGEST))

    def withdraw(self) -> int:
        """Withdraws those that are open; how many those were."""
        withdrawn = list(self.open().select_related("workspace"))
        for one in withdrawn:
            one.record(Act.INVITATION_WITHDRAWN)
        keys = [one.pk for one in withdrawn]
        return self.model.objects.filter(pk__in=keys).update(withdrawn_at=timezone.now())


class Invitation(models.Model):
    """An invitation as a member of one workspace, for whoever opens its link first."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=16, choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.workspace} · {self.role}"

    @property
    def is_open(self) -> bool:
        """Whether it lets somebody in, as the database has it now."""
        return Invitation.objects.open().filter(pk=self.pk).exists()

    @transaction.atomic
    def accept(self, user: User) -> Membership:
        """Makes `user` a member, and is used up by that; a member's role only ever rises, and who
        gains nothing leaves it for somebody else. Raises NoLongerOpen.

        Of two at once one waits for the workspace's row and then finds it used.
        """
        workspace = Workspace.objects.locked().filter(pk=self.workspace_id).first()
        if workspace is None or not self.is_open:
            raise NoLongerOpen
        member = workspace.memberships.filter(user=user).first()
        if member and Role(member.role).includes(Role(self.role)):
            return member
        Invitation.objects.filter(pk=self.pk).update(used_at=timezone.now(), used_by=user)
        member, _made = workspace.memberships.update_or_create(
            user=user, defaults={"role": self.role}
        )
        Entry.objects.record(
            Act.JOINED,
            workspace=workspace,
            thing=user,
            name=user.called(),
            difference=str(Role(self.role).label),
        )
        return member

    def record(self, act: Act) -> None:
        Entry.objects.record(
            act,
            workspace=self.workspace,
            thing=self,
            name=self.workspace.name,
            difference=str(Role(self.role).label),
        )
