"""A still is fetched once, by one worker, and a good one is never lost."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from threading import Barrier
from typing import Never

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from studio.accounts.models import Workspace
from studio.library import lease
from studio.library.chosen import wanted_by
from studio.library.fetching import Still, fetch_still
from studio.library.jobs import WorkerDied, fetch_frame
from studio.library.models import Frame, Kind, State, Upload, Wanted
from studio.library.pictures import pictures_for, stamp_of
from studio.library.wording import frame_json
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests.builders import Cast, cast, document, frame, png
from tests.media import clips, rtmp_server
from tests.picture_server import PictureServer

PICTURE = Kind.PICTURE


def ask(workspace: Workspace, *urls: str, again: bool = False) -> list[Frame]:
    wanted = [Wanted(url, PICTURE) for url in urls]
    return list(Frame.objects.ask(workspace, wanted, again=again).values())


def ask_one(workspace: Workspace, url: str, kind: Kind) -> Frame:
    wanted = Wanted(url, kind)
    return Frame.objects.ask(workspace, [wanted])[wanted]


def jobs() -> int:
    return DBTaskResult.objects.count()


def test_a_picture_is_fetched_and_kept_with_its_true_size(
    cast: Cast, pictures: PictureServer, data: Path
) -> None:
    pictures.files["large.png"] = png(2000, 1000)
    (row,) = ask(cast.workspace, pictures.url("large.png"))
    assert row.state == State.PENDING
    row.fetch()
    assert (row.state, row.width, row.height, row.error) == (State.READY, 2000, 1000, "")
    assert Image.open(data / "frames" / row.picture).size == (2000, 1000)
    assert Image.open(data / "frames" / row.stage).size == (1280, 640)


def test_the_same_url_is_one_frame_in_each_workspace(cast: Cast, pictures: PictureServer) -> None:
    url = pictures.url("host.png")
    elsewhere = Workspace.objects.create(name="Elsewhere")
    first, second = ask(cast.workspace, url), ask(cast.workspace, url)
    (other,) = ask(elsewhere, url)
    assert first == second
    assert other not in first


def test_a_video_gives_its_first_picture(cast: Cast, pictures: PictureServer, data: Path) -> None:
    pictures.files["talk.mp4"] = clips.mp4()
    row = ask_one(cast.workspace, pictures.url("talk.mp4"), Kind.VOD)
    row.fetch()
    assert (row.state, row.width, row.height, row.error) == (State.READY, 64, 48, "")
    assert Image.open(data / "frames" / row.picture).format == "JPEG"


def test_a_live_stream_gives_its_next_picture(cast: Cast, data: Path, settings: Settings) -> None:
    with rtmp_server.serving(rtmp_server.playing(clips.flv())) as server:
        settings.FETCH_ALLOW = [f"127.0.0.1:{server.port}"]
        row = ask_one(cast.workspace, server.url(), Kind.LIVE)
        row.fetch()
    assert (row.state, row.width, row.height) == (State.READY, 64, 48)


@pytest.mark.parametrize(
    ("kind", "url", "word"),
    [
        (Kind.PICTURE, "rtmp://a.example.com/live/s", "scheme"),
        (Kind.VOD, "rtmp://a.example.com/live/s", "scheme"),
        (Kind.LIVE, "rtmps://a.example.com/live/s", "rtmps"),
    ],
)
def test_what_a_kind_is_not_fetched_by_is_told(
    cast: Cast, data: Path, kind: Kind, url: str, word: str
) -> None:
    row = ask_one(cast.workspace, url, kind)
    row.fetch()
    assert (row.state, row.error) == (State.FAILED, word)


def test_a_playlist_is_told_to_be_one(cast: Cast, pictures: PictureServer, data: Path) -> None:
    pictures.files["show.m3u8"] = b"#EXTM3U\n#EXTINF:2,\n1.ts\n"
    row = ask_one(cast.workspace, pictures.url("show.m3u8"), Kind.LIVE)
    row.fetch()
    assert (row.state, row.error) == (State.FAILED, "playlist")
    assert pictures.asked == ["show.m3u8"]


def test_what_had_no_still_for_its_kind_is_fetched_after_the_update(
    cast: Cast,
    pictures: PictureServer,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ask_one(cast.workspace, pictures.url("talk.mp4"), Kind.VOD)
    Frame.objects.update(state="unsupported", requested_at=datetime(2026, 11, 1, tzinfo=UTC))
    migration = import_module("studio.library.migrations.0002_fetch_videos")
    migration.queue(apps, connection.schema_editor())
    with django_capture_on_commit_callbacks(execute=True):
        assert Frame.objects.sweep() == 1
    assert (Frame.objects.get().state, jobs()) == (State.PENDING, 1)


def test_a_frame_is_queued_when_it_is_new_and_when_it_is_wanted_again(
    cast: Cast,
    pictures: PictureServer,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    url = pictures.url("host.png")
    seen = []
    for again in (False, False, True, True):
        with django_capture_on_commit_callbacks(execute=True):
            (row,) = ask(cast.workspace, url, again=again)
        seen.append(jobs())
        if len(seen) == 2:
            row.fetch()
    # New; known; wanted again; wanted again while it is on its way.
    assert seen == [1, 1, 2, 2]


def test_a_second_job_fetches_nothing(cast: Cast, pictures: PictureServer) -> None:
    (row,) = ask(cast.workspace, pictures.url("host.png"))
    row.fetch()
    Frame.objects.get().fetch()
    assert pictures.asked == ["host.png"]


def test_a_failure_is_kept_as_a_word_without_the_url(
    cast: Cast, pictures: PictureServer, caplog: pytest.LogCaptureFixture
) -> None:
    (row,) = ask(cast.workspace, pictures.url("none.png?token=secret"))
    row.fetch()
    assert (row.state, row.error, row.width) == (State.FAILED, "status", None)
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("number", "says"), [(errno.ENOSPC, "no room"), (errno.EROFS, "could not be kept")]
)
def test_a_picture_that_the_disk_does_not_take_is_told_and_left_alone_for_a_while(
    cast: Cast,
    pictures: PictureServer,
    number: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuses(path: Path, data: bytes) -> Never:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("studio.library.fetching.write_whole", refuses)
    (row,) = ask(cast.workspace, pictures.url("host.png"))
    row.fetch()
    assert (row.state, row.leased_until, row.failures) == (State.FAILED, None, 1)
    assert says in str(frame_json(row)["message"])
    assert Frame.objects.sweep() == 0
    assert pictures.asked == ["host.png"]


def test_a_failed_refetch_keeps_the_last_good_picture_and_its_date(
    cast: Cast, pictures: PictureServer
) -> None:
    url = pictures.url("host.png")
    (row,) = ask(cast.workspace, url)
    row.fetch()
    before = (row.stage, row.width, row.fetched_at)
    del pictures.files["host.png"]
    (row,) = ask(cast.workspace, url, again=True)
    row.fetch()
    assert (row.state, row.error) == (State.FAILED, "status")
    assert (row.stage, row.width, row.fetched_at) == before


def test_a_refetch_replaces_the_picture(cast: Cast, pictures: PictureServer) -> None:
    url = pictures.url("host.png")
    (row,) = ask(cast.workspace, url)
    row.fetch()
    pictures.files["host.png"] = png(100, 100, "blue")
    (again,) = ask(cast.workspace, url, again=True)
    again.fetch()
    assert (again.width, again.stage != row.stage) == (100, True)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x.png", "http://10.0.0.1/x.png"])
def test_what_no_operator_allows_is_not_fetched(
    cast: Cast, pictures: PictureServer, url: str
) -> None:
    (row,) = ask(cast.workspace, url)
    row.fetch()
    assert (row.state, pictures.asked) == (State.FAILED, [])


def test_a_waiting_frame_whose_job_was_lost_is_queued_anew_once(
    cast: Cast,
    pictures: PictureServer,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False) as clock:
        ask(cast.workspace, pictures.url("host.png"))
        sweeps = []
        for wait in (30, 60, 0):
            clock.shift(timedelta(seconds=wait))
            with django_capture_on_commit_callbacks(execute=True):
                sweeps.append(Frame.objects.sweep())
    assert sweeps == [0, 1, 0]
    assert jobs() == 1


def test_a_worker_that_died_loses_its_lease_and_another_takes_over(
    cast: Cast, pictures: PictureServer
) -> None:
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    (row,) = ask(cast.workspace, pictures.url("host.png"))
    with time_machine.travel(now, tick=False) as clock:
        Frame.objects.update(leased_until=now + lease.LASTS)
        row.fetch()
        assert pictures.asked == []
        clock.shift(lease.LASTS + timedelta(seconds=1))
        row.fetch()
    assert Frame.objects.get().state == State.READY


def test_what_a_dead_worker_held_is_queued_as_soon_as_its_lease_ends_and_its_job_has_failed(
    cast: Cast,
    pictures: PictureServer,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False) as clock:
        with django_capture_on_commit_callbacks(execute=True):
            (row,) = ask(cast.workspace, pictures.url("host.png"))
        assert frame_json(Frame.objects.get())["waiting"] is True
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=now)
        Frame.objects.update(leased_until=now + lease.LASTS)
        assert frame_json(Frame.objects.get())["waiting"] is False
        for sweeps in (0, 1, 0):
            with django_capture_on_commit_callbacks(execute=True):
                assert Frame.objects.sweep() == sweeps
            clock.shift(lease.LASTS + timedelta(seconds=1))
    statuses = DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True)
    assert list(statuses) == [TaskResultStatus.FAILED, TaskResultStatus.READY]
    failed = DBTaskResult.objects.get(status=TaskResultStatus.FAILED)
    assert failed.task_result.errors[0].exception_class is WorkerDied
    assert frame_json(Frame.objects.get(pk=row.pk))["waiting"] is True


def test_a_fetch_that_runs_is_not_buried(cast: Cast, data: Path) -> None:
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False) as clock:
        (row,) = ask(cast.workspace, "https://pictures.example.com/host.png")
        fetch_frame.enqueue(str(row.pk))
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=now)
        clock.shift(timedelta(seconds=30))
        Frame.objects.update(leased_until=timezone.now() + lease.LASTS)
        Frame.objects.sweep()
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


@pytest.mark.django_db(transaction=True)
def test_a_lease_lasts_as_long_as_the_fetch(
    pictures: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several times as long as it would last by itself."""
    monkeypatch.setattr(lease, "LASTS", timedelta(seconds=0.4))
    monkeypatch.setattr(lease, "RENEWED_EVERY", timedelta(seconds=0.1))
    monkeypatch.setattr(Frame, "_still", slow_still)
    (row,) = ask(cast().workspace, pictures.url("host.png"))
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(closing_after(row.fetch))
        for _moment in range(6):
            time.sleep(0.2)
            Frame.objects.get().fetch()
            assert Frame.objects.revive_lost() == 0
        slow.result()
    row.refresh_from_db()
    assert (pictures.asked, row.state) == (["host.png"], State.READY)


