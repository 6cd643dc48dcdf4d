"""The small picture of a template, kept on disk until the next one replaces it.

What is in it is told by its key: a save that changes none of it has none drawn. Each is one
template's and goes when that has another, so that nobody need know who else shows the same.

Those of a whole page are drawn by jobs of the queue of pictures, each asked for once however many
look; the page shows a blank until it is there. Where no worker draws one in time, or nothing can
be written down, the request for it does.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django_tasks import task

from studio.accounts.models import Workspace
from studio.compositor import Undrawable
from studio.documents.pictures import draw
from studio.documents.state import EditorState
from studio.editor.models import LayoutTemplate
from studio.files import write_whole
from studio.library import jobs
from studio.library.pictures import stamps_of
from studio.library.stores import frames, uploads
from studio.passing import in_passing
from studio.rules import codec
from studio.rules.document import Json, MixedRules

WIDTH = 480
SALT = "studio.editor.thumbnails"
# A draft older than this is nobody's: who wrote it was killed over it.
DRAFT_SECONDS = 60.0
# A job that is not done by then is waited for no longer; static/pages/later.js asks until then.
PATIENCE = timedelta(seconds=10)


class Thumbnail(NamedTuple):
    """Whose it is, and its key, which changes with all that is in the picture."""

    template: UUID
    key: UUID

    def __str__(self) -> str:
        return f"{self.template}-{self.key.hex}"

    @property
    def path(self) -> Path:
        return Path(settings.DATA, "thumbnails", f"{self}.jpg")

    @property
    def is_kept(self) -> bool:
        """Of a folder that can't be looked into nothing is: the gallery is shown all the same."""
        with contextlib.suppress(OSError):
            return self.path.exists()
        return False

    @property
    def address(self) -> str:
        """Where it is for good."""
        return f"{reverse('template-thumbnail', args=[self.template])}?v={self.key.hex}"

    @classmethod
    def read(cls, text: str) -> Thumbnail | None:
        """What a page was told, None for anything else."""
        with contextlib.suppress(ValueError):
            return cls(UUID(text[:36]), UUID(text[37:]))
        return None


def thumbnails_of(workspace: Workspace, templates: Sequence[LayoutTemplate]) -> list[Thumbnail]:
    """Of these templates of the workspace."""
    documents = [(template.rules, template.state) for template in templates]
    stamps = stamps_of(workspace, [(rules, state.chosen) for rules, state in documents])
    return [
        Thumbnail(template.pk, key([str(template.pk), seen(rules, state), pictures]))
        for template, (rules, state), pictures in zip(templates, documents, stamps, strict=True)
    ]


def thumbnail_of(template: LayoutTemplate) -> Thumbnail:
    return thumbnails_of(template.workspace, [template])[0]


def seen(rules: MixedRules, state: EditorState) -> Json:
    """All of a document that its picture shows, but for what was fetched."""
    written = codec.write(rules)
    return [written["InputLayout"], written["InputSource"], dict(state.assumed)]


def key(stamp: Json) -> UUID:
    """Whoever looks is told it: nobody tries addresses against it without the studio's own key."""
    told = salted_hmac(SALT, json.dumps(stamp), algorithm="sha256")
    return UUID(told.hexdigest()[:32])


def kept(thumbnail: Thumbnail) -> bytes | None:
    """A JPEG at most WIDTH pixels wide, if there is one."""
    try:
        return thumbnail.path.read_bytes()
    except OSError:
        return None


def drawn(template: LayoutTemplate, thumbnail: Thumbnail) -> bytes:
    """The same, drawn now and kept where it can be. Raises compositor.Undrawable."""
    rules, state, path = template.rules, template.state, thumbnail.path
    picture = draw(template.workspace, rules, "jpeg", state=state, width=WIDTH)
    if frames().is_away or uploads().is_away:
        # Some of what is seen in it may be missing.
        return picture
    with in_passing("a thumbnail is kept"):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, picture)
        for other in path.parent.glob(f"{template.pk}-*"):
            if other != path:
                remove(other)
    return picture


def ask(thumbnails: Iterable[Thumbnail]) -> set[Thumbnail]:
    """Has those drawn that are not kept yet; which of them are on their way. All others can be
    fetched now.
    """
    missing = not_kept(thumbnails)
    if missing:
        with in_passing("thumbnails are asked for"):
            asked = {key: str(thumbnail.template) for key, thumbnail in missing.items()}
            return under_way(missing, jobs.once_each(draw_kept, asked))
    return set()


def coming(thumbnails: Iterable[Thumbnail]) -> set[Thumbnail]:
    """Which of those that were asked for are still on their way."""
    missing = not_kept(thumbnails)
    return under_way(missing, jobs.of_keys(missing)) if missing else set()


def not_kept(thumbnails: Iterable[Thumbnail]) -> dict[UUID, Thumbnail]:
    return {thumbnail.key: thumbnail for thumbnail in thumbnails if not thumbnail.is_kept}


def under_way(
    thumbnails: Mapping[UUID, Thumbnail], found: Mapping[UUID, jobs.Job]
) -> set[Thumbnail]:
    return {thumbnails[key] for key, job in found.items() if jobs.is_under_way(job, PATIENCE)}


@task(queue_name=jobs.PICTURES, priority=jobs.LISTED)
def draw_kept(pk: str) -> None:
    """As the template is by now: whoever asked for an older one looks for this one next."""
    for template in LayoutTemplate.objects.kept().filter(pk=pk).select_related("workspace"):
        thumbnail = thumbnail_of(template)
        # What can't be drawn is told to whoever asks for it.
        with contextlib.suppress(Undrawable):
            if not thumbnail.is_kept:
                drawn(template, thumbnail)


def remove(old: Path) -> None:
    """A picture that was replaced, or a draft that nobody writes any more."""
    with contextlib.suppress(FileNotFoundError):
        if old.suffix == ".jpg" or old.stat().st_mtime < time.time() - DRAFT_SECONDS:
            old.unlink()
