"""Templates: named, saved documents, each with the versions worth keeping."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from studio.accounts.models import User
from studio.audit.acts import Act
from studio.documents.veiling import addresses_of
from studio.editor import tags
from studio.editor.models.querying import LayoutTemplateQuerySet
from studio.editor.models.versions import VersionedDocument
from studio.editor.tags import MOST_SOUGHT
from studio.library.signed import signed_addresses
from studio.rules.limits import MAX_NAME_LENGTH


class LayoutTemplate(VersionedDocument):
    """A named document of a workspace, saved whether or not it has problems."""

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    is_archived = models.BooleanField(default=False)
    tags = models.JSONField[list[str], list[str]](default=list, blank=True)
    # What the gallery looks for words in: `save` writes it.
    sought = models.CharField(max_length=MOST_SOUGHT, editable=False, default="")
    # The same show in the other orientation, whose addresses it can take over.
    twin_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="twins"
    )
    favoured_by = models.ManyToManyField(User, related_name="favourites", blank=True)

    objects = LayoutTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        # They hold all that the gallery asks for, so that it reads no document of those it does
        # not show (finding.py).
        indexes = [
            models.Index(
                fields=["workspace", "is_archived", "-updated_at", "-id", "sought"],
                condition=models.Q(deleted_at=None),
                name="template_by_change",
            ),
            models.Index(
                fields=["workspace", "is_archived", "name", "id", "sought"],
                condition=models.Q(deleted_at=None),
                name="template_by_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sought = tags.sought(self.name, self.tags)
        written = kwargs.get("update_fields")
        if written is not None and {"name", "tags"} & set(written):
            kwargs["update_fields"] = {*written, "sought"}
        super().save(*args, **kwargs)

    @property
    def addresses(self) -> list[str]:
        """Those of its pictures, of what is set aside too."""
        parked = (one.url for one in self.state.parked if one.url)
        return [*addresses_of(self.rules), *parked]

    def known_addresses(self) -> Iterator[str]:
        """Those, and what else of its workspace a page of it may have a picture by."""
        yield from self.addresses
        yield from signed_addresses(self.workspace)

    def duplicate(self, user: User) -> LayoutTemplate:
        name = gettext("%(name)s (copy)") % {"name": self.name}
        rules = LayoutTemplate.rules.field.stored(self)
        return LayoutTemplate.objects.start(
            self.workspace, user, name[:MAX_NAME_LENGTH], rules, self.editor_state
        )

    @transaction.atomic
    def set_name(self, name: str) -> None:
        before, self.name = self.name, name
        self.save(update_fields=["name"])
        self.log(Act.RENAMED_TEMPLATE, f"{before} → {name}")

    @transaction.atomic
    def set_tags(self, names: list[str]) -> None:
        before, self.tags = self.tags, names
        self.save(update_fields=["tags"])
        self.log(Act.TAGGED_TEMPLATE, f"{tags.written(before)} → {tags.written(names)}")

    @transaction.atomic
    def archive(self, *, is_archived: bool) -> None:
        """Takes it out of the way, or back; nothing else of it changes."""
        self.is_archived = is_archived
        self.save(update_fields=["is_archived"])
        self.log(Act.ARCHIVED_TEMPLATE if is_archived else Act.UNARCHIVED_TEMPLATE)

    @transaction.atomic
    def delete_softly(self) -> None:
        """Takes it off the list; `restore` brings it back as it was."""
        self.deleted_at = timezone.now()
        self.save(update_fields=["deleted_at"])
        self.log(Act.DELETED_TEMPLATE)

    @transaction.atomic
    def restore(self) -> None:
        self.deleted_at = None
        self.save(update_fields=["deleted_at"])
        self.log(Act.RESTORED_TEMPLATE)
