"""One cloud-mix task, as far as we know it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from studio.accounts.models import User, Workspace
from studio.documents.field import DocumentField, OutputField
from studio.editor.models import LayoutTemplate
from studio.elapsed import is_lately
from studio.mixes.clouds.callbacks import token_of
from studio.mixes.clouds.connections import Connection
from studio.mixes.models import logged
from studio.mixes.models.phases import MAY_RUN, OVER, PHASE_OF_STATUS, Phase
from studio.mixes.models.rounds import MixTaskQuerySet
from studio.mixes.models.run import Run
from studio.mixes.models.rundown import Look
from studio.mixes.models.states import Kind, State
from studio.mixes.models.versions import VERSION_FIELDS, readable
from studio.rules.document import MixedRules, Output
from studio.rules.redaction import secrets_in, texts_in
from studio.rules.seating import Seating, seat
from studio.sealing.fields import sealed_for
from studio.volcengine.records import Detail, Listed

if TYPE_CHECKING:
    from studio.mixes.models.operation import Operation

NEXT_FIELDS = ("next_rules", "next_title", "next_look", "next_by", "next_at")
TIMES = ("began_at", "on_air_at", "ended_at")
TROUBLE_FIELDS = ("trouble_code", "trouble", "in_trouble")
# A task is gone seconds after its stop is accepted; after this long it may be stopped again.
STOP_AGAIN = timedelta(seconds=30)


class MixTask(models.Model):
    """One task at the cloud, from the click that asks for it.

    `task_id` is empty until the cloud has given one. `rules` is what was accepted last, `output`
    the Output it was created with (without Callback), which never changes and which a take
    repeats; both are None for a task made elsewhere whose Rule we cannot read.

    `version` is the highest we account for, `applied_version` the highest seen applied; 0 before
    the first Detail: see `versions`. `program` is the document on air since `program_at`; None
    while none is known. The preview, `next_…`, is shared: everybody at the task prepares the same
    next picture.
    """

    # A take is usually applied within seconds. For this long it holds the next one; a Detail that
    # finds it missing after that says that it was not applied.
    APPLY_PATIENCE = timedelta(seconds=20)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    template = models.ForeignKey(LayoutTemplate, null=True, on_delete=models.SET_NULL)
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    cloud = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="tasks")
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

    rules = DocumentField[MixedRules | None, MixedRules | None](null=True)
    output = OutputField[Output | None, Output | None](null=True)
    version = models.PositiveIntegerField(default=0)
    applied_version = models.PositiveIntegerField(default=0)
    # When the cloud last told the versions.
    detailed_at = models.DateTimeField(null=True)
    program = DocumentField[MixedRules | None, MixedRules | None](null=True)
    program_title = models.CharField(max_length=200, blank=True)
    program_at = models.DateTimeField(null=True)
    # What somebody else made of it: since when, its version, and its document if readable.
    drifted_at = models.DateTimeField(null=True)
    drift_version = models.PositiveIntegerField(default=0)
    drift = DocumentField[MixedRules | None, MixedRules | None](null=True)
    # The document in preview, who put it there and when.
    next_rules = DocumentField[MixedRules | None, MixedRules | None](null=True)
    next_title = models.CharField(max_length=200, blank=True)
    next_look = models.ForeignKey(Look, null=True, on_delete=models.SET_NULL, related_name="+")
    next_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    next_at = models.DateTimeField(null=True)
    # What the cloud last said is wrong with it, and with which sources, by their IDs.
    trouble_code = models.CharField(max_length=16, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    in_trouble = models.JSONField(default=list)

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
    def history(self) -> list[Operation]:
        """Its operations, newest first (from one query, prefetched or not)."""
        return sorted(self.operations.all(), key=lambda row: (row.created_at, row.pk), reverse=True)

    @property
    def newest_version(self) -> int:
        """The highest version known here, whoever made it; 0 before the first Detail."""
        return max(self.version, self.drift_version)

    @property
    def shown(self) -> MixedRules | None:
        """What viewers see; before that, what is to come.

        None where what they see is not known or can't be read, which is never taken for what was
        accepted.
        """
        return self.program if self.program_at else self.rules

    @property
    def push_url_count(self) -> int:
        return len(self.output.urls) if self.output else 0

    @property
    def suffix(self) -> str:
        """What tells it from others of its title: the end of its name, or its ID at the cloud."""
        beginning, _, end = self.name.rpartition("-")
        is_ours = self.name != self.title and beginning and self.title.startswith(beginning)
        return end if is_ours else self.task_id

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
    def on_air_by(self) -> Operation | None:
        """The operation that put on air what was there last; None where nobody here did."""
        applied = (row for row in self.history if row.kind != Kind.STOP and row.is_applied)
        last = next(applied, None)
        return last if last and last.shows(self.program) else None

    @property
    def push(self) -> Operation | None:
        """The operation that asks or asked for this task; None for one made elsewhere."""
        return newest(self.history, Kind.PUSH)

    @property
    def secrets(self) -> set[str]:
        """What is never kept of what a cloud says of it: its token, the keys, and the secrets of
        its document and of its operations.

        Of a document that can't be read nobody knows which texts are secrets: so all are.
        """
        fields = (MixTask.rules.field, MixTask.program.field, MixTask.output.field)
        shown = ((field.json(self), field.value_from_object(self)) for field in fields)
        asked = ((row.body, row.document) for row in self.history if "MixedRules" in row.body)
        found = (
            secrets_in(stored) if rules else texts_in(stored) for stored, rules in (*shown, *asked)
        )
        return ({token_of(self.pk)} | Connection.objects.secrets()).union(*found)

    @property
    def stop(self) -> Operation | None:
        """The latest wish to end it."""
        return newest(self.history, Kind.STOP)

    @property
    def latest(self) -> Operation | None:
        return self.history[0] if self.history else None

    @property
    def phase(self) -> Phase:
        """Where it stands, from what the cloud said last and what is under way."""
        # Read once: a list asks for the phase of two hundred tasks, several times each.
        history = self.history
        if not self.task_id:
            push = newest(history, Kind.PUSH)
            return push.phase_of_push if push else Phase.OTHER
        phase = PHASE_OF_STATUS.get(self.status.lower(), Phase.OTHER)
        if phase is Phase.ENDED:
            return phase
        stop = newest(history, Kind.STOP)
        if stop and stop.state == State.UNKNOWN:
            return Phase.UNKNOWN
        if stop and stop.is_moving_or_accepted:
            return Phase.STOPPING
        if any(row.state == State.UNKNOWN for row in history):
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
        return not is_lately(stop.settled_at, STOP_AGAIN)

    @property
    def can_take(self) -> bool:
        """On air at a cloud that can be asked, and nothing open about what viewers see."""
        if self.phase is not Phase.ON_AIR or self.is_elsewhere or self.output is None:
            return False
        return self.take_under_way is None

    @property
    def run(self) -> Run:
        return Run(self.began_at or self.on_air_at, self.ended_at, self.is_over)

    @property
    def is_billed(self) -> bool:
        """Whether it costs money now: it runs, or may run, at a cloud that is paid."""
        return not self.cloud.is_sandbox and self.phase in MAY_RUN

    @property
    def is_elsewhere(self) -> bool:
        """Whether its connection has no keys to ask with now."""
        return not self.cloud.can_be_asked

    @property
    def is_moving(self) -> bool:
        """Whether its page asks again: not once it is over, nor for a cloud we cannot ask."""
        return not self.is_over and not self.is_elsewhere

    def prepare(
        self, rules: MixedRules | None, title: str, person: User | None, look: Look | None = None
    ) -> None:
        """Put a document into preview; None takes out what is there. Nothing goes on air."""
        self.next_rules, self.next_title, self.next_look = rules, title[:200], look
        self.next_by, self.next_at = person, timezone.now()
        with transaction.atomic():
            self.save(update_fields=NEXT_FIELDS)
            logged.prepared(self)

    def seated(self) -> Seating | None:
        """The preview as a take would send it; None while there is none or nothing is known.

        Where what is on air is not known, its sources are taken for those accepted last.
        """
        running = self.shown or self.rules
        if self.next_rules is None or running is None or self.output is None:
            return None
        return seat(self.next_rules, running, self.output)

    def way_back(self) -> Operation | None:
        """The last good look before the present one: the newest applied that shows another."""
        applied = ((row, row.document) for row in self.history if row.is_applied)
        others = (row for row, look in applied if look and not look.looks_like(self.program))
        return next(others, None)

    def put_on_program(self, rules: MixedRules | None, title: str) -> None:
        self.program, self.program_title = rules, title[:200]
        self.program_at = timezone.now()

    def account_for(self, version: int, rules: MixedRules | None) -> None:
        """That version is ours, of this document: what somebody else made earlier is over."""
        self.rules = rules
        self.version = max(self.version, version)
        if version >= self.drift_version:
            self.drift, self.drift_version, self.drifted_at = None, 0, None

    def settle_drift(self) -> None:
        """Take over what somebody else made of the task: from here on it is our version.

        Of a row that is locked.
        """
        self.account_for(self.drift_version, self.drift)
        self.save(update_fields=["rules", *VERSION_FIELDS])

    def join(self, task_id: str) -> None:
        """Take the id the cloud has given, and what was done by that id before we knew."""
        twins = MixTask.objects.at(self.cloud.account_id).filter(task_id=task_id)
        for twin in twins.exclude(pk=self.pk):
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

    def note_listed(self, listed: Listed) -> None:
        """Write down what the list says: its status, and the cloud's own times."""
        self.began_at = listed.created_at or self.began_at
        self.note_status(listed.status, ended_at=listed.stopped_at)

    def note_status(self, status: str, *, ended_at: datetime | None = None) -> None:
        """Write down what the cloud says of it now."""
        now = timezone.now()
        phase = PHASE_OF_STATUS.get(status.lower(), Phase.OTHER)
        self.status = status[:40]
        # Not when it was asked: a callback that came since then wants it asked again.
        self.seen_at = now
        with transaction.atomic():
            if phase is Phase.ON_AIR and not self.on_air_at:
                self.on_air_at = now
                self.start_airing()
                logged.went_on_air(self)
            if phase is Phase.ENDED and not self.ended_at:
                self.ended_at = ended_at or now
                logged.ended(self)
            self.save(update_fields=["status", "seen_at", *TIMES])

    def note_trouble(self, code: str, message: str, sources: list[str]) -> None:
        """What the cloud says now; it takes back what it said before."""
        said = (code, message, sources)
        if said != (self.trouble_code, self.trouble, self.in_trouble):
            self.trouble_code, self.trouble, self.in_trouble = said
            self.save(update_fields=TROUBLE_FIELDS)

    def start_airing(self) -> None:
        """Running for the first time: it shows what it was pushed with, unless a take was first."""
        push = self.push
        if push is None:
            return
        self.put_on_program(push.stored_document, push.title)
        values = {
            "program": MixTask.program.field.stored(self),
            "program_title": self.program_title,
            "program_at": self.program_at,
        }
        fresh = MixTask.objects.filter(pk=self.pk, program_at=None)
        fresh.update(**sealed_for(self, values))


def newest(history: list[Operation], kind: Kind) -> Operation | None:
    """The latest of a kind, of operations that are given newest first."""
    return next((row for row in history if row.kind == kind), None)
