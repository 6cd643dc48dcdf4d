"""The versions of a template that are kept: who made each, when and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studio.accounts.models import User
from studio.audit.acts import Act
from studio.documents.field import DocumentField
from studio.documents.state import EditorState
from studio.editor.models.saving import Save, SavedDocument
from studio.elapsed import is_lately
from studio.pages.versions import StaleVersion
from studio.rules.document import Json, MixedRules
from studio.rules.limits import MAX_NAME_LENGTH
from studio.sealing.fields import SealedField

# One person's saves within this time are one version; and anybody's within the shorter one, or two
# people who work at once would make a version every second.
ONE_VERSION = timedelta(minutes=10)
ONE_TURN = timedelta(seconds=30)


class TemplateVersion(models.Model):
    """A document as it was, by whom and why it was kept (keeping.py says for how long)."""

    class Reason(models.TextChoices):
        MADE = "made", _("Made")
        IMPORT = "import", _("Imported")
        SAVE = "save", _("Saved")
        PUSH = "push", _("Pushed")
        TAKE = "take", _("Taken")
        RESTORE = "restore", _("Restored")

    WENT_OUT = (Reason.PUSH, Reason.TAKE)

    template = models.ForeignKey(
        "editor.LayoutTemplate", on_delete=models.CASCADE, related_name="versions"
    )
    version = models.PositiveBigIntegerField()
    # One with a name is kept for good.
    name = models.CharField(max_length=MAX_NAME_LENGTH, blank=True, default="")
    rules = DocumentField[MixedRules, MixedRules](within="template")
    editor_state = SealedField[dict[str, Json], dict[str, Json]](
        default=dict, blank=True, within="template"
    )
    reason = models.CharField(max_length=8, choices=Reason.choices)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        # All that keeping.py asks for, so that it reads no document.
        indexes = [
            models.Index(
                fields=["template", "name", "created_at", "reason"], name="version_by_name_and_age"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} v{self.version} ({self.reason})"

    @property
    def rules_json(self) -> Json:
        """The document as it is stored."""
        return TemplateVersion.rules.field.json(self)

    @property
    def state(self) -> EditorState:
        return EditorState.read(self.editor_state)


class VersionedDocument(SavedDocument):
    """A saved document of which versions are kept; what it holds now is the newest itself."""

    # When the saves began of which one version will be kept; None where none was since.
    begun_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def save_document(self, save: Save, user: User) -> None:
        """Overwrites the draft if its version is the one the save was based on.

        One conditional UPDATE: of two savers on one version, one wins. Raises StaleVersion,
        with the other's document in this row; a repeat of the last save is no conflict.

        What it held is kept among the versions first, if another person saved it or the saves since
        then are no longer one version: seldom, so that a save has nothing else to write.
        """
        values = {
            "rules": save.rules,
            "editor_state": save.editor_state,
            "last_client": save.client,
            "last_sequence": save.sequence,
        }
        former = self.former_after(save.rules, save.editor_state)
        if former != self.former_secrets:
            values["former_secrets"] = former
        try:
            if is_lately(self.begun_at, self.one_version_for(user)):
                self.overwrite(save.version, values, user)
            else:
                with transaction.atomic():
                    self.keep_what_is_saved()
                    self.overwrite(save.version, values | {"begun_at": timezone.now()}, user)
        except StaleVersion:
            # Not by `refresh_from_db`, which would read the other's document.
            self.__dict__ = self.own_row().get().__dict__
            if (self.last_client, self.last_sequence) != (save.client, save.sequence):
                raise

    def one_version_for(self, user: User) -> timedelta:
        return ONE_VERSION if self.updated_by_id == user.pk else ONE_TURN

    def last_kept(self) -> TemplateVersion | None:
        return TemplateVersion.objects.filter(template=self.pk).order_by("-pk").first()

    def keep_version(self, reason: TemplateVersion.Reason, user: User) -> TemplateVersion:
        """Keeps the document as it is now in the history; what has not changed since it was kept
        for that reason, or went out, is kept once.
        """
        last = self.last_kept()
        if last and last.reason in (reason, *TemplateVersion.WENT_OUT) and self.is_as_in(last):
            return last
        return self._keep(reason, user.pk, timezone.now())

    def keep_what_is_saved(self) -> TemplateVersion:
        """As `keep_version`, in the name of who saved it, before it is another's."""
        last = self.last_kept()
        if last and self.is_as_in(last):
            return last
        return self._keep(TemplateVersion.Reason.SAVE, self.updated_by_id, self.updated_at)

    def _keep(
        self, reason: TemplateVersion.Reason, user: int | None, at: datetime
    ) -> TemplateVersion:
        return TemplateVersion.objects.create(
            template_id=self.pk,
            version=self.version,
            rules=type(self).rules.field.stored(self),
            editor_state=type(self).editor_state.field.stored(self),
            reason=reason,
            user_id=user,
            created_at=at,
        )

    def is_as_in(self, kept: TemplateVersion) -> bool:
        """Whether it holds the same, unread things alike."""
        same = kept.rules_json == self.rules_json
        return same and kept.editor_state == self.editor_state

    def replace(self, version: int, rules: MixedRules, state: Json, user: User) -> None:
        """As `overwrite`, of what is no page's save: none is a repeat of it, and what is saved next
        is another version.
        """
        values: dict[str, Any] = {"rules": rules, "editor_state": state}
        values["former_secrets"] = self.former_after(rules, state)
        others = {"begun_at": None, "last_client": None, "last_sequence": None}
        self.overwrite(version, values | others, user)

    @transaction.atomic
    def go_back_to(self, kept: TemplateVersion, version: int, user: User) -> TemplateVersion:
        """Makes a kept version its next one, if it is still at `version`. What it holds till then
        is kept, and given back. Raises StaleVersion, or UnreadableRow for what can't be read.
        """
        if self.version != version:
            raise StaleVersion
        before = self.keep_what_is_saved()
        self.replace(version, kept.rules, kept.editor_state, user)
        self._keep(TemplateVersion.Reason.RESTORE, user.pk, self.updated_at)
        self.log(Act.WENT_BACK, f"version {kept.version}, as version {self.version}")
        return before

    @transaction.atomic
    def keep_by_name(self, name: str) -> TemplateVersion:
        """Keeps the document as it is now for good. Where it is kept by another name already, that
        stays with a version of its own.
        """
        for one in TemplateVersion.objects.filter(template=self.pk, name=name):
            if self.is_as_in(one):
                return one
        kept = self.keep_what_is_saved()
        if kept.name:
            kept = self._keep(TemplateVersion.Reason.SAVE, self.updated_by_id, self.updated_at)
        self.name_version(kept, name)
        return kept

    @transaction.atomic
    def name_version(self, kept: TemplateVersion, name: str) -> None:
        """Gives one of its versions a name, with which it is kept for good; "" takes it back."""
        before, kept.name = kept.name, name
        kept.save(update_fields=["name"])
        changed = f"version {kept.version}: {before or '–'} → {name or '–'}"
        self.log(Act.NAMED_VERSION, changed)
