"""An operation: one thing asked of the cloud, recorded before it is sent.

    queued ──claim──▶ claimed ──commit, then call──▶ sending ──▶ accepted
      ▲                  │ lease over: nothing was sent    ├──▶ refused   (the cloud said no)
      └──────────────────┘                                 ├──▶ unknown   (may have worked)
      └◀── unreachable, for at most a minute ──────────────┴──▶ failed    (never sent)
                                         unknown ─inquiry─▶ accepted
                                         unknown ──a person──▶ queued again, same body and name
                                         unknown ──a person──▶ given up

The queue is only a wake-up; the row is the truth. Nothing is sent again by itself once it
was `sending`: an unknown outcome is inquired about until it is known, or a person decides. What was
sent twice is `unsure` from then on: a refusal of the second try says nothing about the first.
A push that the list shows after all is accepted, whatever was thought of it before, and so is a
given-up take whose look turns up on its task.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils import timezone

from studio import spans, tracing
from studio.audit.acts import Act
from studio.elapsed import is_lately
from studio.insisting import insist
from studio.mixes import jobs
from studio.mixes.clouds.turns import Rank
from studio.mixes.models import logged
from studio.mixes.models.queue import OperationQuerySet, Row
from studio.mixes.models.record import Record
from studio.mixes.models.states import NOT_KNOWN_TO_RUN, Kind, State
from studio.rules.redaction import masked
from studio.volcengine import errors
from studio.volcengine.client import Client
from studio.volcengine.credentials import Credentials

# The gateway's word for too many requests: it carried nothing out (docs/6469/1126806).
TOO_FAST = "FlowLimitExceeded"
# Its words for keys that it does not let in: it carried nothing out either.
OF_THE_KEY = ("InvalidAccessKey", "SignatureDoesNotMatch", "AccessDenied")
# How long that, or a cloud that cannot be reached, is tried again.
PATIENCE = timedelta(seconds=60)
# When an unknown outcome is inquired about: every 5 s, later every 30 s, then on request alone.
INQUIRIES = (
    (timedelta(minutes=1), timedelta(seconds=5)),
    (timedelta(minutes=10), timedelta(seconds=30)),
)
# An unknown outcome may be sent again only after this many inquiries that showed nothing, and this
# long after it was sent: the list may lag, and the cloud may carry out late.
INQUIRIES_NEEDED = 3
GRACE = timedelta(seconds=60)

Failure = errors.Refused | errors.Unreachable | errors.UnknownOutcome

OperationManager = models.Manager.from_queryset(OperationQuerySet)


class KindManager(OperationManager[Row]):
    """The rows of the model's own kind; of Operation, those of all kinds."""

    def get_queryset(self) -> models.QuerySet[Row]:
        rows = super().get_queryset()
        return rows.filter(kind=self.model.KIND) if self.model.KIND else rows


