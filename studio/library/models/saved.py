"""Addresses with names: the sources, the logos and the destinations that a workspace keeps."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studio.accounts.access import OwnedQuerySet
from studio.accounts.models import Role, User, Workspace
from studio.library.models.frame import Frame, Kind, Wanted
from studio.sealing.fields import SealedTextField, place_of
from studio.sealing.values import Locked, seal, unseal

LONGEST_NAME = 80
# As many of each sort as a page lists at once.
MOST_OF_A_SORT = 200


class Sort(models.TextChoices):
    """What an address is for."""

    SOURCE = "source", _("Source")
    LOGO = "logo", _("Logo")
    DESTINATION = "destination", _("Destination")

    @property
    def role(self) -> Role:
        """The least that may keep one: who knows a destination can send pictures there."""
        return Role.OPERATOR if self is Sort.DESTINATION else Role.EDITOR


class SavedQuerySet(OwnedQuerySet["Saved"]):
    def of(self, workspace: Workspace, sort: Sort) -> list[Saved]:
        """By name."""
        return list(self.filter(workspace=workspace, sort=sort).order_by("folded"))


class Saved(models.Model):
    """One address and its name. Documents take over the address as it is when one is chosen, so
    that another address here changes no document, and nothing on air.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="saved")
    sort = models.CharField(max_length=12, choices=Sort.choices)
    name = models.CharField(max_length=LONGEST_NAME)
    # The name without its capitals: `save` writes it. By it names are told apart, found and sorted.
    folded = models.CharField(max_length=2 * LONGEST_NAME, editable=False, default="")
    # How a source is read; "" of all others.
    type = models.CharField(max_length=8, choices=Kind.choices, blank=True)
    address = SealedTextField()
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = SavedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "sort", "folded"], name="one_saved_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = folded(self.name)
        super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        """The address, in clear; "" where no key opens it."""
        try:
            return unseal(self.address, self._place)
        except Locked:
            return ""

    def put_url(self, url: str) -> None:
        """Seals it into the row, which is not saved."""
        self.address = seal(url, self._place)

    @property
    def _place(self) -> str:
        return place_of(self._meta.label_lower, self.pk)

    @property
    def wanted(self) -> Wanted | None:
        """Its still; None of what has no picture."""
        if self.sort == Sort.DESTINATION or not self.url:
            return None
        return Wanted(self.url, Kind(self.type) if self.type else Kind.PICTURE)


def folded(name: str) -> str:
    """By which a name is the same as another."""
    return name.casefold()[: 2 * LONGEST_NAME]


def stills_of(workspace: Workspace, rows: Sequence[Saved]) -> dict[uuid.UUID, Frame]:
    """The stills that there are, by the rows' keys."""
    return by_row(rows, lambda wanted: Frame.objects.of(workspace, wanted))


def stills_shown(
    workspace: Workspace, rows: Sequence[Saved], *, ask: bool
) -> dict[uuid.UUID, Frame]:
    """As `stills_of`, for a page: they are kept fresh while it shows them, and what has none yet is
    fetched if somebody may `ask` for that.
    """
    look = Frame.objects.ask if ask else Frame.objects.of
    stills = by_row(rows, lambda wanted: look(workspace, wanted))
    Frame.objects.mark_seen(one for one in stills.values() if not one.was_seen_lately)
    return stills


def by_row(
    rows: Sequence[Saved], look: Callable[[list[Wanted]], dict[Wanted, Frame]]
) -> dict[uuid.UUID, Frame]:
    wanted = {row.pk: one for row in rows if (one := row.wanted)}
    there = look(list(dict.fromkeys(wanted.values())))
    return {pk: there[one] for pk, one in wanted.items() if one in there}
