"""What a template keeps out of its document: seen in the editor, never sent.

The editor writes it, so nothing here relies on its shape.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from studio.rules.document import Json

FILE_NAME = re.compile(r"\w+://[^?#]*/([^/?#]+)")


def parked_names(editor_state: dict[str, Json]) -> list[str]:
    """What is parked or hidden, by the names a producer knows it by."""
    parked = editor_state.get("parked")
    entries = parked if isinstance(parked, list) else []
    names = (name_of(entry) for entry in entries if isinstance(entry, dict))
    return [name for name in names if name]


def name_of(entry: dict[str, Json]) -> str:
    """A source's id or a logo's file name; "" for what is neither."""
    source, logo = entry.get("source"), entry.get("logo")
    if isinstance(source, dict):
        return text(source, "ID") or _("Source without id")
    if isinstance(logo, dict):
        return logo_name(text(logo, "Url"))
    return ""


def logo_name(url: str) -> str:
    found = FILE_NAME.match(url)
    return found[1] if found else _("Logo")


def text(value: dict[str, Json], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""
