"""Has the clouds asked about their tasks, several accounts at once.

An account that answers late, or has so many tasks that its list takes all of its turns, keeps no
other waiting: each that is due gets a thread, for one list or a few Details, and the next is asked
as soon as one is free. No account is asked by two threads of a process; those of several hosts
claim the tasks in the database.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from django.conf import settings
from django.db import close_old_connections

from studio.mixes.clouds.connections import Connection
from studio.mixes.models import Account, MixTask
from studio.mixes.models.rounds import MixTaskQuerySet
from studio.outage import is_outage
from studio.processes.workers import Rounds
from studio.volcengine.errors import CloudError
from studio.waking import NET

logger = logging.getLogger(__name__)

# Of its signs of life.
NAME = "watcher"
# Seconds between two looks at what is due, and at least so many: each account that was asked calls.
TICK = 1.0
REST = 0.1
# Seconds for which an account is left alone that could not be asked.
BRISK = MixTaskQuerySet.BRISK.total_seconds()
# The process's other threads hold so many connections to the database, each of these holds one.
OTHERS = 6
AT_ONCE = settings.MOST_CONNECTIONS - OTHERS


@dataclass
class Watcher:
    """`asked` are the accounts that are being asked; `resting` those that gave no answer, and until
    when, on the monotonic clock, they are left alone: each of their tasks is still due.
    """

    rounds: Rounds
    at_once: int = AT_ONCE
    asked: dict[int, Future[bool]] = field(default_factory=dict)
    resting: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.threads = ThreadPoolExecutor(self.at_once, NAME)

    def look(self) -> float:
        """Has those asked that are due, as many as there are threads for; the seconds until it is
        worth another look.
        """
        free = self.at_once - len(self.asked)
        for cloud in self.due() if free else ():
            self.ask(cloud)
            free -= 1
            if not free:
                break
        return TICK if self.is_needed() else NET

    def is_needed(self) -> bool:
        """Whether there is a task, or somebody who looks for one."""
        return MixTask.objects.known().exists() or Account.objects.watched().exists()

    def due(self) -> Iterator[Connection]:
        """The clouds that can be asked now, one of each account that is not being asked."""
        Connection.objects.of_environment()
        kept = Connection.objects.kept()
        for tasks in (
            MixTask.objects.due_longest_first().values_list("cloud", "cloud__account"),
            kept.filter(account__in=Account.objects.unlisted()).values_list("pk", "account"),
            MixTask.objects.versions_due().values_list("cloud", "cloud__account"),
        ):
            for pk, account in dict(tasks).items():
                if account in self.asked or self.rests(account) or self.rounds.stopped.is_set():
                    continue
                cloud = kept.filter(pk=pk).first()
                if cloud and cloud.can_be_asked:
                    yield cloud

    def rests(self, account: int) -> bool:
        return self.resting.get(account, 0) > time.monotonic()

    def ask(self, cloud: Connection) -> None:
        account = cloud.account_id
        future = self.asked[account] = self.threads.submit(ask, cloud)

        def done(future: Future[bool]) -> None:
            if future.exception() or not future.result():
                self.resting[account] = time.monotonic() + BRISK
            del self.asked[account]
            self.rounds.woken.set()

        future.add_done_callback(done)


def ask(cloud: Connection) -> bool:
    """Once, about what of it is due: its tasks' status, its list for who looks, or versions.
    Whether it may be asked again at once: not where nothing could be asked or written down.
    """
    try:
        if MixTask.objects.refresh_due(cloud):
            return True
        if Account.objects.claim_list(cloud.account_id):
            MixTask.objects.refresh(cloud, [])
        else:
            MixTask.objects.ask_versions(cloud)
        return True
    except CloudError as error:
        logger.warning("watcher: %s: %s", cloud.name, type(error).__name__)
        return False
    except Exception as fault:
        # Told, and the next one is asked; the watcher itself waits while the database is away.
        if is_outage(fault):
            logger.warning("watcher: the database: %s", type(fault).__name__)
        else:
            logger.exception("watcher")
        return False
    finally:
        close_old_connections()


def watching() -> Rounds:
    """It is called as the clock is."""
    rounds = Rounds((NAME, "clock", "cloud"), rest=REST)
    rounds.do = Watcher(rounds).look
    return rounds
