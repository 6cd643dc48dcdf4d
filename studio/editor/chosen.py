"""What people chose of the pictures of sources, as the editor keeps it beside the document.

The editor writes the choices, so nothing here relies on their shape. The twin of
static/editor/document/choices.js.
"""

from __future__ import annotations

from uuid import UUID

from studio.library.chosen import LAST_SECOND, Chosen
from studio.rules.document import Json


def chosen_in(editor_state: dict[str, Json]) -> Chosen:
    """The choices that can be read; the others are as if there were none."""
    seconds, stills = editor_state.get("seconds"), editor_state.get("stills")
    return Chosen(
        seconds={
            source: second
            for source, second in (seconds.items() if isinstance(seconds, dict) else ())
            if type(second) is int and 0 <= second <= LAST_SECOND
        },
        stills={
            source: key
            for source, text in (stills.items() if isinstance(stills, dict) else ())
            if (key := key_in(text))
        },
    )


def key_in(text: Json) -> UUID | None:
    """The key of an upload, if that is what it is."""
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None