class Operation(Record):
    """One push, take or stop: its frozen body, who asked, and what became of it."""

    KIND: ClassVar[Kind | None] = None
    RANK: ClassVar[Rank]
    # Whether nobody expects it any more once it has waited for longer than PATIENCE.
    GOES_STALE: ClassVar[bool] = True
    # Whether viewers may see something by it: what a connection may not be open to.
    GOES_ON_AIR: ClassVar[bool] = True

    objects = KindManager["Operation"]()

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """A row comes back as the Push, Take or Stop that it is."""
        row = super().from_db(*args, **kwargs)
        kinds = (kind for kind in Operation.__subclasses__() if row.kind == kind.KIND)
        row.__class__ = next(kinds, cls)  # type: ignore[assignment]  # its own proxy
        return row

    # --- What each kind says for itself -------------------------------------------------

    def send(self, client: Client) -> Acceptance:
        """Make the one call; raises the client's errors."""
        raise NotImplementedError

    def find(self, client: Client) -> Acceptance | None:
        """Ask the cloud whether it has done it; None while it shows no sign of it."""
        raise NotImplementedError

    def apply(self, answer: Acceptance) -> None:
        """Write down on the task what being accepted means."""
        raise NotImplementedError

    def turn_up(self, task_id: str) -> bool:
        """The cloud lists a task of this id and of its name; True if that is news."""
        del task_id  # It takes a push to make a task.
        return False

    @property
    def inquired_with(self) -> dict[str, Any]:
        """What the rows have in common of which one inquiry tells."""
        return {"pk": self.pk}

    # --- The way through ----------------------------------------------------------------

    def carry_out(self, *, final: bool = False) -> None:
        """Send a claimed operation and write down what came of it.

        With `final`, a cloud that cannot be reached is not tried again.
        """
        if why := self.why_never():
            self.settle(State.UNKNOWN if self.unsure else State.REFUSED, code=why)
            return
        if self.is_locked:
            self.settle(State.UNKNOWN if self.unsure else State.FAILED, "locked")
            return
        if self.GOES_STALE and not self.is_patient:
            # Asked for before a crash or a night: nobody expects it on air by now.
            self.settle(
                State.UNKNOWN if self.unsure else State.FAILED, self.error_code or "too_late"
            )
            return
        try:
            client = self.cloud.client()
            # Before it is `sending`: who is killed while waiting has sent nothing.
            insist(lambda: self.cloud.take_turn(self.RANK))
        except errors.Unreachable as error:
            self.cannot_reach(error, final=final)
            return
        if insist(self.begin_sending):
            self.call(client, final=final)

    def why_never(self) -> str:
        """The code of why it cannot be sent now, nor later by itself; "" where it can."""
        if not self.cloud.can_be_asked:
            return "no_keys"
        return "rehearsal_only" if self.GOES_ON_AIR and not self.cloud.is_open else ""

    def begin_sending(self) -> bool:
        """Commit `sending` before the call; False when the lease is over, or another's.

        `sending` under this claim is what a commit left whose answer was lost: only who has the
        claim calls, and that comes after this.
        """
        now = timezone.now()
        mine = Operation.objects.filter(pk=self.pk, claim=self.claim, lease_until__gt=now)
        begun = mine.filter(state__in=[State.CLAIMED, State.SENDING]).update(
            state=State.SENDING, sent_at=now, lease_until=now + OperationQuerySet.LEASE
        )
        self.state, self.sent_at = State.SENDING, now
        return bool(begun)

    def call(self, client: Client, *, final: bool) -> None:
        """Make the one call, and write down what came of it: nobody else has heard the answer."""
        try:
            answer = self.send(client)
        except (errors.Refused, errors.Unreachable, errors.UnknownOutcome) as error:
            failure = error
            insist(lambda: self.fail(failure, client.credentials, final=final))
        else:
            insist(lambda: self.accept(answer))

    def fail(self, error: Failure, credentials: Credentials, *, final: bool) -> None:
        """Write down what a call that was not accepted has shown."""
        if isinstance(error, errors.Unreachable):
            self.cannot_reach(error, final=final)
        elif isinstance(error, errors.UnknownOutcome):
            self.settle(State.UNKNOWN, "unknown_outcome", error.reason, error.request_id)
        elif error.code == TOO_FAST and not final and self.is_patient:
            self.put_off(error.code)
        elif error.code in OF_THE_KEY and not self.cloud.signs_as(credentials):
            # Turned away at the gate with keys that were replaced meanwhile: so once more.
            self.put_off(error.code)
        else:
            # What was sent before may have worked, and be why this try is refused.
            end = State.UNKNOWN if self.unsure else State.REFUSED
            self.settle(end, error.code, error.message, error.request_id)

    @property
    def is_patient(self) -> bool:
        """Whether what was not carried out may still be tried again."""
        return is_lately(self.asked_at, PATIENCE)

    def cannot_reach(self, error: errors.Unreachable, *, final: bool) -> None:
        """Nothing was sent: the cloud was not there, or no turn was to be had."""
        code = "busy" if error.reason == "busy" else "unreachable"
        if self.unsure:
            self.settle(State.UNKNOWN, code, error.reason)
        elif final or not self.is_patient:
            self.settle(State.FAILED, code, error.reason)
        else:
            self.put_off(code)

    def put_off(self, code: str) -> None:
        """Nothing was carried out: try again a little later."""
        waited = timezone.now() - self.asked_at
        again = timezone.now() + min(max(timedelta(seconds=1), waited / 2), jobs.PUT_OFF)
        self.change(state=State.QUEUED, not_before=again, error_code=code, sent_at=None)
        if not self.by_hand:
            self.wake(again)

    # --- Where nobody knows what came of it ---------------------------------------------

    def inquire(self, client: Client) -> bool:
        """Ask whether an unknown outcome has become known; True if it has."""
        return self.conclude(self.find(client))

    def conclude(self, answer: Acceptance | None) -> bool:
        """Take over what an inquiry has shown: None is no sign of it so far."""
        if answer is not None:
            self.accept(answer)
            return True
        Operation.objects.filter(pk=self.pk, state=State.UNKNOWN).update(
            inquiries=models.F("inquiries") + 1,
            inquired_at=timezone.now(),
            inquire_at=self.next_inquiry(),
        )
        return False

    def next_inquiry(self) -> datetime | None:
        """When to inquire again by ourselves; None once only a person's asking helps.

        However old it is, nobody may decide about it before enough inquiries were answered: the
        process that was to make one may be killed, or the clock be put forward by an hour.
        """
        now = timezone.now()
        age = now - (self.sent_at or self.created_at)
        pauses = (pause for limit, pause in INQUIRIES if age < limit)
        if self.inquiries < INQUIRIES_NEEDED:
            return now + next(pauses, INQUIRIES[-1][1])
        return next((now + pause for pause in pauses), None)

    def inquire_soon(self) -> None:
        """Have a worker inquire now, because somebody asks."""
        pk = str(self.pk)
        transaction.on_commit(lambda: jobs.inquire.enqueue(pk))

    @property
    def can_be_decided(self) -> bool:
        """Whether an unknown outcome was inquired about for so long that a person may decide."""
        age = timezone.now() - (self.sent_at or self.created_at)
        return self.state == State.UNKNOWN and self.inquiries >= INQUIRIES_NEEDED and age >= GRACE

    @transaction.atomic
    def send_again(self) -> bool:
        """A person's word after that: send the same body, under the same name, once more.

        False when the outcome has become known meanwhile, or it is too early to decide.
        """
        if not self.can_be_decided or self.is_overtaken:
            return False
        now = timezone.now()
        again = Operation.objects.filter(pk=self.pk, state=State.UNKNOWN).update(
            state=State.QUEUED,
            unsure=True,
            by_hand=False,
            asked_at=now,
            asked_in=tracing.current(),
            traced_in=spans.traceparent(),
            not_before=now,
            inquire_at=None,
            inquiries=0,
            error_code="",
        )
        if again:
            logged.decided(self, Act.SENT_AGAIN)
            self.wake()
        return bool(again)

    @transaction.atomic
    def give_up(self) -> bool:
        """A person's word after that: it did not happen.

        False when the outcome has become known meanwhile, or it is too early to decide.
        """
        if not self.can_be_decided:
            return False
        given_up = Operation.objects.filter(pk=self.pk, state=State.UNKNOWN).update(
            state=State.GIVEN_UP, error_code="given_up", settled_at=timezone.now(), inquire_at=None
        )
        if given_up:
            logged.decided(self, Act.GAVE_UP)
        return bool(given_up)

    @transaction.atomic
    def happened_after_all(self) -> bool:
        """The cloud shows that it was carried out, whatever we thought; True if that is news.

        A call under way is left to its own answer. That a person had given it up stays on record.
        """
        given_up = "given_up" if self.state == State.GIVEN_UP else ""
        news = Operation.objects.filter(pk=self.pk, state__in=NOT_KNOWN_TO_RUN).update(
            state=State.ACCEPTED,
            error_code=given_up,
            error_message="",
            settled_at=timezone.now(),
            inquire_at=None,
        )
        if news:
            self.state, self.error_code, self.error_message = State.ACCEPTED, given_up, ""
            logged.settled(self)
        return bool(news)

    # --- What is written down -----------------------------------------------------------

    def accept(self, answer: Acceptance) -> None:
        with transaction.atomic():
            if self.settle(State.ACCEPTED, request_id=answer.request_id):
                self.apply(answer)

    def settle(self, state: State, code: str = "", message: str = "", request_id: str = "") -> bool:
        """Write down the end of it; a late answer may still settle an unknown outcome.

        The client knows the secrets of what it sent; of a stop, that is none of the task's.
        """
        now = timezone.now()
        with transaction.atomic():
            changed = self.change(
                state=state,
                error_code=code[:80],
                error_message=masked(message, self.task.secrets) if message else "",
                request_id=request_id[:120] or self.request_id,
                settled_at=None if state == State.UNKNOWN else now,
                inquire_at=now if state == State.UNKNOWN else None,
            )
            if changed:
                logged.settled(self)
        return changed

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
        # An inquiry has 0; the highest goes first, where a rank counts from the first.
        priority = Rank.READ - self.RANK
        transaction.on_commit(lambda: jobs.wake(self.pk, priority, when))

    def set_version(self, version: int) -> None:
        """It made this version of its task."""
        self.version = version
        self.save(update_fields=["version"])

    def mark_applied(self) -> None:
        """Its version is the one on air now: what the cloud said against it is over."""
        self.applied_at = timezone.now()
        if not self.was_carried_out_after_all:
            self.error_code = self.error_message = ""
        self.save(update_fields=["applied_at", "error_code", "error_message"])

    def note_why(self, code: str, message: str) -> None:
        """Why the cloud has not applied it. That a person had given it up stays on record."""
        if not self.was_carried_out_after_all:
            self.error_code, self.error_message = code, message
            self.save(update_fields=["error_code", "error_message"])

    def note_in_trouble(self, names: list[str]) -> None:
        """Those of its sources with which the cloud has trouble now, beside earlier ones."""
        own = [source.id for source in self.document.sources] if self.document else []
        seen = [name for name in own if name in names or name in self.in_trouble]
        if seen != self.in_trouble:
            self.in_trouble = seen
            self.save(update_fields=["in_trouble"])


class Acceptance:
    """What the cloud said yes with."""

    def __init__(self, *, request_id: str, task_id: str = "", operation: int | None = None) -> None:
        self.request_id = request_id
        self.task_id = task_id
        self.operation = operation
