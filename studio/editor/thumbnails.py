"""The small picture of a template, kept on disk until the next one replaces it."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

from django.conf import settings

from studio.documents.pictures import draw
from studio.editor.models import LayoutTemplate
from studio.library.pictures import stamp_of
from studio.rules.document import MixedRules

WIDTH = 480


def key_of(template: LayoutTemplate, rules: MixedRules) -> str:
    """Changes with the document and with the pictures in it."""
    pictures = stamp_of(template.workspace, rules, template.state.chosen)
    stamp = f"{template.pk} {template.version} {pictures}"
    return hashlib.sha256(stamp.encode()).hexdigest()[:32]


def thumbnail(template: LayoutTemplate, rules: MixedRules, key: str) -> bytes:
    """A JPEG at most WIDTH pixels wide. Raises compositor.Undrawable."""
    folder = Path(settings.DATA, "thumbnails")
    path = folder / f"{template.pk}-{key}.jpg"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        picture = draw(template.workspace, rules, "jpeg", state=template.state, width=WIDTH)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{template.pk}-*.jpg"):
        old.unlink(missing_ok=True)
    # Under a name of its own first: a reader never sees half a picture.
    draft = path.with_suffix(f".{uuid.uuid4().hex}")
    draft.write_bytes(picture)
    draft.replace(path)
    return picture
