"""The list of tasks, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language

from studio.accounts.models import User, name_of
from studio.mixes.clouds.connections import CloudShown, Connection
from studio.mixes.models.summaries import Summary
from studio.mixes.words.durations import ends_in, runs_of

# Lines that a process keeps as they were drawn, some 1.2 kB each.
KEPT = 2_000
# Where a line that was drawn says how long its task runs: no text of anybody's holds a NUL.
RUNS = "\0"


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskRow:
    """All that a line shows of one task but how long it runs, so that equal ones are drawn once.
    `by` is whom the reader calls so, `ends_in` how long it still has, `elsewhere` the label of a
    cloud that is not set up now: "" where there is nothing to say.
    """

    task: Summary
    by: str
    ends_in: str
    elsewhere: str
    cloud: CloudShown
    usual_kind: str


def lines(
    tasks: list[Summary],
    clouds: Mapping[UUID, Connection],
    reader: User,
    usual: CloudShown | None,
) -> list[SafeString]:
    """The tasks as lines of the table, which name a cloud where it is not all the same sandbox."""
    # A sandbox says which bad day is rehearsed in a file: it is asked once for all its tasks.
    shown = {pk: cloud.described() for pk, cloud in clouds.items()}
    elsewhere = {pk: "" if cloud.can_be_asked else cloud.said for pk, cloud in clouds.items()}
    people = User.objects.in_bulk({each.latest.person for each in tasks if each.latest})
    names = {pk: name_of(person, reader) for pk, person in people.items()}
    rows = [
        TaskRow(
            task=task,
            by=(names.get(task.latest.person) or name_of(None)) if task.latest else "",
            ends_in=ends_in(task.run),
            elsewhere=elsewhere[task.cloud],
            cloud=shown[task.cloud],
            usual_kind=usual.kind if usual else "",
        )
        for task in tasks
    ]
    return [line(each, get_language(), localdate()) for each in rows]


def line(row: TaskRow, language: str, today: date) -> SafeString:
    """The line of the table, in that language and on that day (which older times are told by)."""
    return format_html(drawn(row, language, today), runs=runs_of(row.task.run) or "–")


@lru_cache(maxsize=KEPT)
def drawn(row: TaskRow, language: str, today: date) -> str:
    """The same, to be formatted with how long the task runs. Most of two hundred are as they were
    three seconds ago.
    """
    whole = render_to_string("mixes/tasklist/_row.html", {"row": row, "runs": RUNS})
    return whole.replace("{", "{{").replace("}", "}}").replace(RUNS, "{runs}")
