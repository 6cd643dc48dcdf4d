"""Links by which somebody without an account looks at one template: its picture and the names of
its sources, nothing that is secret of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from studio.accounts.models import User, Workspace
from studio.accounts.sharing import SharedLink, SharedLinkQuerySet
from studio.audit.acts import Act
from studio.elapsed import lately

if TYPE_CHECKING:
    from studio.editor.models import LayoutTemplate

# What one link is answered at most within a minute: a page and its picture are two.
MOST_ASKED, SPAN = 120, timedelta(minutes=1)


class ShareLinkQuerySet(SharedLinkQuerySet["ShareLink"]):
    @transaction.atomic
    def issue(self, template: LayoutTemplate, user: User, days: int) -> str:
        """The token of a new link."""
        token = self.issue_to(user, days, workspace=template.workspace, template=template)
        template.log(Act.SHARED_TEMPLATE)
        return token

    def open(self) -> Self:
        """Those that still show something."""
        return super().open().filter(template__deleted_at=None)

    def of_token(self, token: str) -> ShareLink | None:
        return super(ShareLinkQuerySet, self.select_related("template__workspace")).of_token(token)


class ShareLink(SharedLink):
    """One link, until it expires or is revoked."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="share_links")
    template = models.ForeignKey(
        "editor.LayoutTemplate", on_delete=models.CASCADE, related_name="share_links"
    )
    # How often it was asked for since, within SPAN.
    asked = models.PositiveIntegerField(default=0)
    asked_since = models.DateTimeField(default=timezone.now)

    objects = ShareLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.template_id} until {self.expires_at:%Y-%m-%d}"

    def take_turn(self) -> bool:
        """Whether it is answered once more now."""
        own = ShareLink.objects.filter(pk=self.pk)
        now = lately("asked_since", SPAN)
        if own.filter(now, asked__lt=MOST_ASKED).update(asked=F("asked") + 1):
            return True
        return bool(own.exclude(now).update(asked=1, asked_since=timezone.now()))

    @transaction.atomic
    def revoke(self) -> None:
        """It shows nothing from now on."""
        if self.close():
            self.template.log(Act.UNSHARED_TEMPLATE)
