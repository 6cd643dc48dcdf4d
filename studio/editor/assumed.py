"""What size a source is taken to have until a still of it is there, as chosen in the editor.

The twin of static/editor/document/assumed.js. The editor writes the choices, so nothing here
relies on their shape.
"""

from __future__ import annotations

from dataclasses import replace

from studio.compositor import Placeholder, placeholder
from studio.rules.document import Json, MixedRules, Source

SIZES = {
    "16:9": (1920, 1080),
    "9:16": (1080, 1920),
    "4:3": (1440, 1080),
    "1:1": (1080, 1080),
}
USUAL = "16:9"


def cards(rules: MixedRules, editor_state: dict[str, Json]) -> list[Placeholder]:
    """What stands in for each source as long as there is no picture of it."""
    chosen = editor_state.get("assumed")
    shapes = chosen if isinstance(chosen, dict) else {}
    return [card(source, shapes.get(source.id)) for source in rules.sources]


def card(source: Source, shape: Json) -> Placeholder:
    key = shape if isinstance(shape, str) and shape in SIZES else USUAL
    return replace(placeholder(source), size=SIZES[key])
