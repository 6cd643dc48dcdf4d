"""Templates: named, saved documents, each with the versions worth keeping."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
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
from studio.editor.tags import MOST_SOUGHT
from studio.rules import codec
from studio.rules.document import Json, MixedRules
from studio.rules.limits import MAX_NAME_LENGTH
from studio.sealing.fields import SealedField, sealed_for

# As many push addresses as ten shows have: an undo goes back to hardly more of them.
MOST_FORMER_SECRETS = 20


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


# Written out, for a page that drags asks many times a second: Django takes ten times as long to put
# it into SQL as the database to answer. Whoever is a member may look.
SEEN = """
SELECT template.workspace_id
FROM editor_layouttemplate template
JOIN accounts_membership membership ON membership.workspace_id = template.workspace_id
WHERE template.id = %s AND template.deleted_at IS NULL AND membership.user_id = %s
"""


class LayoutTemplateQuerySet(OwnedQuerySet["LayoutTemplate"]):
    def workspace_of(self, pk: uuid.UUID, user: User) -> Workspace:
        """Whose template that is, by its key alone, if `user` may look at it. The law is that of
        `get_owned(kept())`.

        Raises LayoutTemplate.DoesNotExist.
        """
        connection = connections[self.db]
        key = models.UUIDField().get_db_prep_value(pk, connection)
        with connection.cursor() as cursor:
            cursor.execute(SEEN, [key, user.pk])
            found = cursor.fetchone()
        workspace = Workspace.from_db(self.db, ["id"], found) if found else None
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
        *,
        key: uuid.UUID | None = None,
    ) -> LayoutTemplate:
        """A new template that holds `rules`. Raises IntegrityError where `key` is another's."""
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
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    is_archived = models.BooleanField(default=False)
    tags = models.JSONField[list[str], list[str]](default=list, blank=True)
    # What the gallery looks for words in: `save` writes it.
    sought = models.CharField(max_length=MOST_SOUGHT, editable=False, default="")
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
        """
        values = {
            "rules": save.rules,
            "editor_state": save.editor_state,
            "former_secrets": self.former_after(save.rules),
            "updated_by": user,
            "updated_at": timezone.now(),
            "last_client": save.client,
            "last_sequence": save.sequence,
        }
        rows = LayoutTemplate.objects.filter(pk=self.pk, version=save.version)
        if rows.update(version=F("version") + 1, **sealed_for(self, values)):
            # Not read back: by now the row may hold the next save, by somebody else.
            for field, value in values.items():
                setattr(self, field, value)
            del self.secrets
            self.version = save.version + 1
            return
        # Not by `refresh_from_db`, which would read the other's document.
        self.__dict__ = LayoutTemplate.objects.get(pk=self.pk).__dict__
        if (self.last_client, self.last_sequence) != (save.client, save.sequence):
            raise StaleVersion

    def keep_version(self, reason: TemplateVersion.Reason, user: User) -> TemplateVersion:
        """Keeps the document as it is now in the history; what has not changed is kept once."""
        last = self.versions.order_by("-pk").first()
        if last and (last.rules_json, last.editor_state) == (self.rules_json, self.editor_state):
            return last
        return self.versions.create(
            version=self.version,
            rules=LayoutTemplate.rules.field.stored(self),
            editor_state=self.editor_state,
            reason=reason,
            user=user,
        )

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

    def log(self, act: Act, difference: str = "") -> None:
        """Put on record what is done to it; what is drawn in it, its versions tell."""
        Entry.objects.record(
            act, workspace=self.workspace, thing=self, name=self.name, difference=difference
        )


class TemplateVersion(models.Model):
    """A document as it was when it was pushed or taken."""

    class Reason(models.TextChoices):
        PUSH = "push", _("Pushed")
        TAKE = "take", _("Taken")

    template = models.ForeignKey(LayoutTemplate, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveBigIntegerField()
    rules = DocumentField[MixedRules, MixedRules](within="template")
    editor_state = SealedField[dict[str, Json], dict[str, Json]](
        default=dict, blank=True, within="template"
    )
    reason = models.CharField(max_length=8, choices=Reason.choices)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.template} v{self.version} ({self.reason})"

    @property
    def rules_json(self) -> Json:
        """The document as it is stored."""
        return TemplateVersion.rules.field.json(self)
