"""Templates: named, saved documents, each with the versions worth keeping."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import connections, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from studio.accounts.access import OwnedQuerySet
from studio.accounts.models import User, Workspace
from studio.audit.acts import Act
from studio.audit.models import Entry
from studio.documents.field import DocumentField
from studio.documents.outputveil import secrets_held
from studio.documents.state import EditorState
from studio.documents.veiling import addresses_of
from studio.editor import tags
from studio.editor.imported import ImportedFile, Origin
from studio.editor.shared import ShareLink
from studio.editor.tags import MOST_SOUGHT
from studio.elapsed import is_lately
from studio.rules import codec
from studio.rules.document import Json, MixedRules
from studio.rules.limits import MAX_NAME_LENGTH
from studio.rules.seating import seat
from studio.rules.turning import turned
from studio.sealing.fields import SealedField, sealed_for

__all__ = [
    "ImportedFile",
    "LayoutTemplate",
    "LayoutTemplateQuerySet",
    "Origin",
    "Save",
    "ShareLink",
    "StaleVersion",
    "TemplateVersion",
]

# As many push addresses as ten shows have: an undo goes back to hardly more of them.
MOST_FORMER_SECRETS = 20
# One person's saves within this time are one version; and anybody's within the shorter one, or two
# people who work at once would make a version every second.
ONE_VERSION = timedelta(minutes=10)
ONE_TURN = timedelta(seconds=30)


class StaleVersion(Exception):
    """Somebody saved in between; the row now holds what they saved."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Save:
    """One save as the browser sends it.

    `version` is the one it was based on. `client` and `sequence` name this save, so that a
    repeat after a lost answer is recognised.
    """

    version: int
    rules: MixedRules
    editor_state: dict[str, Json]
    client: uuid.UUID
    sequence: int


# Written out, for a page that works asks many times a second: Django takes ten times as long to put
# it into SQL as the database to answer. The law is that of `get_owned(kept())`.
SEEN = """
SELECT {columns}
FROM editor_layouttemplate template
JOIN accounts_membership membership ON membership.workspace_id = template.workspace_id
WHERE template.id = %s AND template.deleted_at IS NULL AND membership.user_id = %s
"""
WHOSE = SEEN.format(columns="template.workspace_id")
WHOLE = SEEN.format(columns="template.*, membership.role AS own_role")


class LayoutTemplateQuerySet(OwnedQuerySet["LayoutTemplate"]):
    def workspace_of(self, pk: uuid.UUID, user: User) -> Workspace:
        """Whose template that is, by its key alone, if `user` may look at it.

        Raises LayoutTemplate.DoesNotExist.
        """
        connection = connections[self.db]
        with connection.cursor() as cursor:
            cursor.execute(WHOSE, self._seen_by(pk, user))
            found = cursor.fetchone()
        return self._reached(user, *found or ())

    def worked_at(self, pk: uuid.UUID, user: User) -> LayoutTemplate:
        """That template, if `user` may look at it, with what they may do to it as `own_role`.

        Raises LayoutTemplate.DoesNotExist.
        """
        for template in self.raw(WHOLE, self._seen_by(pk, user)):
            template.workspace = self._reached(user, template.workspace_id)
            return template
        raise self.model.DoesNotExist

    def _seen_by(self, pk: uuid.UUID, user: User) -> list[str | int]:
        return [models.UUIDField().get_db_prep_value(pk, connections[self.db]), user.pk]

    def _reached(self, user: User, *key: int) -> Workspace:
        """The workspace by its key alone, if there is one that `user` reaches."""
        workspace = Workspace.from_db(self.db, ["id"], key) if key else None
        if workspace is None or not user.reaches(workspace):
            raise self.model.DoesNotExist
        return workspace

    def kept(self) -> Self:
        """Those that are not deleted."""
        return self.filter(deleted_at=None)

    def start(
        self,
        workspace: Workspace,
        user: User,
        name: str,
        rules: MixedRules,
        editor_state: dict[str, Json] | None = None,
        reason: TemplateVersion.Reason | None = None,
        *,
        key: uuid.UUID | None = None,
    ) -> LayoutTemplate:
        """A new template that holds `rules`; its first version says why, unless it was made.
        Raises IntegrityError where `key` is another's.
        """
        with transaction.atomic():
            template = self.create(
                id=key or uuid.uuid4(),
                workspace=workspace,
                name=name,
                rules=rules,
                editor_state=editor_state or {},
                created_by=user,
                updated_by=user,
            )
            template.keep_version(reason or TemplateVersion.Reason.MADE, user)
            template.log(Act.MADE_TEMPLATE)
        return template


