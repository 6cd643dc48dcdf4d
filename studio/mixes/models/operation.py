"""An operation: one thing asked of the cloud, recorded before it is sent.

    queued ──claim──▶ claimed ──commit, then call──▶ sending ──▶ accepted
      ▲                  │ lease over: nothing was sent    ├──▶ refused   (the cloud said no)
      └──────────────────┘                                 ├──▶ unknown   (may have worked)
      └◀── unreachable, for at most a minute ──────────────┴──▶ failed    (never sent)
                                         unknown ──look──▶ accepted
                                         unknown ──a person──▶ queued again, same body and name
                                         unknown ──a person──▶ given up

The queue is only a wake-up; the row is the truth. Nothing is sent again by itself once it
was `sending`: an unknown outcome is looked up until it is known, or a person decides. What was
sent twice is `unsure` from then on: a refusal of the second try says nothing about the first.
A push that the list shows after all is accepted, whatever was thought of it before.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studio.accounts.access import OwnedQuerySet
from studio.accounts.models import User, Workspace
from studio.mixes import cloud
from studio.mixes.models.task import MixTask, Phase
from studio.mixes.models.versions import without_output
from studio.volcengine import errors
from studio.volcengine.client import Client

# Longer than a call may take, so that a lease only lapses when its holder is gone.
LEASE = timedelta(seconds=60)
# The gateway's word for too many requests: it carried nothing out (docs/6469/1126806).
TOO_FAST = "FlowLimitExceeded"
# How long that, or a cloud that cannot be reached, is tried again.
PATIENCE = timedelta(seconds=60)
# A queued row that no job has claimed by then has lost its wake-up.
WAKE_AFTER = timedelta(seconds=3)
# When an unknown outcome is looked at: every 5 s, later every 30 s, then on request alone.
LOOKS = (
    (timedelta(minutes=1), timedelta(seconds=5)),
    (timedelta(minutes=10), timedelta(seconds=30)),
)
# An unknown outcome may be sent again only after this many looks that showed nothing, and this
# long after it was sent: the list may lag, and the cloud may carry out late.
LOOKS_NEEDED = 3
GRACE = timedelta(seconds=60)
# When it is looked at again after a look that the cloud did not answer.
LOOK_AGAIN = timedelta(seconds=30)


class Kind(models.TextChoices):
    PUSH = "push", _("Push")
    TAKE = "take", _("Take")
    STOP = "stop", _("Stop")


class State(models.TextChoices):
    QUEUED = "queued", _("Queued")
    CLAIMED = "claimed", _("About to be sent")
    SENDING = "sending", _("Sent, no answer yet")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    UNKNOWN = "unknown", _("Unknown outcome")
    FAILED = "failed", _("Not sent")
    GIVEN_UP = "given_up", _("Given up")


# What a push may have come to although the cloud has it.
NOT_KNOWN_TO_RUN = (State.UNKNOWN, State.REFUSED, State.FAILED, State.GIVEN_UP)
MOVING = (State.QUEUED, State.CLAIMED, State.SENDING)
PHASE_OF_STATE = {
    State.UNKNOWN: Phase.UNKNOWN,
    State.REFUSED: Phase.REFUSED,
    State.FAILED: Phase.FAILED,
    State.GIVEN_UP: Phase.GIVEN_UP,
}


class ClickReused(Exception):
    """A click's key came again with another document or name: two clicks in one dialog."""


