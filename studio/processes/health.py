"""Whether the studio is well, and how to mend what is not.

What is checked is the same for the page, for machines that watch over it and for `manage.py
doctor`: the database, the disk, the workers' jobs, the clock, the cloud, the storage, other hosts.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from studio.causes import FAULTS, Cause, cause_of, reason_of
from studio.lists import in_a_row
from studio.mixes.clouds import listening
from studio.mixes.clouds.connections import Connection
from studio.outage import StorageAway, of_the_disk
from studio.processes import beats, hosts, notes, storage
from studio.processes.beats import SILENT_FOR
from studio.sealing.rotating import some_locked
from studio.sqlite.emptied import is_emptied, is_empty, what_is_emptied, what_is_not_yet, what_to_do
from studio.sqlite.patience import patience

# What must be free: pictures, uploads and the database's own log need room at once.
LEAST_FREE = 500 * 2**20
# How long the first job of each queue may wait for a worker that is there.
LATE = {"cloud": timedelta(seconds=30), "media": timedelta(minutes=10)}
# Who asks the clouds: what became of operations, and how tasks are.
ASKING = ("clock", "watcher")
WORK = {"cloud": gettext_lazy("pushes, takes and stops"), "media": gettext_lazy("pictures")}
# How long SQLite's lock is waited for, in seconds.
LOCK_SECONDS = 2
# How many rows of each table tell whether secrets are locked.
LOOKED_AT = 20


LABELS = {
    "database": gettext_lazy("Database"),
    "disk": gettext_lazy("Disk"),
    "jobs": gettext_lazy("Jobs"),
    "clock": gettext_lazy("Clock"),
    "cloud": gettext_lazy("Cloud"),
    "redis": gettext_lazy("Redis"),
    "secrets": gettext_lazy("Secrets"),
    "storage": gettext_lazy("Storage"),
    "hosts": gettext_lazy("Hosts"),
    "folder": gettext_lazy("Data folder"),
    "tables": gettext_lazy("Tables"),
    "file": gettext_lazy("Database file"),
}


class Finding(NamedTuple):
    """What a check found: `name` is one of LABELS, `mend` what a person can do where it is not
    well. Without what is not grave the studio can still be used.
    """

    name: str
    is_well: bool
    sentence: str
    mend: str = ""
    is_grave: bool = True

    @property
    def label(self) -> str:
        return str(LABELS[self.name])


def findings(*, asks_storage: bool = False) -> list[Finding]:
    """What there is to say, one of each check; what asks the database is not asked without it. The
    storage is asked itself only where somebody may wait for it.
    """
    database = check_database()
    found = [database, check_disk()]
    if database.is_well:
        found += [check_jobs(), check_secrets(), *check_stored(asks=asks_storage)]
        found += check_several()
    of_clouds = check_clouds if database.is_well else check_cloud
    of_clock = check_clock if database.is_well else check_own_clock
    of_redis = [check_redis()] if settings.REDIS else []
    return [*found, of_clock(), of_clouds(), *of_redis]


def closer_findings() -> list[Finding]:
    """What takes longer to check, or is only for who may change it."""
    found = [check_folder()]
    if check_database().is_well:
        found += [check_tables(), check_file()]
    return found


def guarded(name: str) -> Callable[[Callable[[str], Finding]], Callable[[], Finding]]:
    """A check of that name: what it needs may be what is not well."""

    def guard(check: Callable[[str], Finding]) -> Callable[[], Finding]:
        @wraps(check)
        def guarded_check() -> Finding:
            try:
                return check(name)
            except FAULTS as fault:
                return unwell(name, reason_of(fault), mend_of(cause_of(fault)))

        return guarded_check

    return guard


def mend_of(cause: Cause) -> str:
    """What a person can do about it."""
    mends = {
        Cause.FULL: _("Make room there, or lower STUDIO_FRAMES_MIB and start again."),
        Cause.READ_ONLY: _("Mount its disk for writing."),
        Cause.SHUT: _("Let the account that runs the studio read and write there."),
        Cause.DAMAGED: _(
            "End the studio, set STUDIO_DATA to a new folder and run: manage.py restore BACKUP"
        ),
        Cause.OTHER_TABLES: _("End the studio and start it again: it brings them up to date."),
        Cause.STORAGE_AWAY: _(
            "See that it runs, and that its address, bucket and keys are those in STORAGE_URL."
        ),
        Cause.STORAGE_TAKEN: _(
            "Set STORAGE_URL to an empty bucket. If this one is the studio’s own, and its database "
            "was made anew, the pictures in it are no longer of use: empty it."
        ),
    }
    usual = _("See that it runs, that its disk has room and that nobody else holds its lock.")
    return mends.get(cause, usual)


def is_ready(found: list[Finding]) -> bool:
    return all(each.is_well or not each.is_grave for each in found)


@guarded("database")
def check_database(name: str) -> Finding:
    """Whether it can be read and written now; nothing is."""
    if is_emptied():
        return unwell(name, what_is_emptied(), what_to_do())
    if is_empty():
        return unwell(name, what_is_not_yet(), _("Start one: manage.py run, or make run."))
    with patience(LOCK_SECONDS), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if connection.vendor == "sqlite" and (number := of_the_disk()):
            # SQLite says so to whoever writes alone.
            raise OSError(number, os.strerror(number))
        if connection.vendor == "postgresql":
            cursor.execute("SHOW transaction_read_only")
            if cursor.fetchone() == ("on",):
                return unwell(name, _("It can only be read."), _("Ask who runs it."))
    return well(name, _("It can be read and written."))


@guarded("disk")
def check_disk(name: str) -> Finding:
    try:
        free = shutil.disk_usage(settings.DATA).free
        is_read_only = bool(os.statvfs(settings.DATA).f_flag & os.ST_RDONLY)
    except FileNotFoundError:
        return unwell(
            name,
            _("The data folder is not there."),
            _("Mount its disk, or start the studio, which makes one."),
        )
    except OSError:
        return unwell(name, _("The data folder cannot be read."), _("Mount its disk again."))
    room = _("{free} GB are free where the studio’s data lie.").format(free=f"{free / 10**9:.1f}")
    if is_read_only:
        return unwell(name, _("The data folder can only be read."), mend_of(Cause.READ_ONLY))
    if not os.access(settings.DATA, os.W_OK | os.X_OK):
        return unwell(name, _("The data folder can only be read."), mend_of(Cause.SHUT))
    if free < LEAST_FREE:
        return unwell(
            name,
            room,
            mend_of(Cause.FULL),
        )
    return well(name, room)


@guarded("jobs")
def check_jobs(name: str) -> Finding:
    """Whether somebody carries out what was asked for."""
    now = timezone.now()
    late = [queue for queue, longest in LATE.items() if waiting(queue, now - longest).exists()]
    silent = hosts.silent(LATE)
    if late or silent:
        queues = in_a_row(WORK[queue] for queue in dict.fromkeys([*silent, *late]))
        return unwell(
            name,
            _("Nobody sees to: {queues}.").format(queues=queues),
            _("Start the studio again. If it runs, its log says why its workers do not."),
        )
    return well(name, _("What is asked for is carried out."))


def waiting(queue: str, since: datetime) -> QuerySet[DBTaskResult[Any, Any]]:
    """The jobs of a queue that could have been begun by then."""
    at_once = Q(run_after=get_date_max(), enqueued_at__lt=since)
    jobs = DBTaskResult.objects.filter(status=TaskResultStatus.READY, queue_name=queue)
    return jobs.filter(at_once | Q(run_after__lt=since))


@guarded("clock")
def check_clock(name: str) -> Finding:
    return asking(name, is_silent=bool(hosts.silent(ASKING)))


@guarded("clock")
def check_own_clock(name: str) -> Finding:
    """The one of this host, which needs no database."""
    return asking(name, is_silent=any(map(beats.is_silent, ASKING)))


def asking(name: str, *, is_silent: bool) -> Finding:
    if is_silent:
        return unwell(
            name,
            _("Nobody asks the cloud what became of tasks and unclear pushes."),
            _("Start the studio again. If it runs, its log says why its clock does not."),
        )
    return well(name, _("Tasks and unclear pushes are asked about."))


@guarded("cloud")
def check_cloud(name: str) -> Finding:
    """The one that the settings name, which needs no database."""
    return heard(name, listening.silent([]))


@guarded("cloud")
def check_clouds(name: str) -> Finding:
    """Those that the database has keys for."""
    paid = [cloud for cloud in Connection.objects.kept() if not cloud.is_sandbox]
    return heard(name, listening.silent([cloud for cloud in paid if cloud.can_be_asked]))


def heard(name: str, silent: list[str]) -> Finding:
    if silent:
        found = unwell(
            name,
            _("It cannot be reached: {names}.").format(names=in_a_row(silent)),
            _("See to this computer’s network, its proxy and the API address. Tasks on air go on."),
        )
        return found._replace(is_grave=False)
    return well(name, _("It can be reached."))


@guarded("redis")
def check_redis(name: str) -> Finding:
    """Whether what is noted for seconds is seen; without it everything else works."""
    from studio import redis  # noqa: PLC0415  # who has none spares it

    try:
        redis.check()
    except redis.Silent:
        found = unwell(
            name,
            _("It can’t be used: panels don’t see when TAKE is armed over the API."),
            _("See that it runs, and that REDIS_URL names it with its password."),
        )
        return found._replace(is_grave=False)
    return well(name, _("It answers."))


@guarded("secrets")
def check_secrets(name: str) -> Finding:
    """Whether the keys open what was sealed, as far as some rows of each table tell."""
    if some_locked(LOOKED_AT):
        found = unwell(
            name,
            _("Push addresses and other secrets are locked: the key that seals them is missing."),
            _("Put it behind the others in STUDIO_SEALING_KEYS, or in the file sealing-keys."),
        )
        return found._replace(is_grave=False)
    return well(name, _("The keys open them."))


def check_stored(*, asks: bool = False) -> list[Finding]:
    """One only where pictures lie elsewhere than on the disk."""
    if not settings.STORAGE:
        return []
    return [check_storage() if asks else check_noted_storage()]


@guarded("storage")
def check_storage(name: str) -> Finding:
    """Whether it can be read, and is this studio's: it is asked."""
    return told(name, storage.fault())


