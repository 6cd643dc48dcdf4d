"""The words of `changes`: names, boxes in pixels, and what became of a field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.documents.naming import subject
from studio.lists import in_a_row
from studio.rules import paths
from studio.rules.diff import Change
from studio.rules.document import Json, MixedRules
from studio.rules.geometry import Box
from studio.rules.redaction import redact, redact_push

# Names and values are strangers' text; more of one than this is not read in a sentence.
LONGEST_SHOWN = 60

# By the path, its indices left out.
FIELDS: Mapping[str, str | Promise] = {
    f"{paths.SOURCES}[].Layer": gettext_lazy("%(name)s: layer %(before)s → %(after)s"),
    f"{paths.SOURCES}[].Type": gettext_lazy("%(name)s: type %(before)s → %(after)s"),
    f"{paths.SOURCES}[].Url": gettext_lazy("%(name)s: another address, %(url)s"),
    f"{paths.CALLBACK}.Url": gettext_lazy("%(name)s: another address, %(url)s"),
    f"{paths.VIDEO}.BitRate": gettext_lazy("Video bit rate: %(before)s → %(after)s bit/s"),
    f"{paths.VIDEO}.FrameRate": gettext_lazy("Frame rate: %(before)s → %(after)s fps"),
    f"{paths.VIDEO}.GOP": gettext_lazy("Key frame interval: %(before)s → %(after)s s"),
    f"{paths.VIDEO}.Codec": gettext_lazy("Video codec: %(before)s → %(after)s"),
    f"{paths.AUDIO}.BitRate": gettext_lazy("Audio bit rate: %(before)s → %(after)s bit/s"),
    f"{paths.AUDIO}.ChannelLayout": gettext_lazy("Channels: %(before)s → %(after)s"),
    f"{paths.AUDIO}.SampleRate": gettext_lazy("Sample rate: %(before)s → %(after)s Hz"),
    paths.SOURCES: gettext_lazy("Sources are listed in another order"),
    paths.LAYOUTS: gettext_lazy("Boxes are listed in another order"),
    paths.PUSH_URLS: gettext_lazy("Push addresses are listed in another order"),
}
COMES: Mapping[str, str | Promise] = {
    f"{paths.PUSH_URLS}[]": gettext_lazy("Push address added: %(url)s"),
    paths.CALLBACK: gettext_lazy("A callback comes in"),
    paths.LOGOS: gettext_lazy("An empty list of logos comes in"),
}
GOES: Mapping[str, str | Promise] = {
    f"{paths.PUSH_URLS}[]": gettext_lazy("Push address removed: %(url)s"),
    paths.CALLBACK: gettext_lazy("The callback goes out"),
    paths.LOGOS: gettext_lazy("The empty list of logos goes out"),
}
# Keys that the API does not name: what they hold is never shown.
UNKNOWN: Mapping[str, str | Promise] = {
    "added": gettext_lazy("%(name)s: “%(key)s” comes in"),
    "removed": gettext_lazy("%(name)s: “%(key)s” goes out"),
    "changed": gettext_lazy("%(name)s: “%(key)s” changes"),
    "moved": gettext_lazy("%(name)s: “%(key)s” changes"),
}
SENTENCES = {"added": COMES, "removed": GOES, "changed": FIELDS, "moved": FIELDS}


def name(path: str, rules: MixedRules) -> str:
    """Who or what a path is about; a box that no source is in goes by its layer."""
    if found := subject(path, rules):
        return short(found)
    items, index, _rest = paths.item(path) or ("", 0, "")
    if items == paths.LAYOUTS and index < len(rules.scene.layouts):
        return _("The box on layer %(layer)s") % {"layer": rules.scene.layouts[index].layer}
    return _("Source without id") if items == paths.SOURCES else _("The document")


def field(change: Change, name: str) -> str:
    """What became of a field, a push address, or a key that the API does not name."""
    pattern = re.sub(r"\[\d+\]", "[]", change.path)
    sentence = SENTENCES[change.kind].get(pattern) or UNKNOWN[change.kind]
    url = change.before if change.kind == "removed" else change.after
    cut = redact_push if pattern == f"{paths.PUSH_URLS}[]" else redact
    return str(sentence) % {
        "name": name,
        "before": shown(change.before),
        "after": shown(change.after),
        "url": cut(url) if isinstance(url, str) else "",
        "key": short(change.path.rpartition(".")[2]),
    }


# --- Boxes --------------------------------------------------------------------------------


def scene(before: Box, after: Box) -> str:
    values = {"before": size(before), "after": size(after)}
    return _("Scene: %(before)s → %(after)s px") % values


def comes_in(name: str, box: Box | None, layer: int | None = None) -> str:
    """A source with its layer, or a logo or box, which has none of its own."""
    if box is None:
        return _("%(name)s comes in") % {"name": short(name)}
    values = {"name": short(name), "size": size(box), "place": place(box), "layer": layer}
    if layer is None:
        return _("%(name)s comes in: %(size)s px at %(place)s") % values
    return _("%(name)s comes in: %(size)s px at %(place)s, layer %(layer)s") % values


def goes_out(name: str) -> str:
    return _("%(name)s goes out") % {"name": short(name)}


def placed(name: str, before: Box | None, after: Box | None) -> str:
    """From one box to another one, to none, or from none."""
    if after is None:
        return _("%(name)s loses its box") % {"name": short(name)}
    values = {"name": short(name), "after": size(after), "to": place(after)}
    if before is None:
        return _("%(name)s gets a box: %(after)s px at %(to)s") % values
    values |= {"before": size(before), "from": place(before)}
    if values["before"] == values["after"]:
        return _("%(name)s moves from %(from)s to %(to)s px") % values
    if values["from"] == values["to"]:
        return _("%(name)s: %(before)s → %(after)s px, still at %(to)s") % values
    return _("%(name)s: %(before)s → %(after)s px, from %(from)s to %(to)s") % values


def stacking(names: Sequence[str]) -> str:
    values = {"names": in_a_row(map(short, names))}
    return _("Logos stack in another order, from below: %(names)s") % values


def another_logo(before: str, after: str, url: Json) -> str:
    """One logo in another one's place, by their names, or another address of the same file."""
    values = {"before": short(before), "after": short(after), "url": redact(str(url))}
    if before == after:
        return _("%(after)s: another address, %(url)s") % values
    return _("%(before)s becomes %(after)s") % values


def box_in(value: Json) -> Box | None:
    """The box of a layout, of a logo, or as four numbers alone."""
    if not isinstance(value, dict):
        return None
    if isinstance(inner := value.get("Layout"), dict):
        return box_in(inner)
    x, y, w, h = (value.get(key) for key in ("X", "Y", "W", "H"))
    if isinstance(x, int) and isinstance(y, int) and isinstance(w, int) and isinstance(h, int):
        return Box(x, y, w, h)
    return None


def size(box: Box) -> str:
    return f"{box.w} × {box.h}"


def place(box: Box) -> str:
    return f"{box.x}, {box.y}"


# --- Values -------------------------------------------------------------------------------


def shown(value: Json) -> str:
    """Numbers as the reader writes them; text cut where it is long."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(number_format(value, force_grouping=True))
    return short(str(value))


def short(text: str) -> str:
    return Truncator(text).chars(LONGEST_SHOWN)
