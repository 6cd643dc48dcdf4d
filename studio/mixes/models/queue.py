"""Operations by the many: who carries out which, what was lost, what is inquired about next.

Every step is a conditional update, so that of several processes one does it.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING, Self, TypeVar

from django.utils import timezone

from studio.accounts.access import OwnedQuerySet
from studio.mixes.clouds import configured
from studio.mixes.models.states import State
from studio.volcengine import errors

if TYPE_CHECKING:
    from studio.mixes.models.operation import Operation

Row = TypeVar("Row", bound="Operation")


class OperationQuerySet(OwnedQuerySet[Row]):
    # Longer than a call may take, so that a lease only lapses when its holder is gone.
    LEASE = timedelta(seconds=60)
    # A queued row that no job has claimed by then has lost its wake-up.
    WAKE_AFTER = timedelta(seconds=3)
    # When the cloud is asked again after an inquiry that it did not answer.
    INQUIRE_AGAIN = timedelta(seconds=30)

    def claim(self, pk: uuid.UUID | str, *, early: bool = False) -> Row | None:
        """Take a queued row for this caller alone; None if it is not to be had.

        What was put off is not due yet, and is left alone unless it is taken `early`.
        """
        now = timezone.now()
        claim = secrets.token_hex(8)
        queued = self.filter(pk=pk, state=State.QUEUED)
        taken = (queued if early else queued.filter(not_before__lte=now)).update(
            state=State.CLAIMED, claim=claim, lease_until=now + self.LEASE
        )
        return self.get(pk=pk) if taken else None

    def carry_out(self, pk: str) -> None:
        """Carry out the row a job was woken for, unless it is done or somebody else's."""
        if operation := self.claim(pk):
            operation.carry_out()

    def inquire(self, pk: str) -> None:
        """Ask what became of the unknown outcome a job was woken for.

        A cloud that does not answer has shown nothing yet: it is asked again a little later.
        """
        operation = self.filter(pk=pk, state=State.UNKNOWN).first()
        if operation is None or operation.cloud not in configured.identities():
            return
        try:
            operation.inquire(configured.client(operation.cloud))
        except (errors.Unreachable, errors.UnknownOutcome):
            self.known_with(operation).update(inquire_at=timezone.now() + self.INQUIRE_AGAIN)

    def known_with(self, operation: Operation) -> Self:
        """The unknown rows that one inquiry tells of."""
        return self.filter(state=State.UNKNOWN, **operation.inquired_with)

    def lapse(self) -> int:
        """Settle what a killed process left behind; returns how many rows.

        What a command was to carry out itself is not sent behind its back.
        """
        now = timezone.now()
        over = self.filter(lease_until__lt=now)
        self.abandoned().update(state=State.FAILED, error_code="interrupted", settled_at=now)
        unsent = over.filter(state=State.CLAIMED).update(state=State.QUEUED, not_before=now)
        unsure = over.filter(state=State.SENDING).update(
            state=State.UNKNOWN, error_code="no_answer", inquire_at=now
        )
        return unsent + unsure

    def abandoned(self) -> Self:
        """Rows of commands that were killed before they sent them."""
        unsent = self.filter(by_hand=True, state__in=[State.QUEUED, State.CLAIMED])
        return unsent.filter(unsure=False, asked_at__lt=timezone.now() - self.LEASE)

    def lost(self, awaited: Collection[str] = ()) -> list[uuid.UUID]:
        """Queued rows whose job never came, claimed for waking up by this caller.

        Those `awaited` by a job in the queue are only late.
        """
        now = timezone.now()
        late = self.filter(state=State.QUEUED, by_hand=False, not_before__lt=now - self.WAKE_AFTER)
        late = late.exclude(pk__in=awaited)
        keys = late.values_list("pk", "not_before")
        return [
            pk for pk, seen in keys if late.filter(pk=pk, not_before=seen).update(not_before=now)
        ]

    def to_inquire(self) -> list[uuid.UUID]:
        """Unknown rows whose next inquiry is due, claimed by setting the one after.

        One stands for all that its inquiry tells of: see `known_with`.
        """
        due = self.filter(state=State.UNKNOWN, inquire_at__lt=timezone.now())
        claimed = [
            row
            for row in due
            if due.filter(pk=row.pk, inquire_at=row.inquire_at).update(
                inquire_at=row.next_inquiry()
            )
        ]
        return list({tuple(row.inquired_with.values()): row.pk for row in claimed}.values())
