"""Push: create a task from a document (CreateCloudMixTask)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from studio.accounts.models import User, Workspace
from studio.editor.models import LayoutTemplate
from studio.mixes.clouds.callbacks import called_back
from studio.mixes.clouds.connections import Connection
from studio.mixes.clouds.turns import Rank
from studio.mixes.models.operation import Acceptance, Operation
from studio.mixes.models.record import ClickReused, freeze
from studio.mixes.models.states import Kind
from studio.mixes.models.task import MixTask
from studio.rules import checks, codec
from studio.rules.document import MixedRules
from studio.rules.limits import MAX_NAME_LENGTH
from studio.volcengine.client import Client
from studio.volcengine.errors import UnknownOutcome
from studio.volcengine.lenient_json import LOST_LETTER
from studio.volcengine.records import Entry, Scan

# What the cloud's clock and this computer's may differ by.
CLOCKS_APART = timedelta(days=1)
SUFFIX_LENGTH = 10
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


class Push(Operation):
    """Asks for a new task. Its Name is unique and stays the same for good."""

    KIND = Kind.PUSH
    RANK = Rank.PUSH

    class Meta:
        proxy = True

    @staticmethod
    def record(  # noqa: PLR0913  # each is a column of the row
        *,
        workspace: Workspace,
        person: User | None,
        rules: MixedRules,
        name: str,
        title: str = "",
        cloud: Connection | None = None,
        template: LayoutTemplate | None = None,
        key: str | None = None,
        by_hand: bool = False,
    ) -> Operation:
        """Freeze what will be sent, as one committed row; the same click gives the same row.

        It goes to `cloud`, the workspace's usual one unless told; `title` is what people call the
        look. Raises ClickReused where the click's key was used for something else.

        `rules` is sent as the cloud would keep it (bit and frame rate within its bounds), so
        that a later take can repeat the very same Output.
        """
        rules = checks.clamped(rules)
        cloud = cloud or Connection.objects.usual(workspace)
        unique = unique_name(name)
        body = {"Name": unique, "MixedRules": codec.write(rules)}
        if settings.PUBLIC_URL and rules.output.callback is None:
            # The address the cloud is given ends in a secret: it is made when it is sent.
            body["CallBackTo"] = settings.PUBLIC_URL
        try:
            with transaction.atomic():
                task = MixTask.objects.create(
                    workspace=workspace,
                    template=template,
                    title=name,
                    name=unique,
                    cloud=cloud,
                    rules=rules,
                    output=rules.without_callback().output,
                )
                return Push.objects.create(
                    kind=Kind.PUSH,
                    workspace=workspace,
                    task=task,
                    person=person,
                    cloud=task.cloud,
                    key=key,
                    by_hand=by_hand,
                    title=(title or name)[:200],
                    **freeze(body),
                )
        except IntegrityError:
            repeated = Operation.objects.filter(workspace=workspace, key=key).first()
            if key is None or repeated is None:
                raise
            same = (repeated.task.title, repeated.document, repeated.cloud)
            if same != (name, rules, cloud):
                raise ClickReused from None
            return repeated

    @property
    def inquired_with(self) -> dict[str, Any]:
        """A list tells of every push at its cloud."""
        return {"kind": Kind.PUSH, "cloud_id": self.cloud_id}

    @property
    def took_effect_at(self) -> datetime | None:
        return self.task.on_air_at

    def send(self, client: Client) -> Acceptance:
        rules = codec.read(self.body).rules
        if studio := self.body.get("CallBackTo"):
            rules = called_back(rules, studio, self.task.pk)
        created = client.create(self.body["Name"], rules)
        return Acceptance(task_id=created.task_id, request_id=created.request_id)

    def inquire(self, client: Client) -> bool:
        """As any inquiry; the one list tells of the other unknown pushes at this cloud, too.

        Raises UnknownOutcome where the list says nothing of what it does not show: it could not be
        read whole, or holds an entry that can't be read and may be ours.
        """
        # Before the list is read, which says nothing of what is sent meanwhile.
        others = list(Push.objects.known_with(self).exclude(pk=self.pk))
        scan = client.scan()
        shown = [push for push in (self, *others) if push.is_told_by(scan)]
        found = {push.pk: push.conclude(push.find_in(scan)) for push in shown}
        if self.pk not in found:
            raise UnknownOutcome("unexpected", message="the list does not tell")
        return found[self.pk]

    def is_told_by(self, scan: Scan) -> bool:
        """Whether the list shows its task, or that there is none."""
        if self.listed_in(scan):
            return True
        return scan.complete and not any(map(self.may_be, scan.doubtful(self.body["Name"])))

    def may_be(self, entry: Entry) -> bool:
        """Whether an entry whose name can't be read may be its task.

        It is not if it is older than the push, or has an id that was once listed by another name.
        """
        if entry.created_at and entry.created_at < self.created_at - CLOCKS_APART:
            return False
        known = MixTask.objects.at(self.cloud.account_id)
        others = known.filter(task_id=entry.task_id or None)
        # One that was adopted is called by its id: the cloud's Detail holds no name.
        names = others.exclude(name=entry.task_id).values_list("name", flat=True)
        return not any(LOST_LETTER not in name for name in names)

    def listed_in(self, scan: Scan) -> list[Entry]:
        return [entry for entry in scan.entries if entry.name == self.body["Name"]]

    def find_in(self, scan: Scan) -> Acceptance | None:
        """The one task of our name, or None while there is none (or, never seen, several)."""
        ours = self.listed_in(scan)
        return Acceptance(task_id=ours[0].task_id, request_id="") if len(ours) == 1 else None

    def apply(self, answer: Acceptance) -> None:
        self.task.join(answer.task_id)

    def turn_up(self, task_id: str) -> bool:
        with transaction.atomic():
            news = self.happened_after_all()
            if news:
                self.apply(Acceptance(task_id=task_id, request_id=""))
        return news


def suggested_name(title: str) -> str:
    """A name for the push dialog: the template's, in characters any console shows."""
    return slugify(title)[:40].strip("-") or "mix"


def unique_name(name: str) -> str:
    """`name` with a suffix no other task has, so that it can be looked up if need be."""
    suffix = "".join(secrets.choice(BASE32) for _ in range(SUFFIX_LENGTH))
    return f"{name[: MAX_NAME_LENGTH - SUFFIX_LENGTH - 1]}-{suffix}"
