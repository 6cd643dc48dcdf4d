"""Frames: one still of each source and logo URL, fetched once and kept for the previews."""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import NamedTuple, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studio.accounts.access import OwnedQuerySet
from studio.accounts.models import Workspace
from studio.elapsed import is_lately, lately, long_ago, over
from studio.library import jobs, lease
from studio.library.fetching import LOCKED, NO_ROOM, NOT_KEPT, Failed, Still, fetch_still, kept
from studio.library.models.upload import Upload
from studio.media import Decoded, decode
from studio.outage import FULL
from studio.passing import in_passing
from studio.rules.redaction import is_sealed, is_secret
from studio.sealing.fields import FingerprintField, SealedAddressField
from studio.sealing.values import fingerprints

logger = logging.getLogger(__name__)


class Kind(models.TextChoices):
    """How a URL is read. A logo is read as a picture is."""

    PICTURE = "pic", pgettext_lazy("a kind of source", "Picture")
    VOD = "vod", _("Video file")
    LIVE = "live", _("Live stream")


class State(models.TextChoices):
    """What the last attempt came to; an earlier picture is kept whatever it was."""

    PENDING = "pending", _("Being fetched")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class Wanted(NamedTuple):
    """What identifies a frame within its workspace: a URL, how it is read, and which second of a
    video file is shown.
    """

    url: str
    kind: Kind
    second: int = 0


# How old a picture gets while somebody looks at it.
AGES: Mapping[str, timedelta] = {
    Kind.LIVE: timedelta(seconds=30),
    Kind.VOD: timedelta(hours=6),
    Kind.PICTURE: timedelta(hours=6),
}
# After a failure; twice as long after each further one, up to the longest.
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=5)
# Pages that show a frame say so every 15 seconds: static/editor/server/frames.js.
SEEN_FOR = timedelta(seconds=45)
# A page that is asked for more often than this need not say each time that it was seen.
SEEN_LATELY = timedelta(seconds=10)


def pause_after(failures: int) -> timedelta:
    """How long a source that failed so often in a row is left alone."""
    doublings = min(failures - 1, 10)
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << doublings))


def is_due() -> Q:
    """Rows that are to be fetched anew, should somebody look at them: however each came to be so
    old, or failed.
    """
    due = Q(state=State.FAILED) & over("due_at", LONGEST_PAUSE)
    for kind, age in AGES.items():
        due |= Q(state=State.READY, kind=kind) & over("due_at", age)
    return due


# By so many addresses any database can be asked at once.
MOST_ASKED = 500
FOUND = "SELECT * FROM library_frame WHERE workspace_id = %s AND digest IN "


