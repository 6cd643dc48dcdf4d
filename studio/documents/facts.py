"""A document in the few numbers a producer checks before and while it is on air."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from studio.documents.naming import subject
from studio.documents.wording import sentence
from studio.lists import in_a_row, said_of
from studio.rules.document import Audio, MixedRules, Video
from studio.rules.limits import MAX_LOGOS, MAX_SOURCES
from studio.rules.problems import Problem, Severity
from studio.rules.redaction import redact_push

Fact = dict[str, str]


def problem_rows(
    problems: Sequence[Problem], rules: MixedRules, severity: Severity
) -> list[dict[str, str]]:
    """The problems of one severity, each with its sentence, its path, and what it is about."""
    return [
        {"message": sentence(row), "path": row.path, "about": subject(row.path, rules)}
        for row in problems
        if row.severity == severity
    ]


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
    detail = in_a_row(f"{count} {kind}" for kind, count in kinds.items())
    total = counted(len(rules.sources), MAX_SOURCES)
    return said_of(total, detail) if detail else total


def counted(count: int, most: int) -> str:
    return _("%(count)d of %(most)d") % {"count": count, "most": most}


def video(video: Video) -> str:
    return in_a_row(
        [
            video.codec,
            _("%(rate)s fps") % {"rate": video.frame_rate},
            f"{in_units(video.bit_rate, 1_000_000)} Mbit/s",
            _("GOP %(seconds)s s") % {"seconds": video.gop},
        ]
    )


def audio(audio: Audio) -> str:
    khz, kbit = in_units(audio.sample_rate, 1000), in_units(audio.bit_rate, 1000)
    return in_a_row([audio.channel_layout, f"{khz} kHz", f"{kbit} kbit/s"])


def in_units(value: int, unit: int) -> str:
    """`value` counted in `unit`s, with decimals only where it has some."""
    whole, rest = divmod(value, unit)
    return number_format(value / unit if rest else whole)


def addresses(rules: MixedRules) -> list[str]:
    """Where it goes, the stream keys left out."""
    return [redact_push(url) for url in rules.output.urls]
