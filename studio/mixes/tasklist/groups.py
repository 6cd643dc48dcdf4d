"""The list of tasks: which of them are shown, and what each group is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from studio.mixes.models import MixTask, Phase
from studio.mixes.models.states import NEVER_ON_AIR, Outcome

MOST = 200


def needs_somebody(task: MixTask) -> bool:
    """Whether it waits for a person: an unknown outcome, a change made elsewhere, its near end."""
    if task.is_over:
        return False
    change = task.latest_change
    failed = (
        change is not None and change.outcome in NEVER_ON_AIR and change.outcome != Outcome.GIVEN_UP
    )
    return task.phase is Phase.UNKNOWN or bool(task.drifted_at) or failed or task.is_near_end


# Which tasks each group holds, in the order of the chips.
GROUPS: dict[str, tuple[Any, Callable[[MixTask], bool]]] = {
    "all": (_("All"), lambda task: True),
    "running": (_("Running"), lambda task: task.phase in (Phase.ON_AIR, Phase.PREPARING)),
    "needs": (_("Needs you"), needs_somebody),
    "ended": (_("Ended"), lambda task: task.is_over),
    "elsewhere": (_("From elsewhere"), lambda task: task.is_stranger),
}


def listing(tasks: list[MixTask], group: str, words: str) -> tuple[list[MixTask], list[Any]]:
    """The tasks of a group that hold every word, and the chips of all groups, in order: each
    {key, label, count, chosen}.
    """
    found = [task for task in tasks if all(holds(task, word) for word in words.split())]
    chips = [
        {
            "key": key,
            "label": label,
            "count": sum(map(belongs, found)),
            "chosen": key == group,
        }
        for key, (label, belongs) in GROUPS.items()
    ]
    belongs = GROUPS[group][1]
    return [task for task in found if belongs(task)], chips


def holds(task: MixTask, word: str) -> bool:
    """A task is found by what people and the cloud call it, and by what it shows."""
    known = (task.title, task.name, task.task_id, task.program_title)
    return any(word.casefold() in text.casefold() for text in known)
