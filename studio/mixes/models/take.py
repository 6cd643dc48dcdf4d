"""Take: put another document on air on a running task (UpdateCloudMixTask)."""

from __future__ import annotations

from studio.accounts.models import User
from studio.mixes.models.operation import KINDS, Answer, Kind, Operation, freeze
from studio.mixes.models.task import MixTask, output_of, without_callback
from studio.rules import checks, codec
from studio.rules.document import MixedRules
from studio.rules.problems import InvalidDocument, Problem
from studio.volcengine.client import Client


class Take(Operation):
    """Replaces the document of a running task; its Output stays what it was created with."""

    class Meta:
        proxy = True

    @staticmethod
    def record(
        *, task: MixTask, person: User | None, rules: MixedRules, by_hand: bool = False
    ) -> Operation:
        """Freeze what will be sent; raises InvalidDocument for another Output than it runs with."""
        rules = checks.clamped(rules)
        if output_of(rules) != task.output:
            code = "output_changed" if task.output else "output_unknown"
            raise InvalidDocument([Problem(path="MixedRules.Output", code=code)])
        body = {"TaskID": task.task_id, "MixedRules": {**codec.write(rules), "Output": task.output}}
        return Take.objects.create(
            kind=Kind.TAKE,
            workspace=task.workspace,
            task=task,
            person=person,
            cloud=task.cloud,
            by_hand=by_hand,
            **freeze(body),
        )

    def send(self, client: Client) -> Answer:
        rules = codec.read_rules(self.body["MixedRules"])
        updated = client.update(self.body["TaskID"], rules)
        return Answer(request_id=updated.request_id, operation=updated.operation)

    def find(self, client: Client) -> Answer | None:
        """Whether the task's own Rule is by now the document we sent."""
        detail = client.detail(self.body["TaskID"])
        try:
            running = codec.read(codec.strict_loads(detail.rule)).rules
        except InvalidDocument:
            return None
        # The cloud's Rule may keep the push's Callback, which no take holds.
        if codec.write(without_callback(running)) != self.body["MixedRules"]:
            return None
        return Answer(request_id="", operation=detail.last_operation)

    def apply(self, answer: Answer) -> None:
        MixTask.objects.filter(pk=self.task.pk).update(rules=self.body["MixedRules"])


KINDS[Kind.TAKE] = Take
