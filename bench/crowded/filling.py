"""Fills a studio's database: python -m bench.crowded.filling ACCOUNTS TASKS URL.

Each account is a workspace's own; its tasks are on air, and nobody has looked at one yet.
"""

from __future__ import annotations

import sys
import uuid

import django
from django.utils import timezone

django.setup()

from bench.crowded.cloud import task_id  # noqa: E402  # names no model, and is read after
from studio.accounts.models import Workspace  # noqa: E402  # names models
from studio.mixes.clouds.connections import CloudKind, Connection  # noqa: E402  # names models
from studio.mixes.models import Account, MixTask  # noqa: E402  # names models
from tests.volcengine.bodies import document  # noqa: E402  # read after

TOGETHER = 500


def main(accounts: int, tasks: int, url: str) -> None:
    rules = document()
    clouds = []
    for number in range(accounts):
        workspace = Workspace.objects.create(name=f"Workspace {number}")
        cloud = Connection(
            id=uuid.uuid4(),
            workspace=workspace,
            account=Account.objects.create(),
            name="Crowded",
            kind=CloudKind.VOLCENGINE,
            region="cn-north-1",
            url=url,
        )
        cloud.put_keys(f"AKCROWDED{number}", "SKCROWDED")
        cloud.save()
        clouds.append(cloud)
    made = [
        MixTask(
            workspace=(cloud := clouds[number % accounts]).workspace,
            cloud=cloud,
            name=task_id(number),
            title=f"Show {number}",
            task_id=task_id(number),
            status="runing",
            on_air_at=timezone.now(),
            rules=rules,
            output=rules.without_callback().output,
        )
        for number in range(tasks)
    ]
    MixTask.objects.bulk_create(made, batch_size=TOGETHER)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
