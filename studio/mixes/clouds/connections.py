"""A connection: a workspace's named way to an account at a cloud.

Tasks and operations belong to one by its id. Its keys may be replaced while they are under way:
whoever asks reads the row anew, and no process remembers keys for longer than one question.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studio.accounts.access import OwnedQuerySet
from studio.accounts.models import Workspace
from studio.lists import said_of
from studio.mixes.clouds import configured
from studio.mixes.clouds.turns import Account, Rank
from studio.sealing.fields import SealedTextField
from studio.sealing.values import Locked, seal, unseal
from studio.volcengine.client import Client
from studio.volcengine.credentials import Credentials
from studio.volcengine.sandbox import mischief

# How much of an access key is shown, for people to tell two of them apart.
SHOWN = 4


class CloudKind(models.TextChoices):
    VOLCENGINE = "volcengine", _("Volcengine")
    BYTEPLUS = "byteplus", "BytePlus"
    SANDBOX = "sandbox", _("Sandbox")


class Colour(models.TextChoices):
    """Each is a token of the same name in tokens.css; violet is the sandbox's alone."""

    SLATE = "slate", _("Slate")
    BLUE = "blue", _("Blue")
    TEAL = "teal", _("Teal")
    AMBER = "amber", _("Amber")
    ROSE = "rose", _("Rose")


class OpenTo(models.TextChoices):
    """Who may put something on air there. Everybody who operates may end it."""

    OPERATORS = "operators", _("everybody who may push")
    ADMINS = "admins", _("admins only")
    NOBODY = "nobody", _("nobody: rehearsal only")


class ConnectionQuerySet(OwnedQuerySet["Connection"]):
    def kept(self) -> Self:
        return self.filter(deleted_at=None)

    def of(self, workspace: Workspace) -> list[Connection]:
        """Those of a workspace, the one to push to first; the sandbox, which costs nothing, last.

        What the environment has keys for is made when it is first looked for.
        """
        rows = list(self.kept().filter(workspace=workspace))
        if configured.has_keys() and not any(row.from_environment and row.keys for row in rows):
            found = self.of_environment()
            rows += [found] if found and found.workspace_id == workspace.pk else []
        return sorted(rows, key=lambda row: (row.is_sandbox, row.created_at))

    def usual(self, workspace: Workspace) -> Connection:
        """Where a push goes unless another is chosen: the first that can be pushed to.

        Raises DoesNotExist of a workspace that was deleted meanwhile: any other has its sandbox.
        """
        rows = self.of(workspace)
        if not rows:
            raise self.model.DoesNotExist
        return next((row for row in rows if row.can_be_asked and row.is_open), rows[-1])

    def sandbox(self, workspace: Workspace) -> Connection:
        return self.get(workspace=workspace, kind=CloudKind.SANDBOX)

    def give_sandbox(self, workspace: Workspace) -> None:
        """All workspaces rehearse in the one sandbox of the studio, which is one account."""
        known = self.filter(kind=CloudKind.SANDBOX).select_related("account").first()
        account = known.account if known else Account.objects.create()
        self.create(workspace=workspace, kind=CloudKind.SANDBOX, name="Sandbox", account=account)

    def of_environment(self) -> Connection | None:
        """The embedded workspace's, with the keys of the environment; None without such keys."""
        if not configured.has_keys():
            return None
        url = settings.VOLC_LIVE_URL
        own = {"from_environment": True, "url": url, "deleted_at": None}
        if row := self.filter(**own).first():
            return row
        workspace = Workspace.objects.embedded()
        values = {
            "workspace": workspace,
            "account": self.account_of(url, settings.VOLC_ACCESSKEY),
            "name": self.free_name(workspace, "Volcengine"),
            "kind": CloudKind.VOLCENGINE,
            "region": settings.VOLC_REGION,
        }
        return self.get_or_create(**own, defaults=values)[0]

    def free_name(self, workspace: Workspace, name: str) -> str:
        """`name`, or with a number where the workspace has one of that name."""
        taken = set(self.kept().filter(workspace=workspace).values_list("name", flat=True))
        names = (name if number == 1 else f"{name} {number}" for number in count(1))
        return next(free for free in names if free not in taken)

    def signing_with(self, url: str, access_key: str) -> list[Connection]:
        """Those whose key it is, at that address."""
        rows = self.filter(url=url).select_related("account")
        return [row for row in rows if row.keys and row.keys[0] == access_key]

    def account_of(self, url: str, access_key: str) -> Account:
        """The row of the limiter for a key.

        A key doesn't tell whose it is. Where other connections have the very same one it is the
        same account's, and they share its ten requests a second; any other gets a row of its own.
        """
        sharing = self.signing_with(url, access_key)
        return sharing[0].account if sharing else Account.objects.create()

    def secrets(self) -> set[str]:
        """The keys of all of them: no cloud may quote those of another either."""
        return {key for row in self.kept() for key in row.secrets}


