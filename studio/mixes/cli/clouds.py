"""Which of the workspace's clouds a command speaks with, and the tasks there."""

from __future__ import annotations

from studio.accounts.models import Workspace
from studio.mixes.clouds.connections import Connection
from studio.mixes.models import MixTask


class NoSuchCloud(Exception):
    """No connection of that name can be asked; says which can."""


def cloud_of(name: str | None) -> Connection:
    """The connection of that name, or the one that a push goes to unless told. Raises NoSuchCloud.

    Names are compared without regard to case.
    """
    workspace = Workspace.objects.embedded()
    if name is None:
        return Connection.objects.usual(workspace)
    named = {each.name.casefold(): each for each in Connection.objects.of(workspace)}
    cloud = named.get(name.casefold())
    if cloud is None or not cloud.can_be_asked:
        known = ", ".join(each.name for each in named.values() if each.can_be_asked)
        raise NoSuchCloud(f"No cloud of the name {name} can be asked. There are: {known}.")
    return cloud


def known_task(cloud: Connection, task_id: str) -> MixTask:
    """Our row of a task at this cloud; one made elsewhere is asked for and adopted."""
    task = cloud.tasks.filter(task_id=task_id).first()
    if task is None:
        detail = cloud.client().detail(task_id)
        task = MixTask.objects.adopt(cloud.workspace, cloud, detail)
    return task


def name_of(cloud: Connection, task_id: str) -> str:
    """The name we pushed it under; the cloud's Detail holds none."""
    task = cloud.tasks.filter(task_id=task_id).first()
    return task.name if task else ""
