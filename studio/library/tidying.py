"""Keeps the rooms of pictures within their bounds; the clock asks for it, or who asks the storage.

A frame nobody looks at is forgotten after a while, and where there are too many bytes those are
forgotten first that were looked at longest ago. Whoever shows one again has it fetched again.
What a page may be showing at this moment is never forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from studio.library import models
from studio.library.stores import Store, frames, uploads

LONGEST_UNSEEN = timedelta(days=30)
# What was looked at since then may still be before somebody's eyes.
IN_SIGHT = timedelta(minutes=10)
MOST_AT_ONCE = 1000
# A file younger than this may be one whose row is not written yet, or was just read.
YOUNG_SECONDS = 300.0


def never() -> bool:
    return False


def tidy(is_ending: Callable[[], bool] = never) -> None:
    """Forgets what is too old or too much, and removes every file that is nobody's; of a process
    that is ending, the next one removes them.
    """
    unseen = models.Frame.objects.filter(seen_at__lt=timezone.now() - LONGEST_UNSEEN)
    unseen.delete()
    sizes = remove_unused(frames(), used_by(models.Frame), is_ending)
    if forget(sum(sizes.values()) - settings.FRAMES_BYTES, sizes):
        remove_unused(frames(), used_by(models.Frame), is_ending)
    # What an upload left that was interrupted between its files and its row.
    remove_unused(uploads(), used_by(models.Upload), is_ending)


def sizes_of(store: Store) -> dict[str, int]:
    """Bytes of each file, by its name; of those old enough to be judged."""
    return {file.name: file.size for file in store.kept() if file.age > YOUNG_SECONDS}


def remove_unused(
    store: Store, used: Container[str], is_ending: Callable[[], bool]
) -> dict[str, int]:
    """Removes the files that are not used; the sizes of the others."""
    store.claim()
    sizes = sizes_of(store)
    for name in sizes:
        if is_ending():
            break
        if name not in used:
            store.delete(name)
    return {name: size for name, size in sizes.items() if name in used}


def used_by(rows: type[models.Frame | models.Upload]) -> Counter[str]:
    """How many rows name each file."""
    named = rows.objects.exclude(stage="").values_list("picture", "stage")
    return Counter(name for names in named for name in set(names))


def forget(excess: int, sizes: dict[str, int]) -> int:
    """Forgets frames, what was looked at longest ago first, until so many bytes are free; how
    many those were.
    """
    left, forgotten = used_by(models.Frame), []
    unseen = models.Frame.objects.exclude(stage="").filter(seen_at__lt=timezone.now() - IN_SIGHT)
    oldest = unseen.order_by("seen_at").values_list("pk", "picture", "stage")
    for pk, *names in oldest[:MOST_AT_ONCE]:
        if excess <= 0:
            break
        forgotten.append(pk)
        for name in set(names):
            left[name] -= 1
            excess -= 0 if left[name] else sizes.get(name, 0)
    # Again: somebody may have looked meanwhile.
    return unseen.filter(pk__in=forgotten).delete()[0]


def forget_all_but(there: Container[str]) -> int:
    """Forgets the frames whose files are not there, as those that were tidied away; how many."""
    named = models.Frame.objects.exclude(stage="").values_list("pk", "picture", "stage")
    gone = [pk for pk, *names in named if not all(name in there for name in names)]
    for start in range(0, len(gone), MOST_AT_ONCE):
        models.Frame.objects.filter(pk__in=gone[start : start + MOST_AT_ONCE]).delete()
    return len(gone)