@guarded("storage")
def check_noted_storage(name: str) -> Finding:
    """What it said last to who asks it all the time, so that nobody waits for it."""
    if notes.age(storage.NAME) > SILENT_FOR and beats.is_silent(storage.NAME):
        found = unwell(
            name,
            _("Nobody asks whether it answers."),
            _("Start the studio again. If it runs, its log says why its workers do not."),
        )
        return found._replace(is_grave=False)
    return told(name, storage.noted())


def told(name: str, fault: StorageAway | None) -> Finding:
    if fault:
        found = unwell(name, reason_of(fault), mend_of(cause_of(fault)))
        return found._replace(is_grave=False)
    return well(name, _("It answers."))


def check_several() -> list[Finding]:
    """One only where there may be other hosts."""
    return [check_hosts()] if hosts.are_several() else []


@guarded("hosts")
def check_hosts(name: str) -> Finding:
    """Whether all that worked are heard, though others do their work meanwhile."""
    missed = len(set(hosts.missed().values_list("host", flat=True)))
    if missed:
        found = unwell(
            name,
            ngettext(
                "{count} host that worked is not heard any more.",
                "{count} hosts that worked are not heard any more.",
                missed,
            ).format(count=missed),
            _(
                "See that it runs. One that was taken away is forgotten after a day, or by: "
                "manage.py forget_hosts"
            ),
        )
        return found._replace(is_grave=False)
    return well(name, _("All that work are heard."))


