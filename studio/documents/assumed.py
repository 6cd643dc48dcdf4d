"""What size a source is taken to have until its picture is there, as chosen in the editor.

The twin of static/editor/document/assumed.js.
"""

from __future__ import annotations

from dataclasses import replace

from studio.compositor import Placeholder, placeholder
from studio.documents.state import EditorState
from studio.rules.document import MixedRules, Source

SIZES = {
    "16:9": (1920, 1080),
    "9:16": (1080, 1920),
    "4:3": (1440, 1080),
    "1:1": (1080, 1080),
}
USUAL = "16:9"


def cards(rules: MixedRules, state: EditorState) -> list[Placeholder]:
    """What stands in for each source as long as there is no picture of it."""
    return [card(source, state.assumed.get(source.id, USUAL)) for source in rules.sources]


def card(source: Source, shape: str) -> Placeholder:
    return replace(placeholder(source), size=SIZES.get(shape, SIZES[USUAL]))
