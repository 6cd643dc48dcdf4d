"""Which sources of a document have sound, as far as anybody knows.

How the cloud mixes them is documented nowhere, and no source has a volume. The twin of
static/editor/document/sound.js.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.accounts.models import Workspace
from studio.documents.naming import source_name
from studio.library.chosen import wanted_by, wanted_of
from studio.library.models import Frame, Kind, Wanted
from studio.rules.document import MixedRules, Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Sound:
    """The names of the sources that are heard, are silent, and of which nobody knows."""

    heard: list[str]
    silent: list[str]
    unknown: list[str]

    @property
    def hint(self) -> Literal["together", "none", ""]:
        """What to think of: several that are heard at once, or none that can be."""
        if len(self.heard) > 1:
            return "together"
        return "none" if self.silent and not (self.heard or self.unknown) else ""


def sound_of(workspace: Workspace, rules: MixedRules) -> Sound:
    frames = Frame.objects.of(workspace, wanted_by(rules))
    told = [(source_name(source.id), has_sound(source, frames)) for source in rules.sources]
    return Sound(
        heard=[name for name, sound in told if sound],
        silent=[name for name, sound in told if sound is False],
        unknown=[name for name, sound in told if sound is None],
    )


def has_sound(source: Source, frames: dict[Wanted, Frame]) -> bool | None:
    """None where there is no address yet, nobody has looked, or no sound has come so far."""
    if source.type == Kind.PICTURE and source.url:
        return False
    wanted = wanted_of(source)
    frame = frames.get(wanted) if wanted else None
    return frame.sound if frame else None
