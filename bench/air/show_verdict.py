"""What the studio's rows and the cloud's tasks say of each other's shows when all is quiet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from bench.air.cloud import UPDATE, FaultyCloud, LaggingTasks, Look, Wish, look_of
from bench.air.shows import Show
from bench.air.verdict import UNFINISHED, end_of
from studio.editor.models import LayoutTemplate
from studio.mixes.models import MixTask, Operation, State, Stop, Take
from studio.rules import checks, codec


def show_verdict(shows: list[Show], cloud: FaultyCloud) -> dict[str, Any]:
    """The counts of the shows; see `bench.air` for those that are to be 0."""
    on = [show for show in shows if show.is_on]
    takes = list(Take.objects.select_related("task"))
    stops = Stop.objects.select_related("task")
    rows = {str(row.key): row for row in takes}
    running = cloud.tasks.running()
    return {
        "shows": len(on),
        "takes": len(takes),
        "stops": len(stops),
        "again": sum(show.again for show in on),
        "ends": dict(Counter(f"{row.kind} {end_of(row)}" for row in (*takes, *stops))),
        "lost": sum(lost(show, rows) for show in on),
        "sent_again": sum(sent_again(show, takes, cloud) for show in on),
        "backwards": sum(is_backwards(show, cloud.tasks) for show in on),
        "untrue": len(untrue(cloud.tasks)),
        "unsettled": sum(is_unsettled(row, running, cloud.tasks) for row in takes),
        # The cloud of the harness applies all that it accepts.
        "misjudged": sum(row.not_applied_at is not None for row in takes),
        "drifts": MixTask.objects.exclude(drifted_at=None).count(),
        "still_on": sum(show.is_to_stop and not show.is_stopped for show in on),
        "unfinished": sum(end_of(row) in UNFINISHED for row in (*takes, *stops)),
    }


def look_of_template(template: LayoutTemplate) -> Look:
    return look_of(codec.write(checks.clamped(template.rules)))


def sent_look(row: Operation) -> Look:
    return look_of(row.body["MixedRules"])


def lost(show: Show, rows: Mapping[str, Operation]) -> int:
    """Acknowledged presses of TAKE without a row of that task and that look."""
    found = {key: rows.get(key) for key in show.acknowledged}
    return sum(
        row is None
        or str(row.task.pk) != show.task
        or sent_look(row) != look_of_template(show.pressed[key])
        for key, row in found.items()
    )


def sent_again(show: Show, takes: Sequence[Operation], cloud: FaultyCloud) -> int:
    """Looks that came to the cloud more often than people have asked for them."""
    ours = [row for row in takes if str(row.task.pk) == show.task]
    asked = Counter(Wish(UPDATE, row.body["TaskID"], sent_look(row)) for row in ours)
    extra = {
        wished: len(cloud.writes[wished]) - cloud.turned_away[wished] - often
        for wished, often in asked.items()
    }
    return max(sum(more for more in extra.values() if more > 0) - show.again, 0)


def is_backwards(show: Show, tasks: LaggingTasks) -> bool:
    """Whether the cloud ever took a look that was asked for before the one it had, or by nobody."""
    task_id = MixTask.objects.values_list("task_id", flat=True).get(pk=show.task)
    order = [look_of_template(look) for look in show.looks]
    # What it was pushed with comes before them all.
    _pushed, *taken = tasks.looks[task_id]
    if not set(taken) <= set(order):
        return True
    return any(after < before for before, after in pairwise(map(order.index, taken)))


def untrue(tasks: LaggingTasks) -> list[MixTask]:
    """Running tasks of which the studio shows another program than viewers see."""
    return [
        task
        for task in MixTask.objects.filter(task_id__in=tasks.running())
        if task.program is None
        or look_of(codec.write(task.program)) != tasks.looks[task.task_id][-1]
    ]


def is_unsettled(take: Operation, running: set[str], tasks: LaggingTasks) -> bool:
    """Whether its outcome is unknown although its task runs and shows it."""
    task_id = take.body["TaskID"]
    shown = task_id in running and tasks.looks[task_id][-1] == sent_look(take)
    return take.state == State.UNKNOWN and shown
