"""What the tally lights of a task say: each source's, and the one that tells whether it is on air.

Nothing is said for certain that is not: a take that was sent may show its sources already, and
where the cloud has not said for a while how the task stands, no light is red or green.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from studio.mixes.control.notes import silent_since
from studio.mixes.control.page import program_name
from studio.mixes.models import MixTask, Phase
from studio.mixes.tally.state import columns_of, placed, sources
from studio.pages.answers import tag_of

COMING = (Phase.PUSHING, Phase.PREPARING)
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
    is_next: bool
    in_trouble: bool

    @property
    def said(self) -> str:
        return f"{self.name}: {self.light.word}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """All lights of a task; `silent_since` is when the cloud last said how it stands, if that is
    too long ago to be taken for now.
    """

    task: MixTask
    air: Light
    program: str
    silent_since: datetime | None
    is_stopping: bool
    is_taking: bool
    lights: list[SourceLight]

    @property
    def said(self) -> str:
        """For who hears it: what is on air, and then each source that is not off."""
        lit = [row.said for row in self.lights if row.light is not Light.OFF]
        return ". ".join([self.air.word_of_task, *lit])


def tally_of(task: MixTask) -> Tally:
    """Of a row from `MixTask.objects.whole()`."""
    known = is_known(task)
    next_up = None if task.is_over else task.seated()
    looks = [look.rules for look in task.looks.all()]
    rows = sources(task, next_up.document if next_up else None, looks)
    maybe = may_be_seen(task)
    named = {row["id"] for row in rows}
    rows += [{"id": name, "program": False, "preview": False} for name in sorted(maybe - named)]
    is_taking = task.take_under_way is not None and not task.is_over
    return Tally(
        task=task,
        air=air_of(task) if known else Light.UNKNOWN,
        program=program_name(task),
        silent_since=silent_since(task),
        is_stopping=task.phase is Phase.STOPPING,
        is_taking=is_taking,
        lights=[
            SourceLight(
                name=row["id"],
                light=light_of(task, row, maybe) if known else Light.UNKNOWN,
                is_next=row["preview"] and not is_taking,
                in_trouble=row["id"] in task.in_trouble and not task.is_over,
            )
            for row in rows
        ],
    )


def tag_of_tally(task: MixTask) -> str:
    """Changes whenever what is told of its lights does."""
    return tag_of("tally", get_language(), is_known(task), *columns_of(task.pk))


def is_known(task: MixTask) -> bool:
    """Whether the cloud has said of late how the task stands; one that has ended stays so."""
    return task.is_over or not (task.is_elsewhere or silent_since(task))


def air_of(task: MixTask) -> Light:
    if task.is_over:
        return Light.OFF
    if task.phase in COMING:
        return Light.COMING
    return Light.PROGRAM if task.phase in CERTAIN else Light.MAYBE


def light_of(task: MixTask, row: dict[str, Any], maybe: set[str]) -> Light:
    if row["program"]:
        return Light.PROGRAM if task.phase in CERTAIN else Light.MAYBE
    if row["id"] in maybe:
        return Light.MAYBE
    return Light.PREVIEW if row["preview"] else Light.OFF


def may_be_seen(task: MixTask) -> set[str]:
    """The sources of a take that was sent, and of which nobody knows yet that it is applied."""
    taken = task.take_under_way
    if taken is None or taken.sent_at is None or task.is_over:
        return set()
    return set(placed(taken.document))
