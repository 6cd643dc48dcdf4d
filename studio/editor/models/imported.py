"""What a template was imported from: the file, whole, and what became of every item of it."""

from __future__ import annotations

import base64
import uuid
import zlib
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from studio.accounts.access import OwnedQuerySet
from studio.accounts.models import User, Workspace
from studio.imports import Line
from studio.rules.document import Json
from studio.rules.limits import MAX_BODY_BYTES
from studio.sealing.fields import SealedField, SealedTextField, place_of
from studio.sealing.values import Locked, seal, unseal

if TYPE_CHECKING:
    from studio.editor.models import LayoutTemplate

LONGEST_NAME = 200


def packed(data: bytes) -> str:
    """A file of at most MAX_BODY_BYTES as text: deflated, in base64."""
    return base64.b64encode(zlib.compress(data)).decode()


def unpacked(text: str) -> bytes:
    """What `packed` made text of. Raises ValueError for what is none of it, or more."""
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(base64.b64decode(text, validate=True), MAX_BODY_BYTES + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not unpacking.eof or len(data) > MAX_BODY_BYTES:
        raise ValueError("It is longer than any file that is taken")
    return data


class ImportedFileQuerySet(OwnedQuerySet["ImportedFile"]):
    def keep(
        self, workspace: Workspace, user: User, name: str, format_: str, data: bytes
    ) -> ImportedFile:
        """The file as it came; `name` is empty of what was pasted."""
        row = self.model(
            workspace=workspace,
            name=name[:LONGEST_NAME],
            format=format_,
            size=len(data),
            created_by=user,
        )
        row.original = seal(packed(data), place_of(row._meta.label_lower, row.pk))
        row.save(force_insert=True)
        return row


class ImportedFile(models.Model):
    """A file or a pasted text that templates were made of. It may hold secrets anywhere, so all of
    it is sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="imported_files"
    )
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    # One of studio/imports' formats; without choices, as a later version may know others.
    format = models.CharField(max_length=32)
    # Bytes, as it came.
    size = models.PositiveIntegerField()
    original = SealedTextField()
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ImportedFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name or self.format

    def data(self) -> bytes | None:
        """The file as it came; None where no key opens it."""
        try:
            return unpacked(unseal(self.original, place_of(self._meta.label_lower, self.pk)))
        except Locked:
            return None


class Origin(models.Model):
    """Which scene of which file a template began as, and the report of its import."""

    template = models.OneToOneField(
        "editor.LayoutTemplate", on_delete=models.CASCADE, primary_key=True, related_name="origin"
    )
    file = models.ForeignKey(ImportedFile, on_delete=models.CASCADE, related_name="origins")
    # As the file calls it; empty where it has no name there.
    scene = models.CharField(max_length=LONGEST_NAME, blank=True)
    # What `Line.kept` gives; the file's own names may be addresses.
    report = SealedField[list[Json], list[Json]](default=list)

    def __str__(self) -> str:
        return f"{self.template_id} of {self.file_id}"

    @property
    def lines(self) -> list[Line]:
        return [Line.of_kept(line) for line in self.report]


def origin_of(template: LayoutTemplate) -> Origin | None:
    rows: Any = Origin.objects.select_related("file__created_by").defer("file__original")
    found: Origin | None = rows.filter(template=template).first()
    return found