class OperationQuerySet(OwnedQuerySet["Operation"]):
    def claim(self, pk: uuid.UUID | str, *, early: bool = False) -> Operation | None:
        """Take a queued row for this caller alone; None if it is not to be had.

        What was put off is not due yet, and is left alone unless it is taken `early`.
        """
        now = timezone.now()
        claim = secrets.token_hex(8)
        queued = self.filter(pk=pk, state=State.QUEUED)
        taken = (queued if early else queued.filter(not_before__lte=now)).update(
            state=State.CLAIMED, claim=claim, lease_until=now + LEASE
        )
        return self.get(pk=pk) if taken else None

    def carry_out(self, pk: str) -> None:
        """Carry out the row a job was woken for, unless it is done or somebody else's."""
        if operation := self.claim(pk):
            operation.carry_out()

    def look(self, pk: str) -> None:
        """Look at the unknown outcome a job was woken for.

        A cloud that does not answer has shown nothing yet: it is asked again a little later.
        """
        operation = self.filter(pk=pk, state=State.UNKNOWN).first()
        if operation is None or operation.cloud not in cloud.identities():
            return
        try:
            operation.look(cloud.client(operation.cloud))
        except (errors.Unreachable, errors.UnknownOutcome):
            again = timezone.now() + LOOK_AGAIN
            self.filter(pk=pk, state=State.UNKNOWN).update(look_at=again)

    def lapse(self) -> int:
        """Settle what a killed process left behind; returns how many rows.

        What a command was to carry out itself is not sent behind its back.
        """
        now = timezone.now()
        over = self.filter(lease_until__lt=now)
        self.abandoned().update(state=State.FAILED, error_code="interrupted", settled_at=now)
        unsent = over.filter(state=State.CLAIMED).update(state=State.QUEUED, not_before=now)
        unsure = over.filter(state=State.SENDING).update(
            state=State.UNKNOWN, error_code="no_answer", look_at=now
        )
        return unsent + unsure

    def abandoned(self) -> Self:
        """Rows of commands that were killed before they sent them."""
        unsent = self.filter(by_hand=True, state__in=[State.QUEUED, State.CLAIMED])
        return unsent.filter(created_at__lt=timezone.now() - LEASE)

    def lost(self) -> list[uuid.UUID]:
        """Queued rows whose job never came, claimed for waking up by this caller."""
        now = timezone.now()
        late = self.filter(state=State.QUEUED, by_hand=False, not_before__lt=now - WAKE_AFTER)
        keys = late.values_list("pk", "not_before")
        return [
            pk for pk, seen in keys if late.filter(pk=pk, not_before=seen).update(not_before=now)
        ]

    def to_look_at(self) -> list[uuid.UUID]:
        """Unknown rows whose next look is due, claimed by setting the one after."""
        due = self.filter(state=State.UNKNOWN, look_at__lt=timezone.now())
        return [
            row.pk
            for row in due
            if due.filter(pk=row.pk, look_at=row.look_at).update(look_at=row.next_look())
        ]


