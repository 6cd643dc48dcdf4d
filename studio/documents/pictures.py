"""A document as a picture."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from studio import compositor, spans
from studio.accounts.models import Workspace
from studio.documents.assumed import cards
from studio.documents.state import NOTHING, EditorState
from studio.library.pictures import pictures_for
from studio.rules.document import MixedRules
from studio.spans import Kind

UNDRAWABLE = _("No picture can be made of a scene of this size, or of so many boxes.")

PREVIEW_WIDTH = 960


@spans.span("picture", Kind.INTERNAL, {})
def draw(
    workspace: Workspace,
    rules: MixedRules,
    file_format: compositor.Format,
    *,
    state: EditorState = NOTHING,
    width: int | None = None,
    marks: Collection[compositor.Mark] = (),
) -> bytes:
    """The document as a file, drawn without more ado; takes what `composed` does.

    `marks` are for a picture at its own size.
    """
    shown = composed(workspace, rules, state=state, width=width)
    image = compositor.paint(shown)
    compositor.mark(image, rules, marks)
    return compositor.encode(image, file_format)


def composed(
    workspace: Workspace,
    rules: MixedRules,
    *,
    state: EditorState = NOTHING,
    width: int | None = None,
) -> compositor.Composition:
    """The document with its pictures: at its own size, or scaled down to at most `width` pixels.

    The editor's state tells what is assumed of sources whose picture is not there yet, and which
    picture of them was chosen; a task knows its document alone.

    Raises compositor.Undrawable for a scene of which no picture can be made.
    """
    sources, logos = pictures_for(workspace, rules, state.chosen, full=width is None)
    shown = [picture or card for picture, card in zip(sources, cards(rules, state), strict=True)]
    scale = min(1.0, width / max(1, rules.scene.width)) if width else 1.0
    return compositor.compose(rules, sources=shown, logos=logos, scale=scale)
