"""What somebody looks at is fetched anew at a gentle pace, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks
from time_machine import Traveller

from studio.library.models import Frame, Kind, State, Wanted
from studio.library.models.frame import LONGEST_PAUSE, pause_after
from tests.builders import Cast, png
from tests.media import clips
from tests.picture_server import PictureServer

# Its clock is turned.
pytestmark = pytest.mark.usefixtures("on_disk")

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
MINUTE = 60


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sweep(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[[], int]:
    def swept() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return Frame.objects.sweep()

    return swept


def fetched(cast: Cast, url: str, kind: Kind) -> Frame:
    wanted = Wanted(url, kind)
    frame = Frame.objects.ask(cast.workspace, [wanted])[wanted]
    frame.fetch()
    return frame


def looked(frame: Frame) -> Frame:
    Frame.objects.mark_seen([frame])
    return frame


def test_a_stream_somebody_looks_at_is_fetched_anew_after_half_a_minute(
    cast: Cast, pictures: PictureServer, clock: Traveller, sweep: Callable[[], int]
) -> None:
    pictures.files["live.flv"] = clips.flv()
    frame = fetched(cast, pictures.url("live.flv"), Kind.LIVE)
    queued = []
    for _quarter in range(4):
        clock.shift(timedelta(seconds=15))
        looked(frame)
        queued.append(sweep())
    assert queued == [0, 1, 0, 0]  # the last two: it is on its way
    frame.refresh_from_db()
    frame.fetch()
    assert (frame.state, frame.fetched_at) == (State.READY, NOW + timedelta(seconds=60))


def test_what_nobody_looks_at_is_left_alone(
    cast: Cast, pictures: PictureServer, clock: Traveller, sweep: Callable[[], int]
) -> None:
    pictures.files["live.flv"] = clips.flv()
    fetched(cast, pictures.url("live.flv"), Kind.LIVE)
    for _minute in range(5):
        clock.shift(timedelta(minutes=1))
        assert sweep() == 0
    assert pictures.asked == ["live.flv"]


@pytest.mark.parametrize(("name", "kind"), [("host.png", Kind.PICTURE), ("talk.mp4", Kind.VOD)])
def test_pictures_and_files_grow_much_older(
    cast: Cast,
    pictures: PictureServer,
    clock: Traveller,
    sweep: Callable[[], int],
    name: str,
    kind: Kind,
) -> None:
    pictures.files["talk.mp4"] = clips.mp4()
    frame = fetched(cast, pictures.url(name), kind)
    clock.shift(timedelta(hours=5))
    looked(frame)
    assert sweep() == 0
    clock.shift(timedelta(hours=1))
    looked(frame)
    assert sweep() == 1


def test_a_source_that_fails_is_asked_less_and_less_often(
    cast: Cast, pictures: PictureServer, clock: Traveller, sweep: Callable[[], int]
) -> None:
    frame = fetched(cast, pictures.url("none.flv"), Kind.LIVE)
    tries = []
    for second in range(15, 20 * MINUTE, 15):
        clock.shift(timedelta(seconds=15))
        looked(frame)
        if sweep():
            tries.append(second)
            frame.refresh_from_db()
            frame.fetch()
    pauses = [after - before for before, after in zip([0, *tries], tries, strict=False)]
    assert pauses == [30, 60, 120, 240, 300, 300]


def test_the_pause_after_a_failure_has_an_end() -> None:
    assert pause_after(100) == LONGEST_PAUSE


def test_a_success_ends_the_pauses(
    cast: Cast, pictures: PictureServer, clock: Traveller, sweep: Callable[[], int]
) -> None:
    frame = fetched(cast, pictures.url("late.png"), Kind.PICTURE)
    pictures.files["late.png"] = png()
    clock.shift(timedelta(seconds=30))
    looked(frame)
    assert sweep() == 1
    frame.refresh_from_db()
    frame.fetch()
    assert (frame.state, frame.failures) == (State.READY, 0)


def queued() -> list[tuple[str, int]]:
    return list(
        DBTaskResult.objects.order_by("enqueued_at", "id").values_list("queue_name", "priority")
    )


def test_streams_queue_apart_and_what_is_asked_for_goes_first(
    cast: Cast,
    pictures: PictureServer,
    clock: Traveller,
    sweep: Callable[[], int],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    pictures.files["live.flv"] = clips.flv()
    stream, lost = pictures.url("live.flv"), pictures.url("none.flv")
    wanted = [Wanted(stream, Kind.LIVE), Wanted(lost, Kind.LIVE)]
    with django_capture_on_commit_callbacks(execute=True):
        there = Frame.objects.ask(
            cast.workspace, [*wanted, Wanted(pictures.url("host.png"), Kind.PICTURE)]
        )
    assert sorted(queued()) == [("media", 0), ("streams", 0), ("streams", 0)]
    DBTaskResult.objects.all().delete()
    for frame in there.values():
        frame.fetch()
    clock.shift(timedelta(seconds=30))
    Frame.objects.mark_seen(there.values())
    assert sweep() == 2
    assert sorted(queued()) == [("streams", -20), ("streams", -10)]


def test_a_frame_whose_job_still_waits_is_not_queued_twice(
    cast: Cast,
    pictures: PictureServer,
    clock: Traveller,
    sweep: Callable[[], int],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Frame.objects.ask(cast.workspace, [Wanted(pictures.url("host.png"), Kind.PICTURE)])
    for _round in range(3):
        clock.shift(timedelta(minutes=2))
        assert sweep() == 0
    DBTaskResult.objects.all().delete()
    assert [sweep(), sweep()] == [1, 0]


def test_one_picture_serves_all_that_look_at_its_address(
    cast: Cast, pictures: PictureServer, clock: Traveller, sweep: Callable[[], int]
) -> None:
    pictures.files["live.flv"] = clips.flv()
    first = fetched(cast, pictures.url("live.flv"), Kind.LIVE)
    second = fetched(cast, pictures.url("live.flv"), Kind.LIVE)
    assert first.pk == second.pk
    clock.shift(timedelta(seconds=30))
    looked(first)
    looked(second)
    assert sweep() == 1
    assert pictures.asked == ["live.flv"]
