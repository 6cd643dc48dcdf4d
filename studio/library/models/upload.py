"""Uploads: pictures that people gave, decoded and encoded anew before they are believed."""

from __future__ import annotations

import re
import secrets
import uuid
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import Sum
from django.http.request import validate_host
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from studio.accounts.access import OwnedQuerySet
from studio.accounts.models import User, Workspace
from studio.audit.acts import Act
from studio.audit.models import Entry
from studio.library.fetching import Failed, Still, keep
from studio.library.fetching import kept as as_frame
from studio.library.stores import uploads
from studio.media import Decoded, decode

# What the uploads of a workspace may take of the disk together.
MOST_BYTES = 512 * 2**20
KEY_BYTES = 32
PUBLIC_PATH = re.compile(r"/u/([A-Za-z0-9_-]{43})/[-a-z0-9_]+\.(?:png|jpg)$")
LONGEST_NAME = 40


class UploadsFull(Exception):
    """The workspace's uploads take as much of the disk as they may."""


def new_key() -> str:
    """What nobody guesses."""
    return secrets.token_urlsafe(KEY_BYTES)


class UploadQuerySet(OwnedQuerySet["Upload"]):
    def take(self, workspace: Workspace, user: User, data: bytes) -> Upload:
        """Decodes and keeps a picture, in a screen’s colours, for nothing that tells of others
        is kept; the same one given twice is kept once.

        Raises BadPicture, whatever the bytes are, and UploadsFull.
        """
        self.require_room(workspace)
        return self.keep(workspace, user, decode(data, converted=True))

    def require_room(self, workspace: Workspace) -> None:
        """Raises UploadsFull."""
        ours = self.filter(workspace=workspace).aggregate(Sum("size"))
        if (ours["size__sum"] or 0) >= MOST_BYTES:
            raise UploadsFull

    def keep(self, workspace: Workspace, user: User, decoded: Decoded) -> Upload:
        """A picture at hand; the same one is kept once."""
        picture, stage = kept(decoded)
        values = {
            "size": len(decoded.picture) + len(decoded.stage),
            "width": decoded.width,
            "height": decoded.height,
            "user": user,
        }
        with transaction.atomic():
            upload, is_new = self.get_or_create(
                workspace=workspace, picture=picture, stage=stage, defaults=values
            )
            if is_new:
                size = f"{decoded.width} × {decoded.height}"
                Entry.objects.record(
                    Act.PICTURE_ADDED, workspace=workspace, thing=upload, name=size
                )
        return upload

    def at(self, url: str) -> Self:
        """The one whose public address this is, if it is one of this studio's."""
        key = key_at(url)
        return self.filter(key=key) if key else self.none()


class Upload(models.Model):
    """A picture somebody gave: a logo's file, or a still that stands in for a source.

    It never changes and goes with its workspace alone: a task on air may show it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="uploads")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # Whoever knows it may have the picture: the cloud has no other way in.
    key = models.CharField(max_length=64, unique=True, default=new_key)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # Bytes of both files, which lie among the uploads.
    size = models.PositiveBigIntegerField()
    picture = models.CharField(max_length=80)
    stage = models.CharField(max_length=80)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "picture", "stage"], name="one_upload_per_picture"
            )
        ]

    def __str__(self) -> str:
        return f"{self.width} × {self.height} {self.picture[:8]}"

    def public_path(self, name: str = "", otherwise: str = "logo") -> str:
        """Its address on this studio; `name` is the file's, which people know it by, `otherwise`
        what it is called where nothing of that can be in an address.
        """
        suffix = Path(self.picture).suffix.removeprefix(".")
        word = slugify(Path(name).stem)[:LONGEST_NAME] or otherwise
        return reverse("public-upload", args=[self.key, word, suffix])

    def still(self) -> Still:
        """Its picture as a frame's. Raises Failed."""
        try:
            return as_frame(decode(uploads().read(self.picture)))
        except FileNotFoundError:
            raise Failed("status") from None


def key_at(url: str) -> str:
    """The key in a public address of this studio's; "" in any other."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    path = PUBLIC_PATH.search(parts.path)
    is_ours = path and validate_host(parts.hostname or "", settings.ALLOWED_HOSTS)
    return path[1] if path and is_ours else ""


def kept(decoded: Decoded) -> tuple[str, str]:
    """The names of picture and proxy, whose files are there from now on."""
    store = uploads()
    return (
        keep(decoded.picture, decoded.picture_type, store),
        keep(decoded.stage, decoded.stage_type, store),
    )