@guarded("folder")
def check_folder(name: str) -> Finding:
    """Whether anybody but its owner can come in: sessions and stream keys lie there."""
    if not settings.DATA.exists():
        return well(name, _("There is none yet."))
    mode = settings.DATA.stat().st_mode
    if mode & 0o077:
        return unwell(
            name,
            _("{folder} is open to other accounts of this computer.").format(folder=settings.DATA),
            _("Run: chmod 700 {folder}").format(folder=shlex.quote(str(settings.DATA))),
        )
    return well(name, _("{folder} is its owner’s alone.").format(folder=settings.DATA))


@guarded("tables")
def check_tables(name: str) -> Finding:
    """Whether they are those that this version of the program knows."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return unwell(
            name,
            _("They are those of an older version."),
            mend_of(Cause.OTHER_TABLES),
        )
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if unknown:
        return unwell(
            name,
            _("A newer version of Mix Studio has changed them."),
            _("Start that version, or restore a backup of this one."),
        )
    return well(name, _("They are up to date."))


@guarded("file")
def check_file(name: str) -> Finding:
    if connection.vendor != "sqlite":
        return well(name, _("PostgreSQL looks after its own files."))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        is_sound = cursor.fetchone() == ("ok",)
    if not is_sound:
        return unwell(name, _("The studio’s database is damaged."), mend_of(Cause.DAMAGED))
    return well(name, _("It is sound."))


def well(name: str, sentence: str) -> Finding:
    return Finding(name, is_well=True, sentence=sentence)


def unwell(name: str, sentence: str, mend: str) -> Finding:
    return Finding(name, is_well=False, sentence=sentence, mend=mend)
