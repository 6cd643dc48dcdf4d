"""The list of tasks: which of them are shown, and what each group is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from studio.mixes.models import Phase
from studio.mixes.models.summaries import Summary

MOST = 200

# Which tasks each group holds, in the order of the chips.
GROUPS: dict[str, tuple[Any, Callable[[Summary], bool]]] = {
    "all": (_("All"), lambda task: True),
    "running": (_("Running"), lambda task: task.phase in (Phase.ON_AIR, Phase.PREPARING)),
    "needs": (_("Needs you"), lambda task: task.needs_somebody),
    "ended": (_("Ended"), lambda task: task.is_over),
    "elsewhere": (_("From elsewhere"), lambda task: task.is_stranger),
}


def listing(tasks: list[Summary], group: str, words: str) -> tuple[list[Summary], list[Any]]:
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


def holds(task: Summary, word: str) -> bool:
    """A task is found by what people and the cloud call it, and by what it shows."""
    known = (task.title, task.name, task.task_id, task.shows)
    return any(word.casefold() in text.casefold() for text in known)
