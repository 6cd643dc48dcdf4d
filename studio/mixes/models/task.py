"""One cloud-mix task, as far as we know it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils import timezone

from studio.accounts.access import OwnedQuerySet
from studio.accounts.models import Workspace
from studio.editor.models import LayoutTemplate
from studio.mixes.clouds import configured
from studio.mixes.models.phases import DONE, ENDING, OVER, PHASE_OF_STATUS, RUNNING, Phase
from studio.mixes.models.rundown import PreparedTask
from studio.mixes.models.states import Kind, State
from studio.mixes.models.versions import VERSION_FIELDS, readable
from studio.volcengine.client import Client
from studio.volcengine.errors import Refused, UnknownOutcome
from studio.volcengine.records import Detail, Listed

if TYPE_CHECKING:
    from studio.mixes.models.operation import Operation

# The longest a task lives: docs/6469/1271154.
LIFETIME = timedelta(days=3)
# From here on a task's end is near enough to plan for: 2 d 20 h.
NEAR_END = timedelta(hours=4)

TIMES = ("began_at", "on_air_at", "ended_at")
# A task is gone seconds after its stop is accepted; after this long it may be stopped again.
STOP_AGAIN = timedelta(seconds=30)


class MixTaskQuerySet(OwnedQuerySet["MixTask"]):
    """How often the cloud is asked: seconds while someone looks or something moves."""

    BRISK = timedelta(seconds=3)
    GENTLE = timedelta(seconds=30)
    WATCHED = timedelta(seconds=15)
    # How many Details one round asks for, and for how long an accepted take is awaited.
    DETAILS = 4
    APPLYING = timedelta(seconds=60)

    def known(self) -> Self:
        """Tasks the cloud has given an id and not ended."""
        return self.exclude(task_id="").exclude(DONE)

    def whole(self) -> Self:
        """With what the page of a task shows of other rows."""
        together = ("template", "workspace", "next_look__template", "next_by")
        return self.select_related(*together).prefetch_related("operations__person")

    def running_first(self) -> Self:
        """What the cloud has not ended, newest first, then the rest."""
        over = models.Case(models.When(DONE, then=1), default=0)
        return self.order_by(over, "-created_at")

    def due(self, cloud: str) -> Self:
        now = timezone.now()
        moving = ~RUNNING | self.awaited(now)
        brisk = moving & models.Q(checked_at__lt=now - self.BRISK)
        gentle = models.Q(checked_at__lt=now - self.GENTLE)
        return self.known().filter(models.Q(checked_at=None) | brisk | gentle, cloud=cloud)

    def awaited(self, now: datetime) -> models.Q:
        """Somebody looks, or a take may be applied any moment."""
        return models.Q(watched_at__gt=now - self.WATCHED) | self.applying(now)

    def applying(self, now: datetime) -> models.Q:
        """A take has just been accepted, and may be applied any moment."""
        accepted = self.filter(
            operations__kind=Kind.TAKE,
            operations__state=State.ACCEPTED,
            operations__applied_at=None,
            operations__not_applied_at=None,
            operations__settled_at__gt=now - self.APPLYING,
        )
        return models.Q(pk__in=accepted.values("pk"))

    def due_for_detail(self, cloud: str) -> list[MixTask]:
        """Running tasks whose versions are asked next.

        Those first that wait for a take: what viewers see is changing. Then the longest unasked.
        """
        now = timezone.now()
        brisk = self.awaited(now) & models.Q(detailed_at__lt=now - self.BRISK)
        gentle = models.Q(detailed_at__lt=now - self.GENTLE)
        due = self.known().filter(RUNNING, cloud=cloud)
        due = due.filter(models.Q(detailed_at=None) | brisk | gentle)
        waits = models.Case(models.When(self.applying(now), then=0), default=1)
        longest = models.F("detailed_at").asc(nulls_first=True)
        return list(due.order_by(waits, longest)[: self.DETAILS])

    def watch(self, tasks: Iterable[MixTask]) -> None:
        """Somebody looks at these: keep their status brisk for a while."""
        now = timezone.now()
        shown = self.filter(pk__in=[task.pk for task in tasks if not task.is_over])
        shown.exclude(watched_at__gt=now - self.WATCHED / 3).update(watched_at=now)

    def refresh_due(self, client: Client, cloud: str) -> int:
        """Ask once for every task that is due; returns how many were.

        The conditional claim lets one clock of several do it.
        """
        due = list(self.due(cloud).values_list("pk", "checked_at"))
        now = timezone.now()
        claimed = [
            pk for pk, seen in due if self.filter(pk=pk, checked_at=seen).update(checked_at=now)
        ]
        if claimed:
            self.refresh(client, claimed)
        return len(claimed)

    def adopt(self, workspace: Workspace, cloud: str, detail: Detail) -> MixTask:
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

    def refresh(self, client: Client, pks: list[uuid.UUID]) -> None:
        """Take over what one List (whole) says of these tasks; a Detail each for those it lacks.

        Then a few Details tell the versions of those that are awaited.
        """
        scan = client.scan()
        cloud = client.connection.identity
        listed = {entry.task_id: entry for entry in scan.tasks}
        for task in self.filter(pk__in=pks):
            if entry := listed.get(task.task_id):
                task.see(entry)
            else:
                self.ask_detail(client, task)
        self.meet(cloud, scan.tasks)
        for task in self.due_for_detail(cloud):
            self.ask_detail(client, task)

    def ask_detail(self, client: Client, task: MixTask) -> None:
        """Ask for one task's status and versions; one the cloud has forgotten is left as it is."""
        with suppress(Refused, UnknownOutcome):
            detail = client.detail(task.task_id)
            with transaction.atomic():
                # Read anew: what was accepted while the cloud answered counts.
                row = self.select_for_update().get(pk=task.pk)
                row.see_status(detail.status)
                row.see_versions(detail)

    def meet(self, cloud: str, entries: Iterable[Listed]) -> None:
        """Listed tasks that have no row of their own: a push of ours that turned up, or a stranger.

        What was made elsewhere and is over is left out.
        """
        known = set(self.filter(cloud=cloud).exclude(task_id="").values_list("task_id", flat=True))
        strange = [entry for entry in entries if entry.task_id not in known]
        names = {entry.name for entry in strange}
        ours = {task.name: task for task in self.filter(cloud=cloud, task_id="", name__in=names)}
        for entry in strange:
            if entry.name in ours:
                ours[entry.name].turn_up(entry.task_id)
            elif entry.status.lower() not in ENDING:
                self.list_stranger(cloud, entry)

    def list_stranger(self, cloud: str, entry: Listed) -> None:
        self.get_or_create(
            cloud=cloud,
            task_id=entry.task_id,
            defaults={
                "workspace": Workspace.objects.embedded(),
                "name": entry.name[:200],
                "title": entry.name[:200] or entry.task_id,
                "status": entry.status[:40],
                "began_at": entry.created_at,
                "checked_at": timezone.now(),
                "seen_at": timezone.now(),
            },
        )