class Operation(models.Model):
    """One push, take or stop: its frozen body, who asked, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    task = models.ForeignKey(MixTask, on_delete=models.CASCADE, related_name="operations")
    person = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    body = models.JSONField()
    body_hash = models.CharField(max_length=64)
    # What it puts on air, by the name people know it by.
    title = models.CharField(max_length=200, blank=True)
    cloud = models.CharField(max_length=120)
    key = models.CharField(max_length=64, null=True)  # noqa: DJ001  # NULLs are not equal: many rows have none
    # Carried out by the command that recorded it, never by a worker.
    by_hand = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    claim = models.CharField(max_length=16, blank=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=timezone.now)
    look_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    looks = models.PositiveIntegerField(default=0)
    # Sent once before with an outcome nobody knows.
    unsure = models.BooleanField(default=False)
    # The task's version it made (OptID), and when that was seen applied.
    version = models.PositiveIntegerField(null=True)
    applied_at = models.DateTimeField(null=True)
    request_id = models.CharField(max_length=120, blank=True)
    error_code = models.CharField(max_length=80, blank=True)
    error_message = models.CharField(max_length=500, blank=True)

    objects = OperationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="one_operation_per_click")
        ]
        indexes = [
            models.Index(fields=["state", "not_before"]),
            # The history: newest first, and what came before in the same task.
            models.Index(fields=["workspace", "created_at", "id"]),
            models.Index(fields=["task", "created_at", "kind", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}: {self.state}"

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """A row comes back as the Push, Take or Stop that it is."""
        row = super().from_db(*args, **kwargs)
        row.__class__ = KINDS.get(row.kind, cls)  # type: ignore[assignment]  # its own proxy
        return row

    # --- What each kind says for itself -------------------------------------------------

    def send(self, client: Client) -> Answer:
        """Make the one call; raises the client's errors."""
        raise NotImplementedError

    def find(self, client: Client) -> Answer | None:
        """Look whether the cloud has done it; None while it shows no sign of it."""
        raise NotImplementedError

    def apply(self, answer: Answer) -> None:
        """Write down on the task what being accepted means."""
        raise NotImplementedError

    # --- The way through ----------------------------------------------------------------

    def carry_out(self, *, final: bool = False) -> None:
        """Send a claimed operation and write down what came of it.

        With `final`, a cloud that cannot be reached is not tried again.
        """
        if self.cloud not in cloud.identities():
            self.settle(State.REFUSED, code="other_cloud")
            return
        try:
            client = cloud.client(self.cloud)
        except errors.Unreachable as error:
            self.cannot_reach(error, final=final)
            return
        if self.begin_sending():
            self.call(client, final=final)

    def begin_sending(self) -> bool:
        """Commit `sending` before the call; False when another holder has taken over."""
        now = timezone.now()
        begun = Operation.objects.filter(pk=self.pk, claim=self.claim, state=State.CLAIMED).update(
            state=State.SENDING, sent_at=now, lease_until=now + LEASE
        )
        self.state, self.sent_at = State.SENDING, now
        return bool(begun)

    def call(self, client: Client, *, final: bool) -> None:
        try:
            answer = self.send(client)
        except errors.Refused as error:
            if error.code == TOO_FAST and not final and self.is_patient:
                self.put_off(error.code)
            else:
                # What was sent before may have worked, and be why this try is refused.
                end = State.UNKNOWN if self.unsure else State.REFUSED
                self.settle(end, error.code, error.message, error.request_id)
        except errors.Unreachable as error:
            self.cannot_reach(error, final=final)
        except errors.UnknownOutcome as error:
            self.settle(State.UNKNOWN, "unknown_outcome", error.reason, error.request_id)
        else:
            self.accept(answer)

    @property
    def is_patient(self) -> bool:
        """Whether what was not carried out may still be tried again."""
        return timezone.now() - self.created_at <= PATIENCE

    def cannot_reach(self, error: errors.Unreachable, *, final: bool) -> None:
        if self.unsure:
            self.settle(State.UNKNOWN, "unreachable", error.reason)
        elif final or not self.is_patient:
            self.settle(State.FAILED, "unreachable", error.reason)
        else:
            self.put_off("unreachable")

    def put_off(self, code: str) -> None:
        """Nothing was carried out: try again a little later."""
        waited = timezone.now() - self.created_at
        again = timezone.now() + max(timedelta(seconds=1), waited / 2)
        self.change(state=State.QUEUED, not_before=again, error_code=code, sent_at=None)
        self.wake(again)

    def look(self, client: Client) -> bool:
        """Ask whether an unknown outcome has become known; True if it has."""
        answer = self.find(client)
        if answer is not None:
            self.accept(answer)
            return True
        Operation.objects.filter(pk=self.pk).update(
            looks=models.F("looks") + 1, looked_at=timezone.now()
        )
        return False

    def look_soon(self) -> None:
        """Have a worker look now, because somebody asks."""
        from studio.mixes import jobs  # noqa: PLC0415  # as in `wake`

        pk = str(self.pk)
        transaction.on_commit(lambda: jobs.look.enqueue(pk))

    def send_again(self) -> bool:
        """A person's word after looking: send the same body, under the same name, once more.

        False when the outcome has become known meanwhile, or is not looked for long enough yet.
        """
        if not self.is_looked_for:
            return False
        again = Operation.objects.filter(pk=self.pk, state=State.UNKNOWN).update(
            state=State.QUEUED, unsure=True, not_before=timezone.now(), look_at=None, looks=0
        )
        if again:
            self.wake()
        return bool(again)

    def give_up(self) -> bool:
        """A person's word: it did not happen. False when the outcome has become known meanwhile."""
        given_up = Operation.objects.filter(pk=self.pk, state=State.UNKNOWN).update(
            state=State.GIVEN_UP, error_code="given_up", settled_at=timezone.now(), look_at=None
        )
        return bool(given_up)

    def accept(self, answer: Answer) -> None:
        with transaction.atomic():
            if self.settle(State.ACCEPTED, request_id=answer.request_id):
                self.apply(answer)

    def settle(self, state: State, code: str = "", message: str = "", request_id: str = "") -> bool:
        """Write down the end of it; a late answer may still settle an unknown outcome."""
        now = timezone.now()
        return self.change(
            state=state,
            error_code=code[:80],
            error_message=message[:500],
            request_id=request_id[:120] or self.request_id,
            settled_at=None if state == State.UNKNOWN else now,
            look_at=now if state == State.UNKNOWN else None,
        )

    def change(self, **values: Any) -> bool:
        """Change the row if it is still ours and open; fenced by the claim."""
        ours = Operation.objects.filter(pk=self.pk, claim=self.claim).filter(
            state__in=[State.CLAIMED, State.SENDING, State.UNKNOWN]
        )
        changed = bool(ours.update(**values))
        if changed:
            for name, value in values.items():
                setattr(self, name, value)
        return changed

    def wake(self, when: datetime | None = None) -> None:
        """Ask a worker to carry it out, once the row is committed."""
        from studio.mixes import jobs  # noqa: PLC0415  # jobs name models, models wake jobs

        transaction.on_commit(lambda: jobs.wake(self.pk, self.kind, when))

    # --- What is shown ------------------------------------------------------------------

    def see_applied(self) -> None:
        """Its version is the one on air now."""
        self.applied_at = timezone.now()
        self.save(update_fields=["applied_at"])

    @property
    def is_moving(self) -> bool:
        return self.state in MOVING

    @property
    def is_moving_or_accepted(self) -> bool:
        return self.is_moving or self.state == State.ACCEPTED

    @property
    def outcome(self) -> str:
        """How far it got, in the word its badge says."""
        if self.state in (State.QUEUED, State.CLAIMED):
            return "queued"
        if self.state == State.SENDING:
            return "sent"
        if self.state != State.ACCEPTED:
            return self.state
        if self.is_applied:
            return "applied"
        return "not_applied" if self.is_not_applied else "accepted"

    @property
    def is_applied(self) -> bool:
        """Whether the cloud is known to have carried out what it accepted."""
        return False

    @property
    def may_still_change_program(self) -> bool:
        """Whether what viewers see may yet change by it, as far as anybody knows."""
        return False

    @property
    def is_not_applied(self) -> bool:
        """Whether the cloud accepted it and shows, since long enough, that it did nothing."""
        return False

    @property
    def is_looked_for(self) -> bool:
        """Whether an unknown outcome has been looked for long enough to be decided by a person."""
        age = timezone.now() - (self.sent_at or self.created_at)
        return self.state == State.UNKNOWN and self.looks >= LOOKS_NEEDED and age >= GRACE

    @property
    def look_sent(self) -> dict[str, Any] | None:
        """What it shows or would show, without the Output, which never changes."""
        rules = self.body.get("MixedRules")
        return None if rules is None else without_output(rules)

    @property
    def phase_of_push(self) -> Phase:
        """What a task without an id is, going by the push that asks for it."""
        return PHASE_OF_STATE.get(State(self.state), Phase.PUSHING)

    def next_look(self) -> datetime | None:
        """When to look again by ourselves; None once only a person's asking helps."""
        now = timezone.now()
        age = now - (self.sent_at or self.created_at)
        return next((now + pause for limit, pause in LOOKS if age < limit), None)


class Answer:
    """What the cloud said yes with."""

    def __init__(self, *, request_id: str, task_id: str = "", operation: int | None = None) -> None:
        self.request_id = request_id
        self.task_id = task_id
        self.operation = operation


KINDS: dict[str, type[Operation]] = {}


def freeze(body: dict[str, Any]) -> dict[str, Any]:
    """A body's fields as the row keeps them, with the hash that proves them unchanged."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return {"body": body, "body_hash": hashlib.sha256(text.encode()).hexdigest()}
