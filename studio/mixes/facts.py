"""A document in the few numbers a producer checks before and while it is on air."""

from __future__ import annotations

import re
from collections import Counter

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studio.media.guard import redact
from studio.rules.document import Audio, MixedRules, Video
from studio.rules.limits import MAX_LOGOS, MAX_SOURCES

Fact = dict[str, str]

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


def facts(rules: MixedRules) -> list[Fact]:
    """Scene, sources, logos, picture and sound, each a label and a value."""
    return [
        {"label": _("Scene"), "value": f"{rules.scene.width} × {rules.scene.height}"},
        {"label": _("Sources"), "value": sources(rules)},
        {"label": _("Logos"), "value": counted(len(rules.logos or ()), MAX_LOGOS)},
        {"label": _("Video"), "value": video(rules.output.video)},
        {"label": _("Sound"), "value": audio(rules.output.audio)},
    ]


def sources(rules: MixedRules) -> str:
    kinds = Counter(source.type for source in rules.sources)
    detail = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    total = counted(len(rules.sources), MAX_SOURCES)
    return f"{total}: {detail}" if detail else total


def counted(count: int, most: int) -> str:
    return _("%(count)d of %(most)d") % {"count": count, "most": most}


def video(video: Video) -> str:
    rate = in_units(video.bit_rate, 1_000_000)
    return f"{video.codec}, {video.frame_rate} fps, {rate} Mbit/s, GOP {video.gop} s"


def audio(audio: Audio) -> str:
    khz, kbit = in_units(audio.sample_rate, 1000), in_units(audio.bit_rate, 1000)
    return f"{audio.channel_layout}, {khz} kHz, {kbit} kbit/s"


def subject(path: str, rules: MixedRules) -> str:
    """What a problem's path is about, by the name a producer knows it by; "" for the whole."""
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
    file = (rules.logos or ())[index].url.partition("?")[0].rpartition("/")[2]
    return file or _("Logo %(number)d") % {"number": index + 1}


def in_units(value: int, unit: int) -> str:
    """`value` counted in `unit`s, with decimals only where it has some."""
    whole, rest = divmod(value, unit)
    return number_format(value / unit if rest else whole)


def addresses(rules: MixedRules) -> list[str]:
    """Where it goes, the stream keys left out."""
    return [redact(url) for url in rules.output.urls]
