"""What the tally lights of a task say: each source's, and the one that tells whether it is on air.

Nothing is said for certain that is not: a take that was sent may show its sources already, and
where the cloud has not said for a while how the task stands, no light is red or green.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from studio.lists import in_a_row
from studio.mixes.control.notes import silent_since
from studio.mixes.control.page import program_name
from studio.mixes.models import MixTask, Phase
from studio.mixes.tally.state import (
    COMING,
    columns_of,
    doubted,
    placed,
    readable,
    seen,
    to_come,
)
from studio.pages.answers import tag_of
from studio.pages.templatetags import days
from studio.rules.document import MixedRules

CERTAIN = (Phase.ON_AIR, Phase.STOPPING)


class Light(StrEnum):
    """A source's; that of the task is one of PROGRAM, MAYBE, COMING, OFF and UNKNOWN."""

    PROGRAM = "program"
    MAYBE = "maybe"
    COMING = "coming"
    PREVIEW = "preview"
    OFF = "off"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        return {
            Light.PROGRAM: _("PROGRAM"),
            Light.MAYBE: _("MAY BE ON AIR"),
            Light.COMING: _("STAND BY"),
            Light.PREVIEW: _("PREVIEW"),
            Light.OFF: _("OFF"),
            Light.UNKNOWN: _("NOT KNOWN"),
        }[self]

    @property
    def word_of_task(self) -> str:
        words = {
            Light.PROGRAM: _("ON AIR"),
            Light.COMING: _("ABOUT TO GO ON AIR"),
            Light.OFF: _("OFF AIR"),
        }
        return words.get(self) or self.word


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceLight:
    """One source's; `is_next` where it stays, or comes, with the next take."""

    name: str
    light: Light
    in_preview: bool
    is_next: bool
    in_trouble: bool

    @property
    def in_program(self) -> bool | None:
        """Whether viewers see it; None where nobody knows."""
        is_certain = self.light not in (Light.MAYBE, Light.UNKNOWN)
        return self.light is Light.PROGRAM if is_certain else None

    @property
    def said(self) -> str:
        return _("%(name)s: %(word)s") % {"name": self.name, "word": self.light.word}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """All lights of a task; `silent_since` is when the cloud last said how it stands, if that is
    too long ago to be taken for now. Where it is `in_doubt` viewers may see something else than the
    program by now; `is_blind` where nobody here knows what that is.
    """

    task: MixTask
    air: Light
    program: str
    silent_since: datetime | None
    is_stopping: bool
    is_taking: bool
    in_doubt: bool
    is_blind: bool
    lights: list[SourceLight]

    @property
    def is_known(self) -> bool:
        return self.air is not Light.UNKNOWN

    @property
    def when(self) -> str:
        """`silent_since` as pages show times, to stand within a sentence."""
        return days.when(self.silent_since, seconds=True)

    @property
    def said(self) -> str:
        """For who hears it: what is on air, and then each source that is not off."""
        lit = [row.said for row in self.lights if row.light is not Light.OFF]
        return in_a_row([self.air.word_of_task, *lit])


def tally_of(task: MixTask) -> Tally:
    """Of a row from `MixTask.objects.whole()`."""
    seating = None if task.is_over else task.seated()
    return tally_with(task, seating.document if seating else None, readable(task.looks.all()))


def tally_with(task: MixTask, next_up: MixedRules | None, looks: Iterable[MixedRules]) -> Tally:
    """With what is in preview and in the rundown, for who has looked at them already."""
    known, is_taking = is_known(task), task.take_under_way is not None and not task.is_over
    doubts = doubted(task)
    on_air, coming, prepared = placed(seen(task)), placed(to_come(task)), placed(next_up)
    maybe = [name for rules in doubts for name in placed(rules)]
    others = [name for rules in looks for name in placed(rules)]

    def light_of(name: str) -> Light:
        if not known:
            return Light.UNKNOWN
        if name in on_air:
            return Light.PROGRAM if task.phase in CERTAIN else Light.MAYBE
        if None in doubts or name in maybe:
            return Light.MAYBE
        if name in coming:
            return Light.COMING
        return Light.PREVIEW if name in prepared else Light.OFF

    return Tally(
        task=task,
        air=air_of(task) if known else Light.UNKNOWN,
        program=program_name(task),
        silent_since=silent_since(task),
        is_stopping=task.phase is Phase.STOPPING,
        is_taking=is_taking,
        in_doubt=bool(doubts),
        is_blind=None in doubts,
        lights=[
            SourceLight(
                name=name,
                light=light_of(name),
                in_preview=name in prepared,
                is_next=name in prepared and not is_taking,
                in_trouble=name in task.in_trouble and not task.is_over,
            )
            for name in dict.fromkeys([*on_air, *coming, *prepared, *others, *sorted(maybe)])
        ],
    )


def tag_of_tally(task: MixTask) -> str:
    """Changes whenever what is told of its lights does. To be asked before the task is read: what
    changes between the two is told next time.
    """
    return tag_of("tally", get_language(), task.is_elsewhere, *columns_of(task.pk))


def is_known(task: MixTask) -> bool:
    """Whether the cloud has said of late how the task stands; one that has ended stays so."""
    return task.is_over or not (task.is_elsewhere or silent_since(task))


def air_of(task: MixTask) -> Light:
    if task.is_over:
        return Light.OFF
    if task.phase in COMING:
        return Light.COMING
    return Light.PROGRAM if task.phase in CERTAIN else Light.MAYBE