class FrameQuerySet(OwnedQuerySet["Frame"]):
    # What nobody began to fetch after this long, and has no job that waits with it, has lost it.
    LOST_AFTER = timedelta(seconds=60)

    def of(self, workspace: Workspace, wanted: Sequence[Wanted]) -> dict[Wanted, Frame]:
        """The frames there are for these URLs."""
        asked = {told: one for one in wanted for told in digests(one.url)}
        if not asked:
            return {}
        # Written out, for each picture of a drag: to put it into SQL takes longer than to ask.
        places = ", ".join(["%s"] * len(asked))
        rows = self.raw(FOUND + f"({places})", [workspace.pk, *asked])
        # By the address that was asked for: that of the row need not be opened.
        found = {Wanted(asked[row.digest].url, Kind(row.kind), row.second): row for row in rows}
        return {key: found[key] for key in wanted if key in found}

    def stages_of(self, workspace: Workspace, wanted: Iterable[Wanted]) -> dict[Wanted, str]:
        """The names of the files that the stage shows of these URLs, "" of what has none yet: for
        whoever asks for a page full of documents.
        """
        asked = {told: one.url for one in wanted for told in digests(one.url)}
        digested, stages = [*asked], {}
        for start in range(0, len(digested), MOST_ASKED):
            some = digested[start : start + MOST_ASKED]
            rows = self.filter(workspace=workspace, digest__in=some)
            for told, kind, second, stage in rows.values_list("digest", "kind", "second", "stage"):
                stages[Wanted(asked[told], Kind(kind), second)] = stage
        return stages

    def ask(
        self, workspace: Workspace, wanted: Sequence[Wanted], *, again: bool = False
    ) -> dict[Wanted, Frame]:
        """The frames of these URLs; what is new, or wanted `again`, is queued to be fetched."""
        there = self.of(workspace, wanted)
        for one in wanted:
            if one not in there:
                self.add(workspace, one)
            elif again:
                there[one].renew()
        return self.of(workspace, wanted)

    def add(self, workspace: Workspace, wanted: Wanted) -> Frame:
        frame, made = self.row_of(workspace, wanted)
        if made:
            frame.enqueue()
        return frame

    def keep(self, workspace: Workspace, url: str, kind: Kind, data: bytes) -> Frame:
        """A frame of a picture at hand. Raises BadPicture."""
        return self.keep_decoded(workspace, url, kind, decode(data))

    def keep_decoded(self, workspace: Workspace, url: str, kind: Kind, decoded: Decoded) -> Frame:
        frame, _made = self.row_of(workspace, Wanted(url, kind))
        frame.keep(kept(decoded))
        return frame

    def row_of(self, workspace: Workspace, wanted: Wanted) -> tuple[Frame, bool]:
        """The row, and whether it was made just now."""
        url, kind, second = wanted
        return self.get_or_create(
            workspace=workspace,
            digest=digest(url),
            kind=kind,
            second=second,
            defaults={"url": url},
        )

    def fetch(self, pk: uuid.UUID) -> None:
        """Fetches one that may have been forgotten since its job was queued."""
        for frame in self.filter(pk=pk):
            frame.fetch()

    def mark_seen(self, frames: Iterable[Frame]) -> None:
        """Notes that somebody has these before them: they are kept, and kept fresh."""
        keys = [frame.pk for frame in frames]
        if keys:
            with in_passing("frames are seen"):
                self.filter(pk__in=keys).update(seen_at=timezone.now())

    def unleased(self) -> Self:
        """What nobody is fetching at this moment."""
        return self.filter(Q(leased_until=None) | over("leased_until", lease.LASTS))

    def held(self) -> frozenset[str]:
        """What somebody is fetching at this moment, by key."""
        rows = self.filter(state=State.PENDING, leased_until__isnull=False)
        rows = rows.exclude(over("leased_until", lease.LASTS))
        return frozenset(str(pk) for pk in rows.values_list("pk", flat=True))

    def settled(self) -> Self:
        return self.filter(state__in=[State.READY, State.FAILED])

    def in_use(self) -> Self:
        """What waits to be fetched, or is before somebody's eyes and kept fresh."""
        return self.filter(Q(state=State.PENDING) | lately("seen_at", SEEN_FOR))

    def sweep(self) -> int:
        """What the clock does: queues what was lost and what grew old; how many those were."""
        return self.revive_lost() + self.refresh()

    def revive_lost(self) -> int:
        """Queues anew what waits although its job was lost, or whose worker died over it; how many
        those were.
        """
        jobs.bury_unheld(self.held(), longer_than=lease.LASTS)
        begun, stale = Q(leased_until__isnull=False), long_ago("requested_at", self.LOST_AFTER)
        lost = list(self.unleased().filter(begun | stale, state=State.PENDING))
        waiting = jobs.waiting() if lost else frozenset()
        return sum(frame.revive() for frame in lost if str(frame.pk) not in waiting)

    def refresh(self) -> int:
        """Queues what has grown old before somebody's eyes; how many those were."""
        old = self.filter(lately("seen_at", SEEN_FOR), is_due())
        return sum(frame.renew(jobs.FAILING if frame.failures else jobs.ANEW) for frame in old)


