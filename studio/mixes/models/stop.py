"""Stop: end a task (DeleteCloudMixTask). Safe to ask for twice."""

from __future__ import annotations

from datetime import datetime

from studio.accounts.models import User
from studio.mixes.clouds.turns import Rank
from studio.mixes.models.operation import Acceptance, Operation
from studio.mixes.models.phases import ENDING
from studio.mixes.models.record import freeze
from studio.mixes.models.states import MOVING, Kind
from studio.mixes.models.task import MixTask
from studio.volcengine import errors
from studio.volcengine.client import Client


class Stop(Operation):
    """Ends a task: viewers see nothing more, and it bills no longer."""

    KIND = Kind.STOP
    RANK = Rank.STOP
    GOES_STALE = False
    GOES_ON_AIR = False

    class Meta:
        proxy = True

    @staticmethod
    def record(*, task: MixTask, person: User | None, by_hand: bool = False) -> Operation:
        """One row per wish; a stop already under way is that row."""
        under_way = Stop.objects.filter(task=task, state__in=MOVING).first()
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
    def took_effect_at(self) -> datetime | None:
        return self.task.ended_at

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
