"""A template's document as a picture: as it is drawn, and its thumbnail."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from studio import compositor
from studio.accounts.models import Workspace
from studio.editor.assumed import cards
from studio.editor.chosen import chosen_in
from studio.editor.models import LayoutTemplate
from studio.library.pictures import pictures_for, stamp_of
from studio.rules.document import Json, MixedRules

UNDRAWABLE = _("No picture can be made of a scene of this size, or of so many boxes.")

PREVIEW_WIDTH = 960
THUMBNAIL_WIDTH = 480


def draw(
    workspace: Workspace,
    rules: MixedRules,
    file_format: compositor.Format,
    *,
    editor_state: dict[str, Json],
    width: int | None = None,
    marks: Collection[compositor.Mark] = (),
) -> bytes:
    """The document as a file, drawn without more ado; takes what `composed` does.

    `marks` are for a picture at its own size.
    """
    shown = composed(workspace, rules, editor_state=editor_state, width=width)
    image = compositor.paint(shown)
    compositor.mark(image, rules, marks)
    return compositor.encode(image, file_format)


def composed(
    workspace: Workspace,
    rules: MixedRules,
    *,
    editor_state: dict[str, Json],
    width: int | None = None,
) -> compositor.Composition:
    """The document with its pictures: at its own size, or scaled down to at most `width` pixels.

    The editor's state tells what is assumed of sources whose picture is not there yet, and which
    picture of them was chosen.

    Raises compositor.Undrawable for a scene of which no picture can be made.
    """
    chosen = chosen_in(editor_state)
    sources, logos = pictures_for(workspace, rules, chosen, full=width is None)
    shown = [
        picture or card for picture, card in zip(sources, cards(rules, editor_state), strict=True)
    ]
    scale = min(1.0, width / max(1, rules.scene.width)) if width else 1.0
    return compositor.compose(rules, sources=shown, logos=logos, scale=scale)


def thumbnail_key(template: LayoutTemplate, rules: MixedRules) -> str:
    """Changes with the document and with the pictures in it."""
    pictures = stamp_of(template.workspace, rules, chosen_in(template.editor_state))
    stamp = f"{template.pk} {template.version} {pictures}"
    return hashlib.sha256(stamp.encode()).hexdigest()[:32]


def thumbnail(template: LayoutTemplate, rules: MixedRules, key: str) -> bytes:
    """The small picture of the list, kept on disk until the next one replaces it."""
    folder = Path(settings.DATA, "thumbnails")
    path = folder / f"{template.pk}-{key}.jpg"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        picture = draw(
            template.workspace,
            rules,
            "jpeg",
            editor_state=template.editor_state,
            width=THUMBNAIL_WIDTH,
        )
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{template.pk}-*.jpg"):
        old.unlink(missing_ok=True)
    # Under a name of its own first: a reader never sees half a picture.
    draft = path.with_suffix(f".{uuid.uuid4().hex}")
    draft.write_bytes(picture)
    draft.replace(path)
    return picture