class MixTask(PreparedTask):
    """One task at the cloud, from the click that asks for it.

    `task_id` is empty until the cloud has given one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    template = models.ForeignKey(LayoutTemplate, null=True, on_delete=models.SET_NULL)
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    cloud = models.CharField(max_length=120)
    task_id = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    began_at = models.DateTimeField(null=True)
    on_air_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # When it was last asked about, and when the cloud last answered.
    checked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    watched_at = models.DateTimeField(null=True)

    objects = MixTaskQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cloud", "task_id"],
                condition=~models.Q(task_id=""),
                name="one_row_per_task_at_the_cloud",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_stranger(self) -> bool:
        """Whether it was made elsewhere: no operation of ours asked for it."""
        return self.push is None

    @property
    def latest_change(self) -> Operation | None:
        """The push or take asked for last, whatever became of it."""
        return next((row for row in self.history if row.kind != Kind.STOP), None)

    @property
    def take_under_way(self) -> Operation | None:
        """A take that may yet change what viewers see."""
        return next((row for row in self.history if row.may_still_change_program), None)

    @property
    def push(self) -> Operation | None:
        """The operation that asks or asked for this task; None for one made elsewhere."""
        return self._operation(Kind.PUSH)

    @property
    def stop(self) -> Operation | None:
        """The latest wish to end it."""
        return self._operation(Kind.STOP)

    @property
    def latest(self) -> Operation | None:
        return self.history[0] if self.history else None

    def _operation(self, kind: Kind) -> Operation | None:
        return next((row for row in self.history if row.kind == kind), None)

    @property
    def phase(self) -> Phase:
        """Where it stands, from what the cloud said last and what is under way."""
        if not self.task_id:
            return self.push.phase_of_push if self.push else Phase.OTHER
        phase = PHASE_OF_STATUS.get(self.status.lower(), Phase.OTHER)
        if phase is Phase.ENDED:
            return phase
        if self.stop and self.stop.state == State.UNKNOWN:
            return Phase.UNKNOWN
        if self.stop and self.stop.is_moving_or_accepted:
            return Phase.STOPPING
        if any(row.state == State.UNKNOWN for row in self.history):
            return Phase.UNKNOWN
        return phase if self.status else Phase.PREPARING

    @property
    def is_over(self) -> bool:
        return self.phase in OVER

    @property
    def can_stop(self) -> bool:
        """Also while the outcome of a stop is unknown: asking twice is safe, running on is not."""
        stoppable = (Phase.PREPARING, Phase.ON_AIR, Phase.OTHER, Phase.UNKNOWN)
        may_stop = self.phase in stoppable or self.is_stopping_long
        return bool(self.task_id) and may_stop and not self.is_elsewhere

    @property
    def is_stopping_long(self) -> bool:
        """Whether an accepted stop has shown nothing for so long that it may be asked for again."""
        stop = self.stop
        if self.phase is not Phase.STOPPING or stop is None or stop.settled_at is None:
            return False
        return timezone.now() - stop.settled_at > STOP_AGAIN

    @property
    def can_take(self) -> bool:
        """On air at a cloud that can be asked, and nothing open about what viewers see."""
        if self.phase is not Phase.ON_AIR or self.is_elsewhere or self.output is None:
            return False
        return self.take_under_way is None

    @property
    def runs(self) -> timedelta | None:
        """How long it has been at the cloud, or was: what its three days are counted by."""
        began = self.began_at or self.on_air_at
        return (self.ended_at or timezone.now()) - began if began else None

    @property
    def is_billed(self) -> bool:
        """Whether it costs money now: it runs, or may run, at a cloud that is paid."""
        runs = (Phase.PREPARING, Phase.ON_AIR, Phase.STOPPING, Phase.OTHER, Phase.UNKNOWN)
        return self.cloud != configured.SANDBOX and self.phase in runs

    @property
    def is_near_end(self) -> bool:
        """Whether its three days are nearly over: from 2 d 20 h on."""
        runs = self.runs
        return runs is not None and not self.is_over and LIFETIME - runs < NEAR_END

    @property
    def is_elsewhere(self) -> bool:
        """Whether it runs at a cloud that this studio is not set up for now."""
        return self.cloud not in configured.identities()

    @property
    def is_moving(self) -> bool:
        """Whether its page asks again: not once it is over, nor for a cloud we cannot ask."""
        return not self.is_over and not self.is_elsewhere

    def join(self, task_id: str) -> None:
        """Take the id the cloud has given, and what was done by that id before we knew."""
        for twin in MixTask.objects.filter(cloud=self.cloud, task_id=task_id).exclude(pk=self.pk):
            twin.operations.update(task=self)
            twin.delete()
        self.task_id = task_id
        self.save(update_fields=["task_id"])

    def turn_up(self, task_id: str) -> None:
        """The cloud lists a task of our name: then the push worked, whatever we thought."""
        if self.push:
            self.push.turn_up(task_id)

    def learn(self, detail: Detail) -> None:
        """Take what a task made elsewhere runs as its document, if its Rule is one."""
        rules = readable(detail.rule)
        if rules is None:
            return
        self.rules, self.output = rules, rules.output
        self.put_on_program(rules, "")
        self.version = max(self.version, detail.last_operation)
        self.drift, self.drift_version, self.drifted_at = None, 0, None
        self.save(update_fields=["rules", "output", *VERSION_FIELDS])

    def see(self, listed: Listed) -> None:
        """Write down what the list says: its status, and the cloud's own times."""
        self.began_at = listed.created_at or self.began_at
        self.see_status(listed.status, ended_at=listed.stopped_at)

    def see_status(self, status: str, *, ended_at: datetime | None = None) -> None:
        """Write down what the cloud says of it now."""
        now = timezone.now()
        phase = PHASE_OF_STATUS.get(status.lower(), Phase.OTHER)
        self.status = status[:40]
        # Not when it was asked: a callback that came since then wants it asked again.
        self.seen_at = now
        if phase is Phase.ON_AIR and not self.on_air_at:
            self.on_air_at = now
            self.start_airing()
        if phase is Phase.ENDED and not self.ended_at:
            self.ended_at = ended_at or now
        self.save(update_fields=["status", "seen_at", *TIMES])

    def start_airing(self) -> None:
        """Running for the first time: it shows what it was pushed with, unless a take was first."""
        push = self.push
        if push is None:
            return
        self.put_on_program(push.document, push.title)
        MixTask.objects.filter(pk=self.pk, program_at=None).update(
            program=self.program, program_title=self.program_title, program_at=self.program_at
        )
