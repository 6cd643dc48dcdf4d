"""What size a source is taken to have until its picture is there, as chosen in the editor.

The twin of static/editor/document/assumed.js.
"""

from __future__ import annotations

from dataclasses import replace

from studio.compositor import Placeholder, placeholder
from studio.documents.state import EditorState
from studio.rules.document import MixedRules, Source
from studio.rules.limits import ASSUMED_SIZES, USUAL_SHAPE


def cards(rules: MixedRules, state: EditorState) -> list[Placeholder]:
    """What stands in for each source as long as there is no picture of it."""
    return [card(source, state.assumed.get(source.id, USUAL_SHAPE)) for source in rules.sources]


def card(source: Source, shape: str) -> Placeholder:
    size = ASSUMED_SIZES.get(shape, ASSUMED_SIZES[USUAL_SHAPE])
    return replace(placeholder(source), size=size)
