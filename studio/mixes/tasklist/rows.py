"""The list of tasks, line by line."""

from __future__ import annotations

from typing import Any

from studio.accounts.models import User
from studio.mixes.clouds import configured
from studio.mixes.models import MixTask, Phase
from studio.mixes.words.durations import ends_in, runs_of
from studio.mixes.words.operations import by, operation


def row(task: MixTask, reader: User) -> dict[str, Any]:
    """One line of the list of tasks."""
    latest = task.latest
    return {
        "task": task,
        "template_name": task.template.name if task.template else "",
        "pushes": task.push_url_count,
        "state": task.phase.value,
        "ends_in": ends_in(task),
        "runs": runs_of(task),
        "moving": task.is_moving,
        "elsewhere": configured.label(task.cloud) if task.is_elsewhere else "",
        "operation": latest and operation(latest, reader),
        "by": latest and by(latest, reader),
        "can_look": task.phase is Phase.UNKNOWN,
        "can_adopt": task.is_stranger and task.output is None and not task.is_over,
        "shows": task.program_title,
        "has_picture": (task.program or task.rules) is not None,
        "cloud": configured.described(task.cloud),
    }