class Frame(models.Model):
    """One still of one URL. A failed attempt keeps the last good picture, dated."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="frames")
    url = SealedAddressField()
    digest = FingerprintField(max_length=64, of=lambda frame: digest(frame.url))
    kind = models.CharField(max_length=8, choices=Kind.choices)
    second = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    error = models.CharField(max_length=32, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)
    # When it is to be fetched anew, should somebody look at it then; and how often that failed.
    due_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveSmallIntegerField(default=0)

    # The last good picture: its true size, and its two files among the frames.
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    picture = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=80, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    # Of a video, where it says so: seconds, pictures per second, and the second of this picture.
    duration = models.FloatField(null=True, blank=True)
    rate = models.FloatField(null=True, blank=True)
    at = models.FloatField(null=True, blank=True)
    # Of a video, by FFmpeg's name; and whether nothing of the picture was missing.
    codec = models.CharField(max_length=16, blank=True)
    whole = models.BooleanField(default=True)
    # Whether it has sound; None where nobody knows.
    sound = models.BooleanField(null=True, blank=True)
    # Whether it has an alpha channel, which the picture is without.
    alpha = models.BooleanField(default=False)
    # Whose the colours are, which are shown as if they were a screen’s; and how a PNG was turned by
    # its EXIF, in EXIF’s numbers.
    colours = models.CharField(max_length=8, default="plain")
    png_turn = models.PositiveSmallIntegerField(default=1)

    objects = FrameQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "digest", "kind", "second"],
                name="one_frame_per_url_kind_and_second",
            )
        ]
        indexes = [
            models.Index(
                fields=["requested_at"], condition=Q(state="pending"), name="frames_waiting"
            ),
            models.Index(fields=["seen_at"], name="frames_seen_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]} {self.state}"

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.url, Kind(self.kind), self.second)

    @property
    def waits(self) -> bool:
        """Whether it is to be fetched and nobody has begun, or whoever had has died."""
        begun = self.leased_until and self.leased_until - lease.LASTS
        is_held = is_lately(begun, lease.LASTS)
        return self.state == State.PENDING and not is_held

    @property
    def was_seen_lately(self) -> bool:
        return is_lately(self.seen_at, SEEN_LATELY)

    @property
    def has_picture(self) -> bool:
        return bool(self.stage)

    def enqueue(self, place: int = jobs.ASKED_FOR) -> None:
        queue = jobs.STREAMS if self.kind == Kind.LIVE else jobs.PICTURES
        job = jobs.fetch_frame.using(queue_name=queue, priority=place)
        pk = str(self.pk)
        transaction.on_commit(lambda: job.enqueue(pk))

    def renew(self, place: int = jobs.ASKED_FOR) -> bool:
        """Asks for the picture again, unless it is on its way."""
        return self._request(Frame.objects.settled().filter(pk=self.pk), place)

    def revive(self) -> bool:
        """Queues a waiting frame anew; of two callers only one does."""
        waiting = Frame.objects.unleased().filter(
            pk=self.pk, state=State.PENDING, requested_at=self.requested_at
        )
        return self._request(waiting, jobs.ASKED_FOR)

    def _request(self, rows: FrameQuerySet, place: int) -> bool:
        changed = rows.update(
            state=State.PENDING, error="", requested_at=timezone.now(), leased_until=None
        )
        if changed:
            self.enqueue(place)
        return bool(changed)

    def fetch(self) -> None:
        """Fetches and keeps the picture, if nobody else is at it. The job's one line."""
        if not self._claim():
            return
        try:
            with lease.renewed(self._renew):
                still = self._still()
        except Failed as failure:
            self._fail(failure.code)
        except OSError as error:
            # Not at once again: another fetch would find the disk as it is.
            logger.warning("a picture is not kept: %s", error.strerror)
            self._fail(NO_ROOM if error.errno in FULL else NOT_KEPT)
        else:
            self.keep(still)

    def _still(self) -> Still:
        """What is there now. An address of our own needs no way round through the network."""
        if is_sealed(self.url):
            raise Failed(LOCKED)
        for upload in Upload.objects.at(self.url) if self.kind == Kind.PICTURE else ():
            return upload.still()
        return fetch_still(self.url, self.kind, self.second)

    def _claim(self) -> bool:
        free = Frame.objects.unleased().filter(pk=self.pk, state=State.PENDING)
        return self._lease(free)

    def _renew(self) -> bool:
        """Whether it is still ours to fetch."""
        return self._lease(Frame.objects.filter(pk=self.pk, leased_until=self.leased_until))

    def _lease(self, rows: FrameQuerySet) -> bool:
        until = timezone.now() + lease.LASTS
        if not rows.update(leased_until=until):
            return False
        self.leased_until = until
        return True

    def _fail(self, code: str) -> None:
        failures = min(self.failures + 1, 100)
        due = timezone.now() + pause_after(failures)
        self._settle(state=State.FAILED, error=code, failures=failures, due_at=due)

    def keep(self, still: Still) -> None:
        """Writes down the picture there is now."""
        now = timezone.now()
        self._settle(
            state=State.READY,
            error="",
            failures=0,
            due_at=now + AGES[self.kind],
            **asdict(still),
            fetched_at=now,
        )

    def _settle(self, **values: object) -> None:
        """Writes down what came of it, unless the lease ran out and another took over."""
        mine = Frame.objects.filter(pk=self.pk, leased_until=self.leased_until)
        mine.update(leased_until=None, **values)
        self.refresh_from_db()


def digest(url: str) -> str:
    """By which an address is found; of a secret one nobody can tell it who has no key."""
    return digests(url)[0]


def digests(url: str) -> list[str]:
    """All that rows may have of it while keys are changed, the newest first."""
    if is_secret(url, fetched=True):
        return fingerprints(url)
    return [hashlib.sha256(url.encode()).hexdigest()]
