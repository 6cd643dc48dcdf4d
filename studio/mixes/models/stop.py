"""Stop: end a task (DeleteCloudMixTask). Safe to ask for twice."""

from __future__ import annotations

from studio.accounts.models import User
from studio.mixes.models.operation import KINDS, Acceptance, Operation, freeze
from studio.mixes.models.phases import ENDING
from studio.mixes.models.states import MOVING, Kind
from studio.mixes.models.task import MixTask
from studio.volcengine import errors
from studio.volcengine.client import Client


class Stop(Operation):
    """Ends a task: viewers see nothing more, and it bills no longer."""

    class Meta:
        proxy = True

    @staticmethod
    def record(*, task: MixTask, person: User | None, by_hand: bool = False) -> Operation:
        """One row per wish; a stop already under way is that row."""
        under_way = Operation.objects.filter(task=task, kind=Kind.STOP, state__in=MOVING).first()
        return under_way or Stop.objects.create(
            kind=Kind.STOP,
            workspace=task.workspace,
            task=task,
            person=person,
            cloud=task.cloud,
            by_hand=by_hand,
            **freeze({"TaskID": task.task_id}),
        )

    @property
    def is_applied(self) -> bool:
        return self.task.ended_at is not None

    def send(self, client: Client) -> Acceptance:
        """Ask for the end; a refusal because it has ended already is success."""
        try:
            return Acceptance(request_id=client.delete(self.body["TaskID"]).request_id)
        except errors.Refused:
            found = self.find_quietly(client)
            if found is None:
                raise
            return found

    def find(self, client: Client) -> Acceptance | None:
        status = client.detail(self.body["TaskID"]).status.lower()
        return Acceptance(request_id="") if status in ENDING else None

    def find_quietly(self, client: Client) -> Acceptance | None:
        """As `find`, but a cloud that does not answer this changes nothing about the refusal."""
        try:
            return self.find(client)
        except errors.CloudError:
            return None

    def apply(self, answer: Acceptance) -> None:
        # The status itself comes with the next reading of the list, which is due at once.
        MixTask.objects.filter(pk=self.task.pk).update(checked_at=None)


KINDS[Kind.STOP] = Stop
