"""What is due by the clock: lost jobs, lapsed leases, unknown outcomes, pictures.

It is looked for once a second while anything is under way. Each sweep claims its rows by
conditional updates, so that a second clock does no harm.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from studio.audit.models import Entry
from studio.editor import keeping
from studio.library import jobs as library_jobs
from studio.library import tidying
from studio.library.models import Frame
from studio.mixes import jobs
from studio.mixes.models import Operation, State
from studio.mixes.models.states import MOVING
from studio.outage import is_outage
from studio.processes import hosts, noting
from studio.processes.beats import beat
from studio.volcengine.errors import CloudError
from studio.waking import NET

logger = logging.getLogger(__name__)
TICK = 1.0
# A fetch and a call to the cloud are given a minute each, and a job makes few of them.
LONGEST_JOB = timedelta(minutes=5)


@dataclass
class Sweep:
    """`look` sees to what is due; it is called in each round, or after that many seconds, or only
    in rounds in which something `is_under_way`.
    """

    look: Callable[[], None]
    every: float = 0.0
    of_busy: bool = False
    # When it is next, by the monotonic clock.
    due: float = 0.0

    def is_due(self) -> bool:
        """Whether it is, at most once for each time."""
        now = time.monotonic()
        if now < self.due:
            return False
        self.due = now + self.every
        return True


def tick(is_ending: Callable[[], bool] = lambda: False) -> float:
    """One round: every sweep, but none any more once the process is ending: each may wait for a
    cloud. Returns the seconds until the next beyond TICK, if nobody calls.

    A cloud that does not answer one sweep, or a folder that can't be read, does not keep the others
    waiting; a database that is away does, and is raised.
    """
    is_busy = is_under_way()
    for sweep in SWEEPS:
        if is_ending():
            break
        beat("clock")
        if (sweep.of_busy and not is_busy) or not sweep.is_due():
            continue
        name = sweep.look.__name__
        try:
            sweep.look()
        except (CloudError, OSError) as error:
            logger.warning("%s: %s", name, type(error).__name__)
        except Exception as fault:
            if is_outage(fault):
                raise
            # A fault of ours in one sweep is told, and the others are still made.
            logger.exception("%s", name)
    return 0.0 if is_busy else NET


def is_under_way() -> bool:
    """Whether there is anything that a sweep `of_busy` may have to do something for; whoever asks
    for more calls the clock.
    """
    return (
        Operation.objects.filter(state__in=[*MOVING, State.UNKNOWN]).exists()
        or Frame.objects.in_use().exists()
    )


def settle_lapsed() -> None:
    Operation.objects.lapse()


def wake_lost() -> None:
    for operation in Operation.objects.lost(jobs.awaited()):
        jobs.carry_out.enqueue(str(operation))


def inquire_unknown() -> None:
    """Inquiries that pile up while no worker runs would all be made at once, and count as if the
    cloud had been given time between them.
    """
    if not (due := set(map(str, Operation.objects.to_inquire()))):
        return
    for operation in due - jobs.to_be_inquired():
        jobs.inquire.enqueue(operation)


def sweep_frames() -> None:
    Frame.objects.sweep()


def tidy_pictures() -> None:
    tidying.tidy()


def note_health() -> None:
    """What is not well is told on every page."""
    noting.note()


def sweep_audit() -> None:
    Entry.objects.sweep()


def sweep_versions() -> None:
    keeping.sweep()


def bury_jobs() -> None:
    """What is not over by now has no worker any more: its row is seen to by its lease."""
    library_jobs.bury(library_jobs.running(longer_than=LONGEST_JOB))


def forget_jobs() -> None:
    """Jobs are wake-ups: a day after, nobody asks for one, finished or killed."""
    DBTaskResult.objects.filter(enqueued_at__lt=timezone.now() - timedelta(days=1)).delete()


def forget_hosts() -> None:
    hosts.forget()


SWEEPS = (
    Sweep(settle_lapsed, of_busy=True),
    Sweep(wake_lost, of_busy=True),
    Sweep(inquire_unknown, of_busy=True),
    Sweep(sweep_frames, of_busy=True),
    # A storage is asked by others (storage.py): the clock waits for none.
    *([] if settings.STORAGE else [Sweep(tidy_pictures, every=60.0)]),
    Sweep(sweep_audit, every=3600.0),
    Sweep(sweep_versions, every=3600.0),
    Sweep(bury_jobs),
    Sweep(note_health, every=NET),
    Sweep(forget_jobs),
    Sweep(forget_hosts, every=3600.0),
)
