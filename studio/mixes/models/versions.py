"""Which version of a task is on air, and whether somebody else has changed it.

The cloud counts a task's versions (`LastOperationIndex`) and says which it has applied last
(`LastSuccessOperationIndex`): an update is accepted first and may fail later. What is on air is
what was applied last, never what was sent last. A version that none of our operations made is
drift: somebody changed the task elsewhere.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from studio.documents.field import DocumentField, OutputField
from studio.mixes.models.states import Kind, State
from studio.rules import codec
from studio.rules.document import MixedRules, Output
from studio.rules.problems import InvalidDocument
from studio.volcengine.records import Detail

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from studio.mixes.models.operation import Operation

Rules = MixedRules | None


class VersionedTask(models.Model):
    """The part of a task that knows its versions.

    `rules` is what was accepted last, `output` the Output it was created with (without
    Callback), which never changes and which a take repeats; both are None for a task made
    elsewhere whose Rule we cannot read. `version` is the highest we account for,
    `applied_version` the highest seen applied; 0 before the first Detail. `program` is the
    document known to be on air, None while none is known.
    """

    # A take is usually applied within seconds. For this long it holds the next one; a Detail that
    # finds it missing after that says that it was not applied.
    APPLY_PATIENCE = timedelta(seconds=20)

    rules = DocumentField[Rules, Rules](null=True)
    output = OutputField[Output | None, Output | None](null=True)

    version = models.PositiveIntegerField(default=0)
    applied_version = models.PositiveIntegerField(default=0)
    program = DocumentField[Rules, Rules](null=True)
    program_title = models.CharField(max_length=200, blank=True)
    program_at = models.DateTimeField(null=True)
    # What somebody else made of it: since when, its version, and its document if readable.
    drifted_at = models.DateTimeField(null=True)
    drift_version = models.PositiveIntegerField(default=0)
    drift = DocumentField[Rules, Rules](null=True)
    # When the cloud last told the versions.
    detailed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        operations: RelatedManager[Operation]

    @property
    def history(self) -> list[Operation]:
        """Its operations, newest first (from one query, prefetched or not)."""
        return sorted(self.operations.all(), key=lambda row: row.created_at, reverse=True)

    @property
    def newest_version(self) -> int:
        """The highest version known here, whoever made it; 0 before the first Detail."""
        return max(self.version, self.drift_version)

    @property
    def shown(self) -> MixedRules | None:
        """What viewers see, as far as is known; before that, what is to come."""
        return self.program or self.rules

    @property
    def push_url_count(self) -> int:
        return len(self.output.urls) if self.output else 0

    def see_versions(self, detail: Detail) -> None:
        """Write down which version is on air, and a version that is not ours.

        Of a row that is locked.
        """
        self.detailed_at = timezone.now()
        if detail.last_operation:
            self._see_drift(detail)
            self._see_applied(detail)
            self._see_missing()
        self.save(update_fields=["rules", *VERSION_FIELDS])

    def put_on_program(self, rules: Rules, title: str) -> None:
        self.program, self.program_title = rules, title[:200]
        self.program_at = timezone.now()

    def settle_drift(self) -> None:
        """Take over what somebody else made of the task: from here on it is our version.

        Of a row that is locked.
        """
        self.account_for(self.drift_version, self.drift)
        self.save(update_fields=["rules", *VERSION_FIELDS])

    def account_for(self, version: int, rules: Rules) -> None:
        """That version is ours, of this document: what somebody else made earlier is over."""
        self.rules = rules
        self.version = max(self.version, version)
        if version >= self.drift_version:
            self.drift, self.drift_version, self.drifted_at = None, 0, None

    def _see_drift(self, detail: Detail) -> None:
        if not self.version:
            self.version = detail.last_operation
        if detail.last_operation <= max(self.version, self.drift_version):
            return
        if self._under_way():
            # It may well be ours: its own inquiry will tell.
            return
        running = readable(detail.rule)
        take = self._given_up(running)
        if take and take.happened_after_all():
            take.set_version(detail.last_operation)
            self.account_for(detail.last_operation, take.document)
            return
        self.drift_version = detail.last_operation
        self.drifted_at = self.drifted_at or timezone.now()
        self.drift = running

    def _see_applied(self, detail: Detail) -> None:
        applied = detail.last_success
        if applied <= self.applied_version:
            return
        self.applied_version = applied
        take = next((row for row in self.history if row.version == applied), None)
        if take is not None:
            take.mark_applied()
            self.put_on_program(take.document, take.title)
        elif applied == self.drift_version:
            self.put_on_program(self.drift, "")
        elif self.drifted_at and applied > self.version:
            # Somebody else's version between two Details: nobody here knows what it shows.
            self.put_on_program(None, "")
        elif applied == self.version and self.rules != self.program:
            self.put_on_program(self.rules, self.program_title)

    def _see_missing(self) -> None:
        """Takes that should be on air by now.

        One that a later version has overtaken before anybody asked may have been on air.
        """
        missing = self.operations.filter(
            kind=Kind.TAKE,
            state=State.ACCEPTED,
            applied_at=None,
            not_applied_at=None,
            settled_at__lte=timezone.now() - self.APPLY_PATIENCE,
            version__gt=self.applied_version,
        )
        missing.update(not_applied_at=self.detailed_at)

    def _given_up(self, running: Rules) -> Operation | None:
        """The last take of this very look that was given up."""
        if running is None:
            return None
        takes = (
            row for row in self.history if (row.kind, row.state) == (Kind.TAKE, State.GIVEN_UP)
        )
        return next((row for row in takes if running.looks_like(row.document)), None)

    def _under_way(self) -> bool:
        """Whether a take of ours may have made a version that we do not know of yet."""
        return any(
            row.kind == Kind.TAKE and row.state in (State.SENDING, State.UNKNOWN)
            for row in self.history
        )


VERSION_FIELDS = [
    *("version", "applied_version", "detailed_at"),
    *("program", "program_title", "program_at"),
    *("drift", "drift_version", "drifted_at"),
]


def readable(rule: str) -> MixedRules | None:
    """A Rule as a document without the address of its callbacks; None where it is none."""
    try:
        return codec.read(codec.strict_loads(rule)).rules.without_callback()
    except InvalidDocument:
        return None
