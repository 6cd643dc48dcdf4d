"""A document that is saved again and again, by its version, and the secrets its veils stand for."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.functional import cached_property

from studio.accounts.models import User, Workspace
from studio.audit.acts import Act
from studio.audit.models import Entry
from studio.documents.field import DocumentField
from studio.documents.state import EditorState
from studio.documents.veils import all_held, held_outside_pictures
from studio.library.signed import signed_addresses
from studio.pages.versions import StaleVersion
from studio.rules import codec
from studio.rules.document import Json, MixedRules
from studio.rules.limits import MAX_NAME_LENGTH
from studio.sealing.fields import SealedField, sealed_for

# As many as a few shows have that are signed all over: an undo goes back to hardly more of them.
MOST_FORMER_SECRETS = 40


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


class SavedDocument(models.Model):
    """What a template holds, and who saved it last."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(max_length=MAX_NAME_LENGTH)
    rules = DocumentField[MixedRules, MixedRules]()
    editor_state = SealedField[dict[str, Json], dict[str, Json]](default=dict, blank=True)
    # {"secret"} of what a page may still show a veil of, the newest first: an undo brings it back.
    former_secrets = SealedField[list[Json], list[Json]](default=list, blank=True)
    version = models.PositiveBigIntegerField(default=1)
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)
    # Of the last save, by which it is known again when it is repeated.
    last_client = models.UUIDField(null=True, blank=True)
    last_sequence = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def state(self) -> EditorState:
        return EditorState.read(self.editor_state)

    @property
    def rules_json(self) -> Json:
        """The document as it is stored, also where this version of the program can't read it."""
        return type(self).rules.field.json(self)

    def held(self) -> Iterator[Json]:
        """What the veils of its pages may stand for: what it holds, what it held lately, and what
        came to a page from elsewhere in its workspace: by a paste, by a name.
        """
        yield from self.secrets
        yield from signed_addresses(self.workspace)

    @cached_property
    def secrets(self) -> list[Json]:
        """Those that it holds, and that it held lately."""
        former = [one["secret"] for one in self.former_secrets if isinstance(one, dict)]
        return [*all_held([self.rules_json, self.editor_state]), *former]

    def former_after(self, rules: MixedRules, state: Json) -> list[Json]:
        """What `former_secrets` is once it holds these; last, and so gone first, those of pictures,
        which are found among the workspace's as well.
        """
        now: list[Json] = [self.rules_json, self.editor_state]
        of_pictures = [{"secret": secret, "fetched": True} for secret in all_held(now)]
        entries = [{"secret": secret} for secret in held_outside_pictures(now)]
        former = [one for one in self.former_secrets if isinstance(one, dict)]
        held = {json.dumps(secret) for secret in all_held([codec.write(rules), state])}
        gone: dict[str, Json] = {}
        for one in sorted([*entries, *of_pictures, *former], key=lambda one: "fetched" in one):
            if (told := json.dumps(one["secret"])) not in held:
                gone.setdefault(told, one)
        return list(gone.values())[:MOST_FORMER_SECRETS]

    def own_row(self) -> models.QuerySet[Any]:
        """As the database has it by now."""
        rows = self._meta.default_manager
        assert rows is not None
        return rows.filter(pk=self.pk)

    def overwrite(self, version: int, values: dict[str, Any], user: User) -> None:
        """Writes `values` as the next version after this one, by `user`. Raises StaleVersion, and
        the row here stays as it was.
        """
        values |= {"updated_by": user, "updated_at": timezone.now()}
        rows = self.own_row().filter(version=version)
        if not rows.update(version=F("version") + 1, **sealed_for(self, values)):
            raise StaleVersion
        # Not read back: by now the row may hold the next save, by somebody else.
        for field, value in values.items():
            setattr(self, field, value)
        self.__dict__.pop("secrets", None)
        self.version = version + 1

    def log(self, act: Act, difference: str = "") -> None:
        """Put on record what is done to it; what is drawn in it, its versions tell."""
        Entry.objects.record(
            act, workspace=self.workspace, thing=self, name=self.name, difference=difference
        )
