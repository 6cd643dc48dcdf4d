"""Operations by the many: who carries out which, what was lost, what is inquired about next.

Every step is a conditional update, so that of several processes one does it.
"""

from __future__ import annotations

import logging
import secrets
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from studio import spans, tracing
from studio.accounts.access import OwnedQuerySet
from studio.elapsed import CLOCKS_APART, long_ago, over
from studio.insisting import insist
from studio.mixes import jobs
from studio.mixes.models import logged
from studio.mixes.models.states import State
from studio.spans import Kind
from studio.volcengine import errors

if TYPE_CHECKING:
    from studio.mixes.models.operation import Operation

logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound="Operation")


class OperationQuerySet(OwnedQuerySet[Row]):
    # Longer than a call may take, so that a lease only lapses when its holder is gone.
    LEASE = timedelta(seconds=60)
    # A queued row that no job has claimed by then has lost its wake-up.
    WAKE_AFTER = timedelta(seconds=3)
    # When the cloud is asked again after an inquiry that it did not answer: no inquiry is further
    # ahead.
    INQUIRE_AGAIN = timedelta(seconds=30)

    def claim(self, pk: uuid.UUID | str, *, early: bool = False) -> Row | None:
        """Take a queued row for this caller alone; None if it is not to be had.

        What was put off is not due yet, and is left alone unless it is taken `early`.
        """
        claim = secrets.token_hex(8)
        return insist(lambda: self.claim_as(claim, pk, early=early))

    def claim_as(self, claim: str, pk: uuid.UUID | str, *, early: bool) -> Row | None:
        """Under a claim that nobody else has; where its answer was lost, the row is had already."""
        now = timezone.now()
        queued = self.filter(pk=pk, state=State.QUEUED)
        (queued if early else queued.filter(over("not_before", jobs.PUT_OFF))).update(
            state=State.CLAIMED, claim=claim, lease_until=now + self.LEASE
        )
        return self.filter(pk=pk, state=State.CLAIMED, claim=claim).first()

    def telling(self) -> Self:
        """Those that say where their tasks stand: the newest of each kind, and all of unknown
        outcome. A long show has thousands besides.
        """
        newer = self.model.objects.filter(
            task=OuterRef("task"), kind=OuterRef("kind"), created_at__gt=OuterRef("created_at")
        )
        return self.filter(Q(state=State.UNKNOWN) | ~Exists(newer))

    def carry_out(self, pk: str) -> None:
        """Carry out the row a job was woken for, unless it is done or somebody else's."""
        if operation := self.claim(pk):
            with asked(operation, "carry out"):
                operation.carry_out()

    def inquire(self, pk: str) -> None:
        """Ask what became of the unknown outcome a job was woken for.

        A cloud that does not answer has shown nothing yet: it is asked again a little later.
        """
        operation = self.filter(pk=pk, state=State.UNKNOWN).first()
        if operation is None or not operation.cloud.can_be_asked:
            return
        try:
            with asked(operation, "inquire about"):
                operation.inquire(operation.cloud.client())
        except (errors.Unreachable, errors.UnknownOutcome):
            self.known_with(operation).update(inquire_at=timezone.now() + self.INQUIRE_AGAIN)

    def known_with(self, operation: Operation) -> Self:
        """The unknown rows that one inquiry tells of."""
        return self.filter(state=State.UNKNOWN, **operation.inquired_with)

    def lapse(self) -> int:
        """Settle what a killed process left behind; returns how many rows.

        What a command was to carry out itself is not sent behind its back. A clock that was set
        back takes a lease from a holder that is alive, too: what it has not sent it then never
        sends, and the answer to what it has sent still settles the row.
        """
        now = timezone.now()
        lapsed = self.filter(over("lease_until", self.LEASE))
        self.abandoned().end(state=State.FAILED, error_code="interrupted", settled_at=now)
        # Its job is gone with its holder: it is woken in this round, not as one that may be late.
        unsent = lapsed.filter(state=State.CLAIMED).update(
            state=State.QUEUED, not_before=now - self.WAKE_AFTER
        )
        unsure = lapsed.filter(state=State.SENDING).end(
            state=State.UNKNOWN, error_code="no_answer", inquire_at=now
        )
        self.count_grace_anew()
        return unsent + unsure

    @transaction.atomic
    def end(self, **values: Any) -> int:
        """Give these rows that end, and log it; returns how many."""
        rows = list(self.select_for_update())
        self.filter(pk__in=[row.pk for row in rows]).update(**values)
        for row in rows:
            row.state, row.error_code = values["state"], values["error_code"]
            logged.settled(row)
        return len(rows)

    def settle_restored(self) -> tuple[int, int]:
        """In a studio made of a backup: what waited to be sent never is, as nobody expects it by
        now. How many those were, and of how many the outcome is unknown.

        Of what was sent before, and of what was sent just then, nobody here knows what came of it.
        """
        now = timezone.now()
        waited = self.filter(state__in=[State.QUEUED, State.CLAIMED])
        sent = self.filter(state=State.SENDING) | waited.filter(unsure=True)
        unknown = sent.end(state=State.UNKNOWN, error_code="no_answer", inquire_at=now)
        unsent = waited.end(state=State.FAILED, error_code="restored", settled_at=now)
        return unsent, unknown

    def abandoned(self) -> Self:
        """Rows of commands that were killed before they sent them."""
        unsent = self.filter(by_hand=True, state__in=[State.QUEUED, State.CLAIMED])
        return unsent.filter(long_ago("asked_at", self.LEASE), unsure=False)

    def count_grace_anew(self) -> None:
        """What was sent "later" than now is counted as sent now.

        Nobody knows how long ago it was, and before a person may send it again it must be long
        enough: the one question that a clock set back does not answer with yes.
        """
        now = timezone.now()
        sent = self.annotate(sent=Coalesce("sent_at", "created_at")).filter(state=State.UNKNOWN)
        sent.filter(sent__gt=now + CLOCKS_APART).update(sent_at=now)

    def lost(self, awaited: Collection[str] = ()) -> list[uuid.UUID]:
        """Queued rows whose job never came, claimed for waking up by this caller.

        Those `awaited` by a job in the queue are only late.
        """
        now = timezone.now()
        is_late = over("not_before", jobs.PUT_OFF, late=self.WAKE_AFTER)
        late = self.filter(is_late, state=State.QUEUED, by_hand=False).exclude(pk__in=awaited)
        keys = late.values_list("pk", "not_before")
        return [
            pk for pk, seen in keys if late.filter(pk=pk, not_before=seen).update(not_before=now)
        ]

    def to_inquire(self) -> list[uuid.UUID]:
        """Unknown rows whose next inquiry is due, claimed by setting the one after.

        One stands for all that its inquiry tells of: see `known_with`. They are claimed together,
        in one order: of two clocks one has them all, or each would inquire about a part.
        """
        due = self.filter(over("inquire_at", self.INQUIRE_AGAIN), state=State.UNKNOWN)
        if not (rows := list(due.order_by("pk"))):
            return []
        with transaction.atomic():
            claimed = [
                row
                for row in rows
                if due.filter(pk=row.pk, inquire_at=row.inquire_at).update(
                    inquire_at=row.next_inquiry()
                )
            ]
        return list({tuple(row.inquired_with.values()): row.pk for row in claimed}.values())


@contextmanager
def asked(operation: Operation, what: str) -> Iterator[None]:
    """What a worker does with it: logged as the request's, in the trace of who asked for it."""
    about = {"mixstudio.operation": str(operation.pk), "mixstudio.request": operation.asked_in}
    span = spans.span(f"{what} {operation.kind}", Kind.CONSUMER, about, operation.traced_in)
    with tracing.within(operation.asked_in), span as said:
        yield
        tell(operation)
        said |= {"mixstudio.state": str(operation.state), "mixstudio.reason": operation.error_code}


def tell(operation: Operation) -> None:
    """How far a worker got with it."""
    fields = {
        "operation": str(operation.pk),
        "state": str(operation.state),
        "reason": operation.error_code,
        "cloud_request": operation.request_id,
    }
    logger.info("%s: %s", operation, operation.error_code or "well", extra={"fields": fields})
