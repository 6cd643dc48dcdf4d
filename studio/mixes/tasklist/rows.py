"""The list of tasks, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from studio.accounts.models import User
from studio.mixes.models import MixTask, Phase
from studio.mixes.words.durations import ends_in, runs_of
from studio.mixes.words.operations import OperationRow, operation


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskRow:
    """One task. `template_name`, `shows`, `runs`, `ends_in` and `elsewhere` (the label of a cloud
    that is not set up now) are "" where there is nothing to say; `pushes` counts addresses.
    """

    task: MixTask
    template_name: str
    shows: str
    pushes: int
    state: str
    ends_in: str
    runs: str
    elsewhere: str
    operation: OperationRow | None
    can_inquire: bool
    can_adopt: bool
    has_picture: bool
    cloud: dict[str, str | bool]


def row(task: MixTask, reader: User) -> TaskRow:
    """What `reader` is shown of a task with `has_picture`; its operations and template are best
    fetched with it.
    """
    latest = task.latest
    return TaskRow(
        task=task,
        template_name=task.template.name if task.template else "",
        shows=task.program_title,
        pushes=task.push_url_count,
        state=task.phase.value,
        ends_in=ends_in(task),
        runs=runs_of(task),
        elsewhere=task.cloud.label if task.is_elsewhere else "",
        operation=operation(latest, reader) if latest else None,
        can_inquire=task.phase is Phase.UNKNOWN,
        can_adopt=task.is_stranger and task.output is None and not task.is_over,
        has_picture=task.has_picture,  # type: ignore[attr-defined]  # annotated
        cloud=task.cloud.described(),
    )
