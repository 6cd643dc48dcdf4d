"""Frames: one still of each source and logo URL, fetched once and kept for the previews."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studio.accounts.access import OwnedQuerySet
from studio.accounts.models import Workspace
from studio.library import jobs
from studio.library.fetching import Failed, Still, fetch_still, kept
from studio.media import decode
from studio.rules.document import MixedRules


class Kind(models.TextChoices):
    """How a URL is read. A logo is read as a picture is."""

    PICTURE = "pic", _("Picture")
    VOD = "vod", _("Video file")
    LIVE = "live", _("Live stream")


class State(models.TextChoices):
    """What the last attempt came to; an earlier picture is kept whatever it was."""

    PENDING = "pending", _("Being fetched")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


Wanted = tuple[str, Kind]
"""A URL and how it is read: what identifies a frame within its workspace."""


def wanted_by(rules: MixedRules) -> list[Wanted]:
    """What a document shows: its sources in their order, then its logos, each once."""
    sources = [(source.url, Kind(source.type)) for source in rules.sources if known(source.type)]
    logos = [(logo.url, Kind.PICTURE) for logo in rules.logos or ()]
    return list(dict.fromkeys(pair for pair in sources + logos if pair[0]))


def known(source_type: str) -> bool:
    return source_type in Kind.values


class FrameQuerySet(OwnedQuerySet["Frame"]):
    # What still waits after this long has lost its job, and is queued anew.
    LOST_AFTER = timedelta(seconds=60)

    def of(self, workspace: Workspace, wanted: Sequence[Wanted]) -> dict[Wanted, Frame]:
        """The frames there are for these URLs."""
        digests = {digest(url) for url, _kind in wanted}
        rows = self.filter(workspace=workspace, digest__in=digests)
        found = {(row.url, Kind(row.kind)): row for row in rows}
        return {key: found[key] for key in wanted if key in found}

    def ask(
        self, workspace: Workspace, wanted: Sequence[Wanted], *, again: bool = False
    ) -> dict[Wanted, Frame]:
        """The frames of these URLs; what is new, or wanted `again`, is queued to be fetched."""
        there = self.of(workspace, wanted)
        for url, kind in wanted:
            if (url, kind) not in there:
                self.add(workspace, url, kind)
            elif again:
                there[url, kind].renew()
        return self.of(workspace, wanted)

    def add(self, workspace: Workspace, url: str, kind: Kind) -> Frame:
        frame, made = self.get_or_create(
            workspace=workspace, digest=digest(url), kind=kind, defaults={"url": url}
        )
        if made:
            frame.enqueue()
        return frame

    def keep(self, workspace: Workspace, url: str, kind: Kind, data: bytes) -> Frame:
        """A frame of a picture at hand. Raises BadPicture."""
        frame, _made = self.get_or_create(
            workspace=workspace, digest=digest(url), kind=kind, defaults={"url": url}
        )
        frame.keep(kept(decode(data)))
        return frame

    def unleased(self) -> Self:
        """What nobody is fetching at this moment."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lt=timezone.now()))

    def sweep(self) -> int:
        """Queues anew what waits although its job was lost; how many those were."""
        stale = timezone.now() - self.LOST_AFTER
        lost = self.unleased().filter(state=State.PENDING, requested_at__lt=stale)
        return sum(frame.revive() for frame in lost)


class Frame(models.Model):
    """One still of one URL. A failed attempt keeps the last good picture, dated."""

    # Longer than a fetch and its decoding may take together.
    LEASE = timedelta(seconds=60)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="frames")
    url = models.TextField()
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    error = models.CharField(max_length=32, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)

    # The last good picture: its true size, and its two files below settings.FRAMES.
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    picture = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=80, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    objects = FrameQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "digest", "kind"], name="one_frame_per_url_and_kind"
            )
        ]
        indexes = [
            models.Index(
                fields=["requested_at"], condition=Q(state="pending"), name="frames_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]} {self.state}"

    @property
    def has_picture(self) -> bool:
        return bool(self.stage)

    def enqueue(self) -> None:
        pk = str(self.pk)
        transaction.on_commit(lambda: jobs.fetch_frame.enqueue(pk))

    def renew(self) -> bool:
        """Asks for the picture again, unless it is on its way."""
        settled = Frame.objects.filter(pk=self.pk, state__in=[State.READY, State.FAILED])
        return self._request(settled)

    def revive(self) -> bool:
        """Queues a waiting frame anew; of two callers only one does."""
        waiting = Frame.objects.unleased().filter(
            pk=self.pk, state=State.PENDING, requested_at=self.requested_at
        )
        return self._request(waiting)

    def _request(self, rows: FrameQuerySet) -> bool:
        changed = rows.update(
            state=State.PENDING, error="", requested_at=timezone.now(), leased_until=None
        )
        if changed:
            self.enqueue()
        return bool(changed)

    def fetch(self) -> None:
        """Fetches and keeps the picture, if nobody else is at it. The job's one line."""
        if not self._claim():
            return
        try:
            still = fetch_still(self.url, self.kind)
        except Failed as failure:
            self._settle(state=State.FAILED, error=failure.code)
        else:
            self.keep(still)

    def _claim(self) -> bool:
        self.leased_until = timezone.now() + self.LEASE
        free = Frame.objects.unleased().filter(pk=self.pk, state=State.PENDING)
        return bool(free.update(leased_until=self.leased_until))

    def keep(self, still: Still) -> None:
        """Writes down the picture there is now."""
        self._settle(
            state=State.READY,
            error="",
            width=still.width,
            height=still.height,
            picture=still.picture,
            stage=still.stage,
            fetched_at=timezone.now(),
        )

    def _settle(self, **values: object) -> None:
        """Writes down what came of it, unless the lease ran out and another took over."""
        mine = Frame.objects.filter(pk=self.pk, leased_until=self.leased_until)
        mine.update(leased_until=None, **values)
        self.refresh_from_db()


def digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()
