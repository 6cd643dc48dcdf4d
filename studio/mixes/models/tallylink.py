"""Links by which somebody without an account sees the tally lights of one task: the names of its
sources, and which of them viewers see. Nothing else of it.
"""

from __future__ import annotations

from django.db import models, transaction

from studio.accounts.models import User, Workspace
from studio.accounts.sharing import SharedLink, SharedLinkQuerySet
from studio.audit.acts import Act
from studio.mixes.models import logged
from studio.mixes.models.run import LIFETIME
from studio.mixes.models.task import MixTask


class TallyLinkQuerySet(SharedLinkQuerySet["TallyLink"]):
    # No task lives longer than the last.
    DAYS = (1, LIFETIME.days)

    @transaction.atomic
    def issue(self, task: MixTask, user: User, days: int) -> str:
        """The token of a new link."""
        token = self.issue_to(user, days, workspace=task.workspace, task=task)
        logged.log(task, Act.SHARED_TALLY)
        return token


class TallyLink(SharedLink):
    """One link, until it expires or is revoked."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="tally_links")
    task = models.ForeignKey(MixTask, on_delete=models.CASCADE, related_name="tally_links")

    objects = TallyLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.task_id} until {self.expires_at:%Y-%m-%d}"

    @transaction.atomic
    def revoke(self) -> None:
        """It shows nothing from now on."""
        if self.close():
            logged.log(self.task, Act.UNSHARED_TALLY)
