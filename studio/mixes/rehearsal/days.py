"""The bad days a crew should have seen before air, and the tasks that one can happen to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from studio.accounts.models import Workspace
from studio.mixes.clouds.connections import CloudKind
from studio.mixes.models import MixTask, Phase
from studio.mixes.models.phases import PHASE_OF_STATUS
from studio.mixes.words.durations import duration
from studio.volcengine.sandbox import accidents, mischief
from studio.volcengine.sandbox.accidents import Truth
from studio.volcengine.sandbox.mischief import Wish

Text = str | Promise

# What a page looks through at most, and what it shows.
MAX_KNOWN, MAX_SHOWN = 500, 50
SLOW_SECONDS = 6
# The cloud's own words are never translated.
REFUSAL = "The source is not available"


@dataclass(frozen=True, slots=True)
class Day:
    """What happens, and what a crew then sees; `wishes` are what the sandbox is told."""

    icon: str
    title: Text
    happens: Text
    seen: Text
    wishes: tuple[Wish, ...] = ()


# Days of the cloud itself, for everybody who rehearses.
OF_CLOUD: Mapping[str, Day] = {
    "lost": Day(
        "offline",
        gettext_lazy("The answer to a push is lost"),
        gettext_lazy("The next push is carried out, but the line drops before the cloud says so."),
        gettext_lazy(
            "“Unknown outcome”, until Mix Studio has looked and found the task. Nothing is pushed "
            "twice."
        ),
        (Wish(kind="lose", of="push", once=True),),
    ),
    "refused": Day(
        "error",
        gettext_lazy("A take is refused"),
        gettext_lazy("The cloud says no to the next take, and why."),
        gettext_lazy(
            "The cloud’s own words. What was on air stays on air, and TAKE is free again."
        ),
        (Wish(kind="refuse", of="take", once=True, message=REFUSAL),),
    ),
    "failed": Day(
        "error",
        gettext_lazy("A take is not applied"),
        gettext_lazy("The cloud accepts the next take and does not carry it out."),
        gettext_lazy(
            "“Not applied” after 20 seconds, with the cloud’s own reason. What was on air stays on "
            "air, and TAKE is free again. The paid cloud is not sure to say why."
        ),
        (Wish(kind="fail", of="take", once=True),),
    ),
    "slow": Day(
        "clock",
        gettext_lazy("The cloud is slow"),
        gettext_lazy("Each answer comes 6 seconds late, until you lift it."),
        gettext_lazy(
            "Takes and stops are “on their way” for longer. They were carried out at once: no need "
            "to press again."
        ),
        (Wish(kind="slow", of="any", seconds=SLOW_SECONDS),),
    ),
    "silent": Day(
        "cloud",
        gettext_lazy("The cloud goes silent"),
        gettext_lazy("Nobody answers at its address, until you lift it."),
        gettext_lazy(
            "A take waits for a minute and then says that it was not sent. The show runs on, and "
            "nobody can change it."
        ),
        (Wish(kind="unreachable", of="any"),),
    ),
}

# Days of one task on air, by the word that its button sends.
OF_TASK: Mapping[str, Day] = {
    "lose-one": Day(
        "warn",
        gettext_lazy("A source fails on air"),
        gettext_lazy("The first source of a task drops. The task goes on."),
        gettext_lazy(
            "“In trouble”, with the source’s name. The paid cloud is not sure to say so: watch the "
            "program, where it keeps its last picture."
        ),
    ),
    "lose": Day(
        "warn",
        gettext_lazy("The sources are lost on air"),
        gettext_lazy("All sources of a task drop. A minute later the cloud ends it."),
        gettext_lazy(
            "“In trouble”, with their names. The paid cloud is not sure to say so: watch the "
            "program. Only a take with other sources, or their return, saves the task."
        ),
    ),
    "change": Day(
        "user",
        gettext_lazy("Somebody else changes the task"),
        gettext_lazy("Another picture goes on air, and it was not taken here."),
        gettext_lazy("“Changed outside Mix Studio”, and the choice to keep it or to take yours."),
    ),
}


def cloud_days() -> list[dict[str, Any]]:
    """Each with whether it stands: it goes by itself where it was for one request alone."""
    now = set(mischief.standing(settings.SANDBOX))
    return [
        {"key": key, "day": day, "stands": not now.isdisjoint(day.wishes)}
        for key, day in OF_CLOUD.items()
    ]


# --- Tasks as they truly are ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A task of the sandbox, and our own row of it."""

    truth: Truth
    task: MixTask


def rehearsed(workspace: Workspace) -> list[Rehearsed]:
    """The workspace's own tasks at the sandbox, also such as lost their answer; the newest first.

    Raises OSError or sqlite3.Error where the sandbox's file of tasks cannot be read.
    """
    if not accidents.has_started(settings.SANDBOX):
        return []
    own = MixTask.objects.filter(workspace=workspace, cloud__kind=CloudKind.SANDBOX)
    together = own.select_related("workspace").prefetch_related("operations__person")
    rows = together.without_documents()[:MAX_KNOWN]
    # A push whose answer was lost has its name alone; an older task may have had it, too.
    known = {key: row for row in reversed(rows) for key in (row.name, row.task_id) if key}
    with accidents.open_tasks(settings.SANDBOX) as tasks:
        truths = tasks.truth(known)[:MAX_SHOWN]
    return [
        Rehearsed(truth, known[truth.task_id if truth.task_id in known else truth.name])
        for truth in truths
    ]


def on_air(workspace: Workspace) -> list[dict[str, Any]]:
    """Those of them that run: `ends_in` ("42 s") is said of one that has lost its sources,
    `has_lost` of one that lacks any.
    """
    return [
        {
            "task": row.task,
            "task_id": row.truth.task_id,
            "ends_in": ends_in(row.truth),
            "has_lost": bool(row.truth.lost),
        }
        for row in rehearsed(workspace)
        if PHASE_OF_STATUS.get(row.truth.status) is Phase.ON_AIR
    ]


def ends_in(truth: Truth) -> str:
    if truth.ends_in is None:
        return ""
    return duration(timedelta(seconds=int(truth.ends_in)))
