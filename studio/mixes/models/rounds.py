"""Many tasks at once: which the cloud is asked about, how often, and what its list says of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, Self

from django.db import connections, models, transaction
from django.utils import timezone

from studio.accounts.access import OwnedQuerySet
from studio.accounts.models import User, Workspace
from studio.elapsed import is_lately, lately, long_ago
from studio.mixes.clouds.connections import Connection
from studio.mixes.clouds.turns import Account
from studio.mixes.models.phases import DONE, ENDING, RUNNING
from studio.mixes.models.states import Kind, State
from studio.mixes.models.troubles import note_troubles
from studio.mixes.models.versions import note_versions
from studio.passing import in_passing
from studio.volcengine.client import Client
from studio.volcengine.errors import Refused, UnknownOutcome
from studio.volcengine.records import Detail, Entry, Listed

if TYPE_CHECKING:
    from studio.mixes.models.task import MixTask


# Of a task, for who asks again and again whether anything of it is another by now.
BRIEF = ("id", "workspace_id", "cloud_id", "title", "watched_at", "ended_at")
# Written out, for a panel asks a few times a second: Django takes ten times as long to put it into
# SQL as the database to answer. The law is that of `get_owned`.
SEEN = """
SELECT {columns}, membership.role AS own_role
FROM mixes_mixtask task
JOIN accounts_membership membership ON membership.workspace_id = task.workspace_id
WHERE task.id = %s AND membership.user_id = %s
"""
BRIEFLY = SEEN.format(columns=", ".join(f"task.{name}" for name in BRIEF))
CLOUD = """
SELECT cloud.* FROM mixes_connection cloud JOIN mixes_mixtask task ON task.cloud_id = cloud.id
WHERE task.id = %s
"""
# A task's columns that each hold a document.
DOCUMENTS = ("rules", "program", "drift", "next_rules")


def work_of(template: str) -> tuple[str, str]:
    """What only the editor needs of a template that is looked up with a row."""
    return f"{template}__rules", f"{template}__editor_state"


class Watched(Protocol):
    """A task that somebody looks at."""

    @property
    def pk(self) -> uuid.UUID: ...
    @property
    def watched_at(self) -> datetime | None: ...
    @property
    def is_over(self) -> bool: ...


class MixTaskQuerySet(OwnedQuerySet["MixTask"]):
    """How often the cloud is asked: seconds while someone looks or something moves."""

    BRISK = timedelta(seconds=3)
    GENTLE = timedelta(seconds=30)
    WATCHED = timedelta(seconds=15)
    # How many Details one round asks for, and for how long an accepted take is awaited.
    DETAILS = 4
    APPLYING = timedelta(seconds=60)

    def at(self, account: int) -> Self:
        """Those of every connection to an account, whosever it is: its list shows them all."""
        return self.filter(cloud__account=account)

    def known(self) -> Self:
        """Tasks the cloud has given an id and not ended."""
        return self.exclude(task_id="").exclude(DONE)

    def whole(self) -> Self:
        """With what the page of a task shows of other rows."""
        together = ("template", "workspace", "cloud", "next_look__template", "next_by")
        rows = self.select_related(*together).prefetch_related("operations__person")
        return rows.defer(*work_of("template"), *work_of("next_look__template"))

    def without_documents(self) -> Self:
        """For a list, which shows none: they are the most of a row, and of its template."""
        return self.defer(*DOCUMENTS, *work_of("template"))

    def briefly(self) -> Self:
        """What of them is `BRIEF`, and their clouds."""
        return self.only(*BRIEF).prefetch_related("cloud")

    def briefly_for(self, pk: uuid.UUID, user: User) -> MixTask:
        """That task, as briefly, if `user` may look at it, with what they may do to it as
        `own_role`. Raises MixTask.DoesNotExist.
        """
        asked = [models.UUIDField().get_db_prep_value(pk, connections[self.db]), user.pk]
        for task in self.raw(BRIEFLY, asked):
            workspace = self.reached(user, task.workspace_id)
            cloud = next(iter(Connection.objects.raw(CLOUD, asked[:1])), None)
            if workspace and cloud:
                task.workspace, task.cloud = workspace, cloud
                return task
        raise self.model.DoesNotExist

    def running_first(self) -> Self:
        """What the cloud has not ended, newest first, then the rest."""
        over = models.Case(models.When(DONE, then=1), default=0)
        return self.order_by(over, "-created_at")

    def due(self, cloud: Connection | None = None) -> Self:
        """Those whose status is asked for next; of one cloud, those that its list tells of."""
        moving = ~RUNNING | self.awaited()
        brisk = moving & long_ago("checked_at", self.BRISK)
        gentle = long_ago("checked_at", self.GENTLE)
        due = self.known().filter(models.Q(checked_at=None) | brisk | gentle)
        return due.filter(cloud__in=cloud.alike) if cloud else due

    def due_longest_first(self) -> Self:
        moving = models.When(~RUNNING | self.awaited(), then=models.F("checked_at") + self.BRISK)
        since = models.Case(moving, default=models.F("checked_at") + self.GENTLE)
        return self.due().order_by(since.asc(nulls_first=True))

    def awaited(self) -> models.Q:
        """Somebody looks, or a take may be applied any moment."""
        return lately("watched_at", self.WATCHED) | self.applying()

    def applying(self) -> models.Q:
        """A take has just been accepted, and may be applied any moment."""
        accepted = self.filter(
            lately("operations__settled_at", self.APPLYING),
            operations__kind=Kind.TAKE,
            operations__state=State.ACCEPTED,
            operations__applied_at=None,
            operations__not_applied_at=None,
        )
        return models.Q(pk__in=accepted.values("pk"))

    def due_for_detail(self, cloud: Connection) -> list[MixTask]:
        """Running tasks whose versions are asked next.

        Those first that wait for a take: what viewers see is changing. Then the longest unasked.
        """
        due = self.versions_due().filter(cloud__in=cloud.alike)
        waits = models.Case(models.When(self.applying(), then=0), default=1)
        longest = models.F("detailed_at").asc(nulls_first=True)
        return list(due.order_by(waits, longest)[: self.DETAILS])

    def versions_due(self) -> Self:
        """Running tasks whose versions have not been asked for in time."""
        brisk = self.awaited() & long_ago("detailed_at", self.BRISK)
        gentle = long_ago("detailed_at", self.GENTLE)
        return self.known().filter(RUNNING).filter(models.Q(detailed_at=None) | brisk | gentle)

    def watch(self, tasks: Iterable[Watched]) -> None:
        """Somebody looks at these: keep their status brisk for a while."""
        now = timezone.now()
        due = (task for task in tasks if not is_lately(task.watched_at, self.WATCHED / 3))
        pks = [task.pk for task in due if not task.is_over]
        if not pks:
            return
        shown = self.filter(pk__in=pks)
        with in_passing("tasks are watched"):
            shown.exclude(lately("watched_at", self.WATCHED / 3)).update(watched_at=now)

    def refresh_due(self, cloud: Connection) -> int:
        """Ask once for every task that is due; returns how many were.

        They are claimed together and in one order, so that one clock of several does it: another
        that meant to have them waits for their rows, and then finds none that is due.
        """
        if not self.due(cloud).exists():
            return 0
        with transaction.atomic():
            due = self.due(cloud).select_for_update().order_by("pk")
            claimed = list(due.values_list("pk", flat=True))
            self.filter(pk__in=claimed).update(checked_at=timezone.now())
        if claimed:
            self.refresh(cloud, claimed)
        return len(claimed)

    def adopt(self, workspace: Workspace, cloud: Connection, detail: Detail) -> MixTask:
        """A row for a task made elsewhere, with what its Rule says it runs."""
        task, _made = self.get_or_create(
            cloud=cloud,
            task_id=detail.task_id,
            defaults={
                "workspace": workspace,
                "name": detail.task_id,
                "title": detail.task_id,
                "status": detail.status[:40],
            },
        )
        if task.output is None:
            task.learn(detail)
        return task

    def refresh(self, cloud: Connection, pks: list[uuid.UUID]) -> None:
        """Take over what one List (whole) says of these tasks; a Detail each for those it lacks,
        and a last one for those that have ended: it may say why.

        Then a few Details tell the versions of those that are awaited.
        """
        client = cloud.client()
        scan = client.scan()
        listed = {entry.task_id: entry for entry in scan.tasks}
        for task in self.filter(pk__in=set(pks) - self.note_unchanged(pks, listed)):
            if entry := listed.get(task.task_id):
                task.note_listed(entry)
            # Another clock may be asking about its versions, and is told its status by that.
            is_asked = is_lately(task.detailed_at, self.BRISK / 2)
            if task.ended_at or (entry is None and not is_asked):
                self.ask_detail(client, task)
        self.meet(cloud.account_id, scan.entries)
        Account.objects.note_unread(cloud.account_id, len(scan.unread))
        self.ask_versions(cloud)

    def note_unchanged(self, pks: list[uuid.UUID], listed: dict[str, Listed]) -> set[uuid.UUID]:
        """Which of these run on as they did, by their list: of very many most do, and are written
        down together, without what else there is in their rows.
        """
        running = self.filter(RUNNING, pk__in=pks).exclude(on_air_at=None)
        told = running.values_list("pk", "task_id", "status", "began_at")
        unchanged = {
            pk
            for pk, task_id, status, began_at in told
            if (entry := listed.get(task_id))
            and (entry.status, entry.created_at or began_at) == (status, began_at)
        }
        with transaction.atomic():
            # In the order of every claim, or two clocks would wait for each other.
            rows = self.filter(pk__in=unchanged).select_for_update().order_by("pk")
            self.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
                seen_at=timezone.now()
            )
        return unchanged

    def ask_versions(self, cloud: Connection) -> None:
        """A few Details, of those tasks whose turn it is."""
        client = cloud.client()
        for task in self.due_for_detail(cloud):
            self.ask_detail(client, task)

    def ask_detail(self, client: Client, task: MixTask) -> None:
        """Ask for one task's status and versions; one the cloud has forgotten is left as it is.

        Whatever comes of it, the others are next. Nor is it asked where another clock has begun to
        since the row was read.
        """
        seen = self.filter(pk=task.pk, detailed_at=task.detailed_at)
        if not seen.update(detailed_at=timezone.now()):
            return
        with suppress(Refused, UnknownOutcome):
            detail = client.detail(task.task_id)
            with transaction.atomic():
                # Read anew: what was accepted while the cloud answered counts.
                row = self.select_for_update().get(pk=task.pk)
                # What has ended in the list stays so, however far behind this answer is.
                if detail.status and not row.is_over:
                    row.note_status(detail.status)
                note_versions(row, detail)
                note_troubles(row, detail)

    def meet(self, account: int, entries: Iterable[Entry]) -> None:
        """Listed tasks that have no row of their own: a push of ours that turned up, or a stranger.

        What another workspace has made with keys of the same account is its own, and no stranger.

        What was made elsewhere and is over, or can't be read whole, is left out.
        """
        own = self.at(account)
        known = set(own.exclude(task_id="").values_list("task_id", flat=True))
        strange = [entry for entry in entries if entry.task_id not in known]
        names = {entry.name for entry in strange if entry.name}
        ours = {task.name: task for task in own.filter(task_id="", name__in=names)}
        for entry in strange:
            if task := ours.get(entry.name or ""):
                task.turn_up(entry.task_id)
            elif isinstance(entry, Listed) and entry.status.lower() not in ENDING:
                self.list_stranger(account, entry)

    def list_stranger(self, account: int, entry: Listed) -> None:
        """It is shown to the workspace that has known the account for longest."""
        connections = Connection.objects.kept().filter(account=account)
        cloud = connections.select_related("workspace").earliest("created_at")
        self.get_or_create(
            cloud=cloud,
            task_id=entry.task_id,
            defaults={
                "workspace": cloud.workspace,
                "name": entry.name[:200],
                "title": entry.name[:200] or entry.task_id,
                "status": entry.status[:40],
                "began_at": entry.created_at,
                "checked_at": timezone.now(),
                "seen_at": timezone.now(),
            },
        )
