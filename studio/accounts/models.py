"""People, the workspaces they share, and the one-time links that sign them in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from studio.elapsed import over


class User(AbstractUser):
    """A person. Signed in by a one-time link; passwords come with team mode."""

    def called(self, reader: User | None = None) -> str:
        """What `reader` is told this person is called: “you”, a full name, or else a user name."""
        return gettext("you") if self == reader else self.get_full_name() or self.username


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


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def for_user(self, user: User) -> Self:
        return self.filter(memberships__user=user)

    @transaction.atomic
    def embedded(self) -> Workspace:
        """The one workspace of an embedded studio, with its owner; made at first use."""
        workspace = self.order_by("pk").first()
        if workspace is None:
            workspace = self.create(name="Studio")
        if not workspace.memberships.filter(role=Role.ADMIN).exists():
            owner, _made = User.objects.get_or_create(username="owner")
            workspace.memberships.update_or_create(user=owner, defaults={"role": Role.ADMIN})
        return workspace


class Workspace(models.Model):
    """What a team shares: its templates, pictures and tasks."""

    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WorkspaceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def owner(self) -> User:
        """The admin who has been here longest."""
        return self.memberships.filter(role=Role.ADMIN).order_by("pk")[0].user

    def role_of(self, user: User) -> Role | None:
        membership = self.memberships.filter(user=user).first()
        return Role(membership.role) if membership else None


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


class SignInLinkQuerySet(models.QuerySet["SignInLink"]):
    LIFETIME = timedelta(minutes=5)

    def issue(self, user: User) -> str:
        """A new one-time token for `user`; only its hash is kept."""
        self.filter(over("expires_at", self.LIFETIME)).delete()
        token = secrets.token_urlsafe(32)
        self.create(user=user, digest=digest(token), expires_at=timezone.now() + self.LIFETIME)
        return token

    def redeem(self, token: str) -> User | None:
        """Whom the token signs in, or None; it works once, for five minutes."""
        link = self.exclude(over("expires_at", self.LIFETIME)).filter(digest=digest(token)).first()
        if link is None or not self.filter(pk=link.pk).delete()[0]:
            return None
        return link.user


class SignInLink(models.Model):
    """A one-time sign-in link that has not been used yet."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    objects = SignInLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user} until {self.expires_at:%H:%M}"


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