class LayoutTemplate(models.Model):
    """A named document of a workspace, saved whether or not it has problems."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(max_length=MAX_NAME_LENGTH)
    rules = DocumentField[MixedRules, MixedRules]()
    editor_state = SealedField[dict[str, Json], dict[str, Json]](default=dict, blank=True)
    # {"secret"} of what a page may still show a veil of, the newest first: an undo brings it back.
    former_secrets = SealedField[list[Json], list[Json]](default=list, blank=True)
    version = models.PositiveBigIntegerField(default=1)
    # When the saves began of which one version will be kept; None where none was since.
    begun_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
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
    last_client = models.UUIDField(null=True, blank=True)
    last_sequence = models.PositiveBigIntegerField(null=True, blank=True)

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
    def state(self) -> EditorState:
        return EditorState.read(self.editor_state)

    @property
    def addresses(self) -> list[str]:
        """Those of its pictures, of what is set aside too."""
        parked = (one.url for one in self.state.parked if one.url)
        return [*addresses_of(self.rules), *parked]

    @property
    def rules_json(self) -> Json:
        """The document as it is stored, also where this version of the program can't read it."""
        return LayoutTemplate.rules.field.json(self)

    @cached_property
    def secrets(self) -> list[Json]:
        """What the veils of its pages may stand for: what it holds, and what it held lately."""
        former = [one["secret"] for one in self.former_secrets if isinstance(one, dict)]
        return [*secrets_held(self.rules_json), *former]

    def former_after(self, rules: MixedRules) -> list[Json]:
        """What `former_secrets` is once it holds `rules`."""
        held = secrets_held(codec.write(rules))
        former: list[Json] = [secret for secret in self.secrets if secret not in held]
        return [{"secret": secret} for secret in former[:MOST_FORMER_SECRETS]]

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
        former = self.former_after(save.rules)
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
            self.__dict__ = LayoutTemplate.objects.get(pk=self.pk).__dict__
            if (self.last_client, self.last_sequence) != (save.client, save.sequence):
                raise

    def one_version_for(self, user: User) -> timedelta:
        return ONE_VERSION if self.updated_by_id == user.pk else ONE_TURN

    def overwrite(self, version: int, values: dict[str, Any], user: User) -> None:
        """Writes `values` as the next version after this one, by `user`. Raises StaleVersion, and
        the row here stays as it was.
        """
        values |= {"updated_by": user, "updated_at": timezone.now()}
        rows = LayoutTemplate.objects.filter(pk=self.pk, version=version)
        if not rows.update(version=F("version") + 1, **sealed_for(self, values)):
            raise StaleVersion
        # Not read back: by now the row may hold the next save, by somebody else.
        for field, value in values.items():
            setattr(self, field, value)
        self.__dict__.pop("secrets", None)
        self.version = version + 1

    def keep_version(self, reason: TemplateVersion.Reason, user: User) -> TemplateVersion:
        """Keeps the document as it is now in the history; what has not changed since it was kept
        for that reason, or went out, is kept once.
        """
        last = self.versions.order_by("-pk").first()
        if last and last.reason in (reason, *TemplateVersion.WENT_OUT) and self.is_as_in(last):
            return last
        return self._keep(reason, user.pk, timezone.now())

    def keep_what_is_saved(self) -> TemplateVersion:
        """As `keep_version`, in the name of who saved it, before it is another's."""
        last = self.versions.order_by("-pk").first()
        if last and self.is_as_in(last):
            return last
        return self._keep(TemplateVersion.Reason.SAVE, self.updated_by_id, self.updated_at)

    def _keep(
        self, reason: TemplateVersion.Reason, user: int | None, at: datetime
    ) -> TemplateVersion:
        return self.versions.create(
            version=self.version,
            rules=LayoutTemplate.rules.field.stored(self),
            editor_state=LayoutTemplate.editor_state.field.stored(self),
            reason=reason,
            user_id=user,
            created_at=at,
        )

    def is_as_in(self, kept: TemplateVersion) -> bool:
        """Whether it holds the same, unread things alike."""
        same = kept.rules_json == self.rules_json
        return same and kept.editor_state == self.editor_state

    @transaction.atomic
    def go_back_to(self, kept: TemplateVersion, version: int, user: User) -> TemplateVersion:
        """Makes a kept version its next one, if it is still at `version`. What it holds till then
        is kept, and given back. Raises StaleVersion, or UnreadableRow for what can't be read.
        """
        if self.version != version:
            raise StaleVersion
        before = self.keep_what_is_saved()
        values = {
            "rules": TemplateVersion.rules.field.stored(kept),
            "editor_state": TemplateVersion.editor_state.field.stored(kept),
            "former_secrets": self.former_after(kept.rules),
            "begun_at": None,
            "last_client": None,
            "last_sequence": None,
        }
        self.overwrite(version, values, user)
        self._keep(TemplateVersion.Reason.RESTORE, user.pk, self.updated_at)
        changed = gettext("version %(old)d, as version %(new)d")
        self.log(Act.WENT_BACK, changed % {"old": kept.version, "new": self.version})
        return before

    @transaction.atomic
    def keep_by_name(self, name: str) -> TemplateVersion:
        """Keeps the document as it is now for good. Where it is kept by another name already, that
        stays with a version of its own.
        """
        kept = self.keep_what_is_saved()
        if kept.name == name:
            return kept
        if kept.name:
            kept = self._keep(TemplateVersion.Reason.SAVE, self.updated_by_id, self.updated_at)
        self.name_version(kept, name)
        return kept

    @transaction.atomic
    def name_version(self, kept: TemplateVersion, name: str) -> None:
        """Gives one of its versions a name, with which it is kept for good; "" takes it back."""
        before, kept.name = kept.name, name
        kept.save(update_fields=["name"])
        changed = gettext("version %(number)d: %(before)s → %(after)s")
        values = {"number": kept.version, "before": before or "–", "after": name or "–"}
        self.log(Act.NAMED_VERSION, changed % values)

    def duplicate(self, user: User) -> LayoutTemplate:
        name = gettext("%(name)s (copy)") % {"name": self.name}
        rules = LayoutTemplate.rules.field.stored(self)
        return LayoutTemplate.objects.start(
            self.workspace, user, name[:MAX_NAME_LENGTH], rules, self.editor_state
        )

    @transaction.atomic
    def make_twin(self, user: User) -> LayoutTemplate:
        """A draft of the same show for a scene of the other orientation."""
        rules = turned(self.rules)
        is_portrait = rules.scene.height > rules.scene.width
        pattern = gettext("%(name)s (portrait)") if is_portrait else gettext("%(name)s (landscape)")
        name = pattern % {"name": self.name}
        # Locks guard boxes that have gone.
        state = {key: value for key, value in self.editor_state.items() if key != "locked"}
        twin = LayoutTemplate.objects.start(
            self.workspace, user, name[:MAX_NAME_LENGTH], rules, state
        )
        twin.twin_of = self
        twin.save(update_fields=["twin_of"])
        return twin

    @transaction.atomic
    def take_addresses(self, origin: LayoutTemplate, user: User) -> TemplateVersion | None:
        """Gives its sources the type and address that those of the same ID have there; the version
        that it was until then, or None where nothing differs. Raises StaleVersion.
        """
        rules = seat(self.rules, origin.rules, self.rules.output).document
        if rules == self.rules:
            return None
        before = self.keep_what_is_saved()
        values = {
            "rules": rules,
            "former_secrets": self.former_after(rules),
            "begun_at": None,
            "last_client": None,
            "last_sequence": None,
        }
        self.overwrite(self.version, values, user)
        self.log(Act.TOOK_ADDRESSES, origin.name)
        return before

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

    def log(self, act: Act, difference: str = "") -> None:
        """Put on record what is done to it; what is drawn in it, its versions tell."""
        Entry.objects.record(
            act, workspace=self.workspace, thing=self, name=self.name, difference=difference
        )


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

    template = models.ForeignKey(LayoutTemplate, on_delete=models.CASCADE, related_name="versions")
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


class Beginning(models.Model):
    """What a workspace's new templates begin with, once somebody has chosen one to be like."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="beginning")
    # That template's, when it was chosen.
    name = models.CharField(max_length=MAX_NAME_LENGTH)
    rules = DocumentField[MixedRules, MixedRules](within="workspace")

    def __str__(self) -> str:
        return self.name
