"""Keeps the folders of pictures within their bounds; the clock asks for it every second.

A frame nobody looks at is forgotten after a while, and where there are too many bytes those are
forgotten first that were looked at longest ago. Whoever shows one again has it fetched again.
What a page may be showing at this moment is never forgotten.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import Counter
from collections.abc import Container
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from studio.library import models

LONGEST_UNSEEN = timedelta(days=30)
# What was looked at since then may still be before somebody's eyes.
IN_SIGHT = timedelta(minutes=10)
MOST_AT_ONCE = 1000
# A file younger than this may be one whose row is not written yet, or was just read.
YOUNG_SECONDS = 300.0


def tidy() -> None:
    """Forgets what is too old or too much, and removes every file that is nobody's."""
    frames = models.Frame.objects.all()
    frames.filter(seen_at__lt=timezone.now() - LONGEST_UNSEEN).delete()
    sizes = remove_unused(settings.FRAMES, used_by(models.Frame))
    if forget(sum(sizes.values()) - settings.FRAMES_BYTES, sizes):
        remove_unused(settings.FRAMES, used_by(models.Frame))
    # What an upload left that was interrupted between its files and its row.
    remove_unused(settings.UPLOADS, used_by(models.Upload))


def sizes_of(folder: Path) -> dict[str, int]:
    """Bytes of each file, by its name below the folder; of those old enough to be judged."""
    oldest = time.time() - YOUNG_SECONDS
    sizes = {}
    for inner in folder.glob("*/"):
        for entry in os.scandir(inner):
            with contextlib.suppress(FileNotFoundError):
                status = entry.stat()
                if status.st_mtime < oldest:
                    sizes[f"{inner.name}/{entry.name}"] = status.st_size
    return sizes


def remove_unused(folder: Path, used: Container[str]) -> dict[str, int]:
    """Removes the files that are not used; the sizes of the others."""
    sizes = sizes_of(folder)
    for name in sizes:
        if name not in used:
            Path(folder, name).unlink(missing_ok=True)
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