class Connection(models.Model):
    """One of a workspace's. `version` changes with whatever people are told of it; a page sends it.

    `from_environment` has its keys in VOLC_ACCESSKEY and VOLC_SECRETKEY; the sandbox has its own.
    Of all others they are sealed in the row. One that is deleted stays for its tasks, without keys.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="connections")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="connections")
    name = models.CharField(max_length=60)
    colour = models.CharField(max_length=8, choices=Colour.choices, default=Colour.SLATE)
    kind = models.CharField(max_length=12, choices=CloudKind.choices)
    region = models.CharField(max_length=60, blank=True)
    url = models.CharField(max_length=200, blank=True)
    open_to = models.CharField(max_length=12, choices=OpenTo.choices, default=OpenTo.OPERATORS)
    from_environment = models.BooleanField(default=False)
    access_key = SealedTextField(blank=True)
    secret_key = SealedTextField(blank=True)
    # What is shown of the access key.
    fingerprint = models.CharField(max_length=16, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    # When a list was last asked for to try it, and the code of what went wrong then.
    tested_at = models.DateTimeField(null=True)
    tested = models.CharField(max_length=80, blank=True)
    deleted_at = models.DateTimeField(null=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(kind="sandbox"), name="one_sandbox_per_workspace"
            ),
            models.UniqueConstraint(
                fields=["url"],
                condition=Q(from_environment=True, deleted_at=None),
                name="one_connection_of_the_environment",
            ),
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=Q(deleted_at=None),
                name="one_connection_of_a_name",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def is_sandbox(self) -> bool:
        return self.kind == CloudKind.SANDBOX

    @property
    def label(self) -> str:
        """Its name, and of a paid one where it is and by which key: in files and records the same
        whoever reads them.
        """
        return self.labelled(f"{self.name}: {self.host}")

    @property
    def said(self) -> str:
        """The same as a page says it."""
        return self.labelled(said_of(self.name, self.host))

    @property
    def host(self) -> str:
        return self.url.partition("://")[2]

    def labelled(self, paid: str) -> str:
        if self.is_sandbox:
            return str(CloudKind.SANDBOX.label)
        return " ".join(filter(None, (paid, self.shown_key)))

    # --- Its keys -----------------------------------------------------------------------

    def place(self, column: str) -> str:
        """What a key is sealed for."""
        return f"mixes.connection.{column}:{self.pk}"

    def put_keys(self, access_key: str, secret_key: str) -> None:
        """Seal them into the row, which is not saved."""
        self.access_key = seal(access_key, self.place("access_key"))
        self.secret_key = seal(secret_key, self.place("secret_key"))
        self.fingerprint = shown_of(access_key)
        self.__dict__.pop("keys", None)

    def forget_keys(self) -> None:
        """In the row, which is not saved; what is shown of the key stays."""
        for column in ("access_key", "secret_key"):
            setattr(self, column, "")
        self.__dict__.pop("keys", None)

    def join_account(self, access_key: str) -> None:
        """Have what shares its turns share those of whoever has the same key already.

        After a rotation the old key and the new one are taken for one account's. Where they are
        not, two accounts share one allowance, which costs speed; the reverse would cost refusals.
        """
        others = type(self).objects.exclude(account=self.account_id)
        if sharing := others.signing_with(self.url, access_key):
            together = type(self).objects.filter(account=self.account_id)
            together.update(account=sharing[0].account)
            self.account = sharing[0].account

    @property
    def is_locked(self) -> bool:
        """Whether it has keys, and none of the studio's own opens them."""
        return bool(self.access_key) and self.keys is None

    @cached_property
    def keys(self) -> tuple[str, str] | None:
        """The access key and the secret key; None where there are none, or none can be opened."""
        if self.from_environment:
            has_keys = configured.has_keys() and self.url == settings.VOLC_LIVE_URL
            return (settings.VOLC_ACCESSKEY, settings.VOLC_SECRETKEY) if has_keys else None
        if not self.access_key:
            return None
        try:
            return (
                unseal(self.access_key, self.place("access_key")),
                unseal(self.secret_key, self.place("secret_key")),
            )
        except Locked:
            return None

    @property
    def shown_key(self) -> str:
        if self.from_environment:
            return shown_of(self.keys[0]) if self.keys else ""
        return self.fingerprint

    @property
    def secrets(self) -> set[str]:
        """What no text may hold that a cloud says."""
        if self.is_sandbox:
            return configured.sandbox_secrets()
        return set(self.keys or ())

    # --- Asking it ----------------------------------------------------------------------

    @property
    def can_be_asked(self) -> bool:
        return self.deleted_at is None and (self.is_sandbox or self.keys is not None)

    @property
    def is_open(self) -> bool:
        """Whether anything may be put on air there."""
        return self.open_to != OpenTo.NOBODY

    def credentials(self) -> Credentials:
        """Of one that can be asked. Raises `Unreachable` for a sandbox that was never started."""
        if self.is_sandbox:
            return configured.sandbox_credentials()
        assert self.keys
        access_key, secret_key = self.keys
        return Credentials(
            access_key=access_key, secret_key=secret_key, url=self.url, region=self.region
        )

    def client(self, call_seconds: float | None = None) -> Client:
        """`call_seconds` bounds a call where the client's own patience is too long."""
        return configured.client(self.credentials(), self.account_id, call_seconds)

    def take_turn(self, rank: Rank) -> None:
        """Wait until its account may be asked once more; raises `Unreachable` after too long."""
        configured.take_turn(self.account_id, rank)

    @cached_property
    def alike(self) -> list[uuid.UUID]:
        """Itself and all that ask with the very same keys: one list tells of the tasks of all."""
        rows = type(self).objects.kept()
        place = {"kind": self.kind, "url": self.url, "region": self.region}
        rows = rows.filter(account=self.account_id, **place)
        return [self.pk, *(row.pk for row in rows.exclude(pk=self.pk) if row.keys == self.keys)]

    def signs_as(self, credentials: Credentials) -> bool:
        """Whether its row has these keys by now."""
        row = type(self).objects.get(pk=self.pk)
        return row.is_sandbox or row.keys == (credentials.access_key, credentials.secret_key)

    # --- On pages -----------------------------------------------------------------------

    def described(self) -> CloudShown:
        """As pages show it: no secret, and whether a bad day is rehearsed."""
        return CloudShown(
            kind=self.kind,
            name=self.name,
            colour=self.colour,
            label=self.said,
            misbehaves=self.is_sandbox and bool(mischief.standing(settings.SANDBOX)),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class CloudShown:
    """Which cloud, for `pages/_cloud.html`."""

    kind: str
    name: str
    colour: str
    label: str
    misbehaves: bool


def shown_of(access_key: str) -> str:
    return f"…{access_key[SHOWN:][-SHOWN:]}"