@pytest.mark.django_db(transaction=True)
def test_a_lease_that_another_took_over_is_not_renewed(
    pictures: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "RENEWED_EVERY", timedelta(seconds=0.05))
    monkeypatch.setattr(Frame, "_still", slow_still)
    (row,) = ask(cast().workspace, pictures.url("host.png"))
    others = datetime(2027, 1, 1, tzinfo=UTC)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(closing_after(row.fetch))
        while Frame.objects.get().leased_until is None:
            time.sleep(0.01)
        Frame.objects.update(leased_until=others)
        slow.result()
    kept = Frame.objects.get()
    assert (kept.leased_until, kept.state) == (others, State.PENDING)


def slow_still(frame: Frame) -> Still:
    """What a server that takes its time gives."""
    time.sleep(1.5)
    return fetch_still(frame.url, frame.kind)


def closing_after(work: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    return run


def test_who_comes_back_after_the_lease_overwrites_nothing(cast: Cast, data: Path) -> None:
    row = frame(cast.workspace)
    late = Frame.objects.get()
    late.leased_until = datetime(2026, 11, 22, tzinfo=UTC)
    late.keep(_still("other"))
    assert Frame.objects.get().stage == row.stage


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_fetches(pictures: PictureServer) -> None:
    (row,) = ask(cast().workspace, pictures.url("host.png"))
    barrier = Barrier(8)

    def work(_number: int) -> None:
        mine = Frame.objects.get()
        barrier.wait()
        try:
            mine.fetch()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    row.refresh_from_db()
    assert (pictures.asked, row.state) == (["host.png"], State.READY)


@pytest.mark.django_db(transaction=True)
def test_the_media_worker_fetches_what_was_asked_for(pictures: PictureServer) -> None:
    ask(cast().workspace, pictures.url("host.png"), pictures.url("none.png"))
    call_command("db_worker", queue_name="media", batch=True, startup_delay=False, verbosity=0)
    assert dict(Frame.objects.values_list("url", "state")) == {
        pictures.url("host.png"): State.READY,
        pictures.url("none.png"): State.FAILED,
    }


def test_an_address_elsewhere_that_looks_like_ours_is_fetched_from_there(
    cast: Cast, pictures: PictureServer, settings: Settings
) -> None:
    upload = Upload.objects.take(cast.workspace, cast.editor, png(320, 180))
    settings.ALLOWED_HOSTS = ["testserver"]
    path = upload.public_path().removeprefix("/")
    pictures.files[path] = png(10, 10)
    sizes = []
    for url in (pictures.url(path), f"http://testserver/{path}"):
        (row,) = ask(cast.workspace, url)
        row.fetch()
        sizes.append(row.width)
    assert (sizes, pictures.asked) == ([10, 320], [path])


def test_a_document_is_drawn_with_the_pictures_there_are(cast: Cast, data: Path) -> None:
    urls = ("https://a.example.com/1.png", "https://a.example.com/2.png")
    logo = Logo(url=urls[0], box=Box(0, 0, 100, 100))
    rules = document(Box(0, 0, 10, 10), Box(0, 0, 10, 10), urls=urls, logos=(logo,))
    frame(cast.workspace, urls[0], png(2000, 1000))
    assert wanted_by(rules) == [Wanted(urls[0], PICTURE), Wanted(urls[1], PICTURE)]
    for full in (False, True):
        (first, second), (third,) = pictures_for(cast.workspace, rules, full=full)
        assert first is not None
        assert third is not None
        assert second is None
        assert (first.size, third.size) == ((2000, 1000), (2000, 1000))
        assert first.image.size == ((2000, 1000) if full else (1280, 640))


def test_a_file_that_was_lost_is_drawn_as_if_there_were_none(cast: Cast, data: Path) -> None:
    rules = document(urls=("https://a.example.com/1.png",))
    row = frame(cast.workspace, "https://a.example.com/1.png")
    (data / "frames" / row.stage).unlink()
    assert pictures_for(cast.workspace, rules) == ([None], [])


def test_the_stamp_of_a_document_changes_with_its_pictures(cast: Cast, data: Path) -> None:
    rules = document(urls=("https://a.example.com/1.png",))
    stamps = [stamp_of(cast.workspace, rules)]
    for colour in ("red", "blue"):
        Frame.objects.all().delete()
        frame(cast.workspace, "https://a.example.com/1.png", png(colour=colour))
        stamps.append(stamp_of(cast.workspace, rules))
    assert len(set(stamps)) == 3


def _still(name: str) -> Still:
    return Still(width=1, height=1, picture=name, stage=name)
