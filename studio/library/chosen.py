"""What people chose to see of sources, and what a document therefore shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from studio.library.models import Kind, Wanted
from studio.rules.document import MixedRules, Source
from studio.rules.redaction import is_sealed


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """By the ID of a source: which second of a video file, and which upload stands in for it."""

    seconds: Mapping[str, int] = field(default_factory=dict)
    stills: Mapping[str, UUID] = field(default_factory=dict)


NOTHING = Chosen()
# Known once: the list that Django makes takes longer than all else that is asked of a source.
KINDS = frozenset(Kind.values)


def wanted_of(source: Source, chosen: Chosen = NOTHING) -> Wanted | None:
    """The frame of a source; None without an address that is open, and for a type there is not."""
    if not source.url or is_sealed(source.url) or source.type not in KINDS:
        return None
    second = chosen.seconds.get(source.id, 0) if source.type == Kind.VOD else 0
    return Wanted(source.url, Kind(source.type), second)


def wanted_by(rules: MixedRules, chosen: Chosen = NOTHING) -> list[Wanted]:
    """What a document shows: its sources in their order, then its logos, each once."""
    sources = [wanted_of(source, chosen) for source in rules.sources]
    shown = [logo.url for logo in rules.logos or () if logo.url and not is_sealed(logo.url)]
    logos = [Wanted(url, Kind.PICTURE) for url in shown]
    return list(dict.fromkeys(one for one in (*sources, *logos) if one))
