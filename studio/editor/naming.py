"""What the parts of a document are called by those who make it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.editor.parking import FILE_NAME
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
    found = re.match(r"MixedRules\.(?:InputLayout\.)?(?:Scene\.)?(\w+)\[(\d+)\]", path)
    kind, index = (found[1], int(found[2])) if found else ("", 0)
    if kind == "InputSource":
        return rules.sources[index].id
    if kind == "Layout":
        source = rules.source_on(rules.scene.layouts[index].layer)
        return source.id if source else ""
    if kind == "Logo":
        return logo_name(rules, index)
    return next((str(name) for start, name in PARTS.items() if path.startswith(start)), "")


def logo_name(rules: MixedRules, index: int) -> str:
    """A logo goes by its file's name, as on the stage."""
    found = FILE_NAME.match((rules.logos or ())[index].url)
    return found[1] if found else _("Logo %(number)d") % {"number": index + 1}
