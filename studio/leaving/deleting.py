"""Deleting an account or a workspace, and what forbids that.

The files of pictures are removed by the library's tidying, as they may be another workspace's too.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Prefetch, Q

from studio.accounts import members
from studio.accounts.models import User, Workspace
from studio.audit.acts import Act
from studio.audit.models import Entry
from studio.mixes.models import MixTask, Operation


class StillOn(Exception):
    """Tasks of the workspace are on air, on their way, or nobody knows."""

    def __init__(self, tasks: list[MixTask]) -> None:
        super().__init__(tasks)
        self.tasks = tasks


class StillNeeded(Exception):
    """The person is the last admin of these workspaces."""

    def __init__(self, workspaces: list[Workspace]) -> None:
        super().__init__(workspaces)
        self.workspaces = workspaces


def still_on(workspace: Workspace) -> list[MixTask]:
    """The tasks that forbid deleting it: of another workspace, at a cloud of this one, all do."""
    operations = Prefetch("operations", Operation.objects.defer("body"))
    own = Q(workspace=workspace)
    tasks = MixTask.objects.filter(own & Q(ended_at=None) | ~own & Q(cloud__workspace=workspace))
    found = tasks.without_documents().prefetch_related(operations)
    return [task for task in found if task.workspace_id != workspace.pk or not task.is_over]


def needs(user: User) -> list[Workspace]:
    """The workspaces that forbid deleting the account."""
    own = user.memberships.select_related("workspace")
    return [member.workspace for member in own if members.is_last_admin(member)]


@transaction.atomic
def delete_workspace(workspace: Workspace) -> None:
    """With all it owns; what is on record stays. Raises StillOn.

    Whoever pushes or saves meanwhile waits for the row, and then finds it gone.
    """
    held = Workspace.objects.select_for_update().get(pk=workspace.pk)
    if tasks := still_on(held):
        raise StillOn(tasks)
    held.record(Act.WORKSPACE_DELETED)
    # Before their connections, which they protect.
    MixTask.objects.filter(workspace=held).delete()
    held.delete()


@transaction.atomic
def delete_account(user: User) -> None:
    """What they made stays in its workspaces. Raises StillNeeded."""
    own = user.memberships.select_related("user", "workspace")
    list(Workspace.objects.locked().filter(pk__in=own.values("workspace")))
    if workspaces := needs(user):
        raise StillNeeded(workspaces)
    for member in own:
        members.put_on_record(Act.ACCOUNT_DELETED, member, "")
        members.lose(member)
    if not own:
        Entry.objects.record(Act.ACCOUNT_DELETED, thing=user, name=user.called())
    user.delete()
