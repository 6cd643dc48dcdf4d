"""What scripts and panels sign in with instead of a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Self

from django.db import connections, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studio.accounts.models.digests import digest, new_token
from studio.accounts.models.people import User
from studio.accounts.models.workspaces import Role, Workspace
from studio.audit.acts import Act
from studio.audit.models import Entry
from studio.elapsed import CLOCKS_APART, is_lately, over
from studio.passing import in_passing


class Scope(models.TextChoices):
    """What a token may do, as far as its owner's role goes; none includes another."""

    READ = "read", _("Read templates, tasks, pictures and the history")
    EDIT = "edit", _("Edit templates")
    PREPARE = "prepare", _("Prepare what a task shows next")
    AIR = "air", _("Go on air: push, take and stop")

    @property
    def role(self) -> Role:
        """The least role that may do this."""
        return {Scope.READ: Role.VIEWER, Scope.EDIT: Role.EDITOR}.get(self, Role.OPERATOR)


# Written out, for every request of a panel asks: Django takes ten times as long to put it into SQL
# as the database to answer. What expires is that of `current`; whoever has left the workspace has
# left their tokens behind.
REDEEMED = """
SELECT token.* FROM accounts_token token
JOIN accounts_membership membership
    ON membership.workspace_id = token.workspace_id AND membership.user_id = token.person_id
JOIN accounts_user person ON person.id = token.person_id
WHERE token.digest = %s AND person.is_active AND token.expires_at > %s AND token.expires_at <= %s
"""
PERSON = "SELECT * FROM accounts_user WHERE id = %s AND is_active"


class TokenQuerySet(models.QuerySet["Token"]):
    LONGEST = timedelta(days=365)
    # Its use is written down no more often than this.
    FRESH = timedelta(minutes=1)
    # By which people and programs that look for lost secrets know one.
    PREFIX = "mixstudio_"
    SHOWN = 4

    @transaction.atomic
    def issue(
        self,
        person: User,
        workspace: Workspace,
        *,
        name: str,
        scopes: Collection[Scope],
        lifetime: timedelta,
    ) -> str:
        """A new token; only its hash is kept."""
        text = self.PREFIX + new_token()
        token = self.create(
            person=person,
            workspace=workspace,
            name=name,
            scopes=[scope.value for scope in Scope if scope in scopes],
            digest=digest(text),
            ending=text[-self.SHOWN :],
            expires_at=timezone.now() + lifetime,
        )
        token.log(Act.MADE_TOKEN, ", ".join(token.scopes))
        return text

    def current(self) -> Self:
        """Those that have not expired."""
        return self.exclude(over("expires_at", self.LONGEST))

    def redeem(self, text: str) -> Token | None:
        """The token of these letters while it is good for anything."""
        now = timezone.now()
        between = map(
            connections[self.db].ops.adapt_datetimefield_value,
            (now, now + self.LONGEST + CLOCKS_APART),
        )
        for found in self.raw(REDEEMED, [digest(text), *between]):
            person = next(iter(User.objects.raw(PERSON, [found.person_id])), None)
            if person is None:
                return None  # gone this very moment
            found.person = person
            # Most ask for its key alone.
            found.workspace = Workspace.from_db(self.db, ["id"], [found.workspace_id])
            if not is_lately(found.last_used_at, self.FRESH):
                with in_passing("a token is used"):
                    self.filter(pk=found.pk).update(last_used_at=now)
            return found
        return None


class Token(models.Model):
    """Speaks for one person in one workspace until it expires."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    scopes = models.JSONField[list[str], list[str]]()
    digest = models.CharField(max_length=64, unique=True)
    # Its last letters, by which a person tells it from others.
    ending = models.CharField(max_length=8)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.name} …{self.ending}"

    @property
    def role(self) -> Role:
        """The most it lets its owner be: one that only reads sees no stream key."""
        roles = {Scope(scope).role for scope in self.scopes}
        return [role for role in Role if role in roles][-1]

    def allows(self, scope: Scope) -> bool:
        return scope in self.scopes

    @property
    def in_words(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes]

    @transaction.atomic
    def revoke(self) -> None:
        self.log(Act.REVOKED_TOKEN)
        self.delete()

    def log(self, act: Act, difference: str = "") -> None:
        Entry.objects.record(
            act, workspace=self.workspace, thing=self, name=str(self), difference=difference
        )
