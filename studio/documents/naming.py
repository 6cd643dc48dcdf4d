"""What the parts of a document are called by those who make it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.documents.state import ParkedLogo, ParkedSource
from studio.rules import paths
from studio.rules.document import MixedRules

# The parts of a document that have no name of their own.
PARTS = {
    "MixedRules.Output.Url": gettext_lazy("Push URLs"),
    "MixedRules.Output.Video": gettext_lazy("Video"),
    "MixedRules.Output.Audio": gettext_lazy("Audio"),
    "MixedRules.Output.Callback": gettext_lazy("Callback"),
    "MixedRules.InputSource": gettext_lazy("Sources"),
    "MixedRules.InputLayout.Logo": gettext_lazy("Logos"),
    "MixedRules.InputLayout.Scene": gettext_lazy("Scene"),
}


def subject(path: str, rules: MixedRules) -> str:
    """What a path is about, by the name a producer knows it by; "" for the whole."""
    if found := paths.item(path):
        items, index, _rest = found
        return item_name(items, index, rules)
    return next((str(name) for start, name in PARTS.items() if path.startswith(start)), "")


def item_name(items: str, index: int, rules: MixedRules) -> str:
    """A source's ID, that of the source in a layout, a logo's file; "" where there is none."""
    if items == paths.LOGOS:
        logos = rules.logos or ()
        return logo_name(logos[index].url, index) if index < len(logos) else ""
    if items == paths.LAYOUTS:
        layouts = rules.scene.layouts
        source = rules.source_on(layouts[index].layer) if index < len(layouts) else None
        return source.id if source else ""
    return rules.sources[index].id if index < len(rules.sources) else ""


def source_name(key: str) -> str:
    """A source goes by its ID; a sentence that needs a name has words for none."""
    return key or _("Source without id")


def logo_name(url: str, index: int) -> str:
    """A logo goes by its file's name, else by its place, as on the stage (`nameOf` in
    static/editor/page/words.js).
    """
    parts = re.split("[?#]", url)[0].split("/")
    file_name = parts[-1] if len(parts) > 3 else ""
    return file_name or _("Logo %(number)d") % {"number": index + 1}


def aside_name(parked: ParkedSource | ParkedLogo) -> str:
    """What is set aside goes by the name it had."""
    if isinstance(parked, ParkedSource):
        return source_name(parked.id)
    return logo_name(parked.url, parked.at)
