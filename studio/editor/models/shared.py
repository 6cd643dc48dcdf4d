"""Links by which somebody without an account looks at one template: its picture and the names of
its sources, nothing that is secret of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from studio.accounts.access import OwnedQuerySet
from studio.accounts.models import User, Workspace
from studio.accounts.models.digests import digest, new_token
from studio.audit.acts import Act
from studio.elapsed import lately, over

if TYPE_CHECKING:
    from studio.editor.models import LayoutTemplate

# What one link is answered at most within a minute: a page and its picture are two.
MOST_ASKED, SPAN = 120, timedelta(minutes=1)
MOST_OPEN = 20


class ShareLinkQuerySet(OwnedQuerySet["ShareLink"]):
    # The days of validity to choose from; of no link more than the last.
    DAYS = (1, 7, 30, 90)
    LONGEST = timedelta(days=DAYS[-1])
    # So long after its end a row of it is kept.
    KEPT = timedelta(days=30)

    @transaction.atomic
    def issue(self, template: LayoutTemplate, user: User, days: int) -> str:
        """The token of a new link; only its digest is kept."""
        self.filter(over("expires_at", self.LONGEST, late=self.KEPT)).delete()
        token = new_token()
        self.create(
            workspace=template.workspace,
            template=template,
            digest=digest(token),
            made_by=user,
            expires_at=timezone.now() + timedelta(days=days),
        )
        template.log(Act.SHARED_TEMPLATE)
        return token

    def open(self) -> Self:
        """Those that still show something."""
        return self.filter(revoked_at=None, template__deleted_at=None).exclude(
            over("expires_at", self.LONGEST)
        )

    def of_token(self, token: str) -> ShareLink | None:
        rows = self.open().select_related("template__workspace")
        return rows.filter(digest=digest(token)).first()


class ShareLink(models.Model):
    """One link, until it expires or is revoked."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="share_links")
    template = models.ForeignKey(
        "editor.LayoutTemplate", on_delete=models.CASCADE, related_name="share_links"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    # How often it was asked for since, within SPAN.
    asked = models.PositiveIntegerField(default=0)
    asked_since = models.DateTimeField(default=timezone.now)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

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
        if ShareLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now()):
            self.template.log(Act.UNSHARED_TEMPLATE)
