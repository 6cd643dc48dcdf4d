"""Workspaces that people share, and who may do what in them."""

from __future__ import annotations

from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from studio.accounts.models.people import User
from studio.audit.acts import Act
from studio.audit.models import Entry


class Role(models.TextChoices):
    """What a member may do; each role may do all that the ones before it may."""

    VIEWER = "viewer", _("Viewer")
    EDITOR = "editor", _("Editor")
    OPERATOR = "operator", _("Operator")
    ADMIN = "admin", _("Admin")

    def includes(self, other: Role) -> bool:
        """Whether this role may do what `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)

    def held_by(self, user: User) -> Role:
        """This role as far as the token goes that speaks for the person, if one does."""
        if user.token is None or user.token.role.includes(self):
            return self
        return user.token.role


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def for_user(self, user: User) -> Self:
        own = self.filter(memberships__user=user)
        return own.filter(pk=user.token.workspace_id) if user.token else own

    def locked(self) -> Self:
        """With their rows held until the transaction ends: whoever changes who is in a workspace,
        and as what, takes them first. Rows may refer to them meanwhile.
        """
        return self.order_by("pk").select_for_update(no_key=True)

    @transaction.atomic
    def open_for(self, admin: User, name: str) -> Workspace:
        """A new workspace with its admin."""
        made = self.create(name=name)
        made.memberships.create(user=admin, role=Role.ADMIN)
        made.record(Act.WORKSPACE_MADE)
        return made

    @transaction.atomic
    def embedded(self) -> Workspace:
        """The one workspace of an embedded studio, with its owner; made at first use."""
        workspace = self.order_by("pk").first()
        if workspace is None or not workspace.has_admin():
            # Of processes that start at once the first makes both, and all others wait here for it.
            owner, _made = User.objects.select_for_update().get_or_create(username="owner")
            workspace = self.order_by("pk").first() or self.create(name="Studio")
            if not workspace.has_admin():
                workspace.memberships.update_or_create(user=owner, defaults={"role": Role.ADMIN})
        return workspace


class Workspace(models.Model):
    """What a team shares: its templates, pictures and tasks."""

    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WorkspaceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def has_admin(self) -> bool:
        return self.memberships.filter(role=Role.ADMIN).exists()

    def owner(self) -> User:
        """The admin who has been here longest."""
        return self.memberships.filter(role=Role.ADMIN).order_by("pk")[0].user

    @transaction.atomic
    def set_name(self, name: str) -> None:
        before, self.name = self.name, name
        self.save(update_fields=["name"])
        self.record(Act.WORKSPACE_RENAMED, f"{before} → {name}")

    def record(self, act: Act, difference: str = "") -> None:
        Entry.objects.record(act, workspace=self, thing=self, name=self.name, difference=difference)

    def role_of(self, user: User) -> Role | None:
        membership = self.memberships.filter(user=user).first() if user.reaches(self) else None
        return Role(membership.role).held_by(user) if membership else None


class Membership(models.Model):
    """A person's role in a workspace."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.VIEWER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "workspace"], name="one_role_per_workspace")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"
