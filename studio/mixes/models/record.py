"""The row of an operation: what was asked, by whom, how far it got; and what that says."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property

from studio import spans, tracing
from studio.accounts.models import User, Workspace
from studio.mixes.clouds.connections import Connection
from studio.mixes.models import logged
from studio.mixes.models.phases import Phase
from studio.mixes.models.states import MOVING, PHASE_OF_STATE, Kind, Outcome, State
from studio.mixes.models.task import MixTask
from studio.rules import codec
from studio.rules.document import Json, MixedRules
from studio.rules.problems import InvalidDocument
from studio.rules.redaction import SEALED
from studio.sealing.fields import NOWHERE, FingerprintField, SealedField, Unread
from studio.sealing.values import fingerprint


class ClickReused(Exception):
    """A click's key came again with another document or name: two clicks in one dialog."""


class Record(models.Model):
    """What is kept of an operation and can be told from it; what is done with it is Operation's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    task = models.ForeignKey(MixTask, on_delete=models.CASCADE, related_name="operations")
    person = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    body = SealedField[Any, Any]()
    body_hash = FingerprintField(max_length=64, of=lambda row: proof(row.body))
    # What it puts on air, by the name people know it by.
    title = models.CharField(max_length=200, blank=True)
    cloud = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64, null=True)  # noqa: DJ001  # NULLs are not equal: many rows have none
    # Carried out by the command that recorded it, never by a worker.
    by_hand = models.BooleanField(default=False)
    # Later than whatever was asked of the task before: the order survives a clock that is set back.
    created_at = models.DateTimeField(default=timezone.now)
    # When a person last asked for it: by the click, or by the one that sends it again.
    asked_at = models.DateTimeField(default=timezone.now)
    # The id of that request, by which what the logs say of it is found; "" of a command.
    asked_in = models.CharField(
        max_length=tracing.LONGEST, blank=True, default=tracing.current, db_default=""
    )
    # Where in a trace that was: spans.py; "" where nobody collects any.
    traced_in = models.CharField(
        max_length=spans.LONGEST, blank=True, default=spans.traceparent, db_default=""
    )
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    claim = models.CharField(max_length=16, blank=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=timezone.now)
    inquire_at = models.DateTimeField(null=True)
    inquired_at = models.DateTimeField(null=True)
    inquiries = models.PositiveIntegerField(default=0)
    # Sent once before with an outcome nobody knows.
    unsure = models.BooleanField(default=False)
    # The task's version it made (OptID), when that was seen applied, and when it was seen not to
    # be although it was time: both None of what nobody has seen.
    version = models.PositiveIntegerField(null=True)
    applied_at = models.DateTimeField(null=True)
    not_applied_at = models.DateTimeField(null=True)
    request_id = models.CharField(max_length=120, blank=True)
    error_code = models.CharField(max_length=80, blank=True)
    error_message = models.CharField(max_length=500, blank=True)
    # Those of its sources with which the cloud has had trouble, by their IDs.
    in_trouble = models.JSONField(default=list)

    class Meta:
        abstract = True
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            super().save(*args, **kwargs)
            return
        latest = self.task.operations.aggregate(at=models.Max("created_at"))["at"]
        if latest:
            self.created_at = max(self.created_at, latest + timedelta(microseconds=1))
        with transaction.atomic():
            super().save(*args, **kwargs)
            logged.asked(self)

    # --- What each kind says for itself -------------------------------------------------

    @property
    def took_effect_at(self) -> datetime | None:
        """When the cloud was seen to have carried it out."""
        return None

    @property
    def may_still_change_program(self) -> bool:
        """Whether what viewers see may yet change by it, as far as anybody knows."""
        return False

    @property
    def is_unseen(self) -> bool:
        """Whether the cloud accepted it, and nobody saw in time what it did then."""
        return False

    # --- What is shown ------------------------------------------------------------------

    @property
    def is_moving(self) -> bool:
        return self.state in MOVING

    @property
    def is_moving_or_accepted(self) -> bool:
        return self.is_moving or self.state == State.ACCEPTED

    @property
    def outcome(self) -> Outcome:
        """How far it got."""
        if self.state in (State.QUEUED, State.CLAIMED):
            return Outcome.QUEUED
        if self.state == State.SENDING:
            return Outcome.SENT
        if self.state != State.ACCEPTED:
            return Outcome(self.state)
        if self.is_applied:
            return Outcome.APPLIED
        return Outcome.NOT_APPLIED if self.is_not_applied else Outcome.ACCEPTED

    @property
    def is_applied(self) -> bool:
        """Whether the cloud is known to have carried out what it accepted."""
        return self.took_effect_at is not None

    @property
    def is_not_applied(self) -> bool:
        """Whether the cloud accepted it and was seen, long enough after, to have done nothing."""
        return self.not_applied_at is not None and not self.is_applied

    @property
    def says_why(self) -> bool:
        """Whether it was not applied and the cloud has said why."""
        is_told = bool(self.error_code or self.error_message)
        return is_told and self.is_not_applied and not self.was_carried_out_after_all

    @property
    def was_carried_out_after_all(self) -> bool:
        """Whether it was carried out although a person had said that it did not happen."""
        return (self.state, self.error_code) == (State.ACCEPTED, "given_up")

    @property
    def is_overtaken(self) -> bool:
        """Whether something later was asked of the task: then this must not undo it."""
        latest = self.task.latest_change
        return latest is not None and latest.pk != self.pk

    @cached_property
    def document(self) -> MixedRules | None:
        """What it was to put on air; None of a stop, and where this version cannot read it."""
        try:
            return codec.read(self.body).rules
        except InvalidDocument:
            return None

    @property
    def is_locked(self) -> bool:
        """Whether it would be sent with a secret in it that no key opens."""
        return SEALED.search(json.dumps(self.body)) is not None

    def shows(self, rules: MixedRules | None) -> bool:
        """Whether it was to put this look on air."""
        return rules is not None and rules.looks_like(self.document)

    @property
    def stored_document(self) -> Any:
        """It as the row has it, for a column of the task to keep whether or not it can be read."""
        rules = self.body.get("MixedRules")
        return rules and Unread(json.dumps(rules), NOWHERE)

    @property
    def phase_of_push(self) -> Phase:
        """What a task without an id is, going by the push that asks for it."""
        return PHASE_OF_STATE.get(State(self.state), Phase.PUSHING)


def freeze(body: dict[str, Any]) -> dict[str, Any]:
    """A body's fields as the row keeps them, with the fingerprint that proves them unchanged."""
    return {"body": body, "body_hash": proof(body)}


def proof(body: Json) -> str:
    return fingerprint(json.dumps(body, sort_keys=True, separators=(",", ":")))
