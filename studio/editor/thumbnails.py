"""The small picture of a template, kept on disk until the next one replaces it."""

from __future__ import annotations

import contextlib
import hashlib
import time
from pathlib import Path

from django.conf import settings

from studio.documents.pictures import draw
from studio.editor.models import LayoutTemplate
from studio.files import write_whole
from studio.library.pictures import stamp_of
from studio.passing import in_passing
from studio.rules.document import MixedRules

WIDTH = 480
# A draft older than this is nobody's: who wrote it was killed over it.
DRAFT_SECONDS = 60.0


def key_of(template: LayoutTemplate, rules: MixedRules) -> str:
    """Changes with the document and with the pictures in it."""
    pictures = stamp_of(template.workspace, rules, template.state.chosen)
    stamp = f"{template.pk} {template.version} {pictures}"
    return hashlib.sha256(stamp.encode()).hexdigest()[:32]


def thumbnail(template: LayoutTemplate, rules: MixedRules, key: str) -> bytes:
    """A JPEG at most WIDTH pixels wide, kept where it can be. Raises compositor.Undrawable."""
    folder = Path(settings.DATA, "thumbnails")
    path = folder / f"{template.pk}-{key}.jpg"
    try:
        return path.read_bytes()
    except OSError:
        picture = draw(template.workspace, rules, "jpeg", state=template.state, width=WIDTH)
    with in_passing("a thumbnail is kept"):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, picture)
        for other in folder.glob(f"{template.pk}-*"):
            if other != path:
                remove(other)
    return picture


def remove(old: Path) -> None:
    """A picture that was replaced, or a draft that nobody writes any more."""
    with contextlib.suppress(FileNotFoundError):
        if old.suffix == ".jpg" or old.stat().st_mtime < time.time() - DRAFT_SECONDS:
            old.unlink()
