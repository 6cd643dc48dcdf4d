"""Take: put another document on air on a running task (UpdateCloudMixTask)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from studio.accounts.models import User
from studio.elapsed import is_lately
from studio.mixes.clouds.turns import Rank
from studio.mixes.models.operation import Acceptance, Operation
from studio.mixes.models.record import ClickReused, freeze
from studio.mixes.models.states import Kind, State
from studio.mixes.models.task import MixTask
from studio.mixes.models.versions import VERSION_FIELDS, readable
from studio.rules import checks, codec, paths
from studio.rules.document import MixedRules
from studio.rules.problems import InvalidDocument, Problem
from studio.volcengine.client import Client


class Overtaken(Exception):
    """Somebody put something else on air after the page that asks for this take was shown."""

    def __init__(self, by: Operation | None) -> None:
        super().__init__("overtaken")
        self.by = by


class UnderWay(Exception):
    """What viewers see is not settled: an earlier take is open, or the task is not on air."""


class Take(Operation):
    """Replaces the document of a running task; its Output stays what it was created with."""

    KIND = Kind.TAKE
    RANK = Rank.TAKE

    class Meta:
        proxy = True

    @staticmethod
    def record(
        *,
        task: MixTask,
        person: User | None,
        rules: MixedRules,
        title: str = "",
        key: str | None = None,
        by_hand: bool = False,
    ) -> Operation:
        """Freeze what will be sent; raises InvalidDocument for another Output than it runs with."""
        rules = checks.clamped(rules)
        if rules.without_callback().output != task.output:
            code = "output_changed" if task.output else "output_unknown"
            raise InvalidDocument([Problem(path=paths.OUTPUT, code=code)])
        return Take.objects.create(
            kind=Kind.TAKE,
            workspace=task.workspace,
            task=task,
            person=person,
            cloud=task.cloud,
            title=title[:200],
            key=key,
            by_hand=by_hand,
            **freeze(body_of(task, rules)),
        )

    @staticmethod
    def click(
        *,
        task: MixTask,
        person: User,
        rules: MixedRules,
        title: str,
        key: str,
        after: uuid.UUID | None,
        version: int,
    ) -> Operation:
        """The take of one click; the same click gives the same row.

        `after` is the task's latest push or take as the page showed it, `version` the newest
        version it knew of, 0 before any was. Raises Overtaken where there is a later one, UnderWay
        while an earlier one is not settled or the task is not on air, ClickReused where the
        click's key was used for something else, and what `record` raises.
        """
        with transaction.atomic():
            task = MixTask.objects.select_for_update().get(pk=task.pk)
            repeated = Operation.objects.filter(workspace=task.workspace, key=key).first()
            if repeated:
                if repeated.body != body_of(task, checks.clamped(rules)):
                    raise ClickReused
                return repeated
            change = task.latest_change
            if change and change.pk != after:
                raise Overtaken(change)
            # Somebody else's, or one of ours that was given up and came after all. Which version
            # the counting begins with is no news.
            if task.drift_version > version or task.newest_version > version > 0:
                raise Overtaken(None)
            if not task.can_take:
                raise UnderWay
            return Take.record(task=task, person=person, rules=rules, title=title, key=key)

    @staticmethod
    def by_command(*, task: MixTask, person: User | None, rules: MixedRules) -> Operation:
        """The take of a command, which sends it itself. Raises UnderWay, and what `record` does."""
        with transaction.atomic():
            task = MixTask.objects.select_for_update().get(pk=task.pk)
            if task.take_under_way:
                raise UnderWay
            return Take.record(task=task, person=person, rules=rules, by_hand=True)

    @property
    def took_effect_at(self) -> datetime | None:
        return self.applied_at

    @property
    def may_still_change_program(self) -> bool:
        if self.state != State.ACCEPTED:
            return self.is_moving or self.state == State.UNKNOWN
        return is_lately(self.settled_at, MixTask.APPLY_PATIENCE) and not self.applied_at

    @property
    def is_unseen(self) -> bool:
        seen = self.is_applied or self.is_not_applied
        return self.state == State.ACCEPTED and not seen and not self.may_still_change_program

    def send(self, client: Client) -> Acceptance:
        updated = client.update(self.body["TaskID"], codec.read(self.body).rules)
        return Acceptance(request_id=updated.request_id, operation=updated.operation)

    def find(self, client: Client) -> Acceptance | None:
        """Whether the task's own Rule is by now the document we sent."""
        detail = client.detail(self.body["TaskID"])
        running = readable(detail.rule)
        if running is None or not running.looks_like(self.document):
            return None
        return Acceptance(request_id="", operation=detail.last_operation)

    def apply(self, answer: Acceptance) -> None:
        """It is the task's next version; whether that is applied, the next Detail tells."""
        task = MixTask.objects.select_for_update().get(pk=self.task.pk)
        self.version = answer.operation or task.newest_version + 1
        task.account_for(self.version, self.document)
        if self.version == task.applied_version:
            # It was seen applied before its answer was here.
            self.applied_at = timezone.now()
            task.put_on_program(task.rules, self.title)
        task.checked_at = None
        task.save(update_fields=["rules", "checked_at", *VERSION_FIELDS])
        self.save(update_fields=["version", "applied_at"])


def body_of(task: MixTask, rules: MixedRules) -> dict[str, Any]:
    """It repeats the Output that the task was created with, which has no callback."""
    return {"TaskID": task.task_id, "MixedRules": codec.write(rules.without_callback())}
