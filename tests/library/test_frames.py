"""A still is fetched once and kept, and a good one is never lost."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Never

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from studio.accounts.models import Workspace
from studio.library.models import Frame, Kind, State, Upload
from studio.library.stores import frames
from studio.library.wording import frame_json
from tests.builders import Cast, cast, frame, png
from tests.library.conftest import ask, ask_one, jobs
from tests.media import clips, rtmp_server
from tests.media.awkward_pictures import ORIENTATION, saved
from tests.media.colours import profiles, tagging
from tests.media.colours.notes import cicp, gamma, noted
from tests.picture_server import PictureServer

# By H.273: transfers, then matrices.
HLG, PQ, BT2020_10, LINEAR = 18, 16, 14, 8
BT2020, YCGCO = 9, 8


def test_a_picture_is_fetched_and_kept_with_its_true_size(
    cast: Cast, pictures: PictureServer, data: Path
) -> None:
    pictures.files["large.png"] = png(2000, 1000)
    (row,) = ask(cast.workspace, pictures.url("large.png"))
    assert row.state == State.PENDING
    row.fetch()
    assert (row.state, row.width, row.height, row.error) == (State.READY, 2000, 1000, "")
    assert Image.open(frames().open(row.picture)).size == (2000, 1000)
    assert Image.open(frames().open(row.stage)).size == (1280, 640)


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
    assert Image.open(frames().open(row.picture)).format == "JPEG"


@pytest.mark.parametrize(
    ("encoder", "says"), [("libx264", ""), ("libx265", ""), ("libsvtav1", "AV1"), ("mjpeg", "JPEG")]
)
def test_a_codec_the_cloud_may_refuse_is_drawn_and_told(
    cast: Cast, pictures: PictureServer, data: Path, encoder: str, says: str
) -> None:
    pictures.files["talk.mp4"] = clips.clip(codec=encoder)
    row = ask_one(cast.workspace, pictures.url("talk.mp4"), Kind.VOD)
    row.fetch()
    told = frame_json(row)
    assert (told["state"], told["doubts"]) == ("ready", ["undocumented"] if says else [])
    assert ("refuse" in str(told["message"])) == bool(says)
    assert says in str(told["message"])


@pytest.mark.parametrize(
    ("transfer", "matrix", "says"),
    [
        (HLG, BT2020, "HDR (HLG)"),
        (PQ, BT2020, "HDR (PQ)"),
        (BT2020_10, BT2020, "BT.2020"),
        (LINEAR, BT2020, "BT.2020"),
        (BT2020_10, YCGCO, "FFmpeg refuses"),
    ],
)
def test_of_a_video_whose_colours_are_not_exact_it_is_told(
    cast: Cast, pictures: PictureServer, data: Path, transfer: int, matrix: int, says: str
) -> None:
    tags: dict[str, Any] = {"matrix": matrix, "primaries": BT2020, "transfer": transfer}
    pictures.files["talk.mp4"] = tagging.plain((200, 40, 20), **tags)
    row = ask_one(cast.workspace, pictures.url("talk.mp4"), Kind.VOD)
    row.fetch()
    told = frame_json(row)
    assert told["doubts"] == ["hdr" if "HDR" in says else "colours"]
    assert says in str(told["message"])


def test_of_a_picture_with_a_profile_it_is_told(
    cast: Cast, pictures: PictureServer, data: Path
) -> None:
    image = Image.new("RGB", (64, 48), (234, 51, 35))
    pictures.files["p3.png"] = saved(image, "PNG", icc_profile=profiles.display_p3())
    pictures.files["srgb.png"] = saved(image, "PNG", icc_profile=profiles.srgb())
    odd, usual = ask(cast.workspace, pictures.url("p3.png"), pictures.url("srgb.png"))
    odd.fetch()
    usual.fetch()
    assert (frame_json(usual)["doubts"], frame_json(usual)["message"]) == ([], "")
    assert frame_json(odd)["doubts"] == ["colours"]
    assert "says that its colours are Display P3," in str(frame_json(odd)["message"])


@pytest.mark.parametrize(
    ("note", "says"),
    [
        (cicp(12, 13), "colours are Display P3,"),
        (cicp(9, 13), "colours are BT.2020,"),
        (cicp(9, 16), "HDR (PQ)"),
        (gamma(1), "colours are others than a screen’s,"),
    ],
    ids=["P3", "BT.2020", "PQ", "linear"],
)
def test_of_a_picture_without_a_profile_none_is_told_of(
    cast: Cast, pictures: PictureServer, data: Path, note: bytes, says: str
) -> None:
    pictures.files["odd.png"] = noted((234, 51, 35), note)
    (row,) = ask(cast.workspace, pictures.url("odd.png"))
    row.fetch()
    message = str(frame_json(row)["message"])
    assert says in message
    assert "profile" not in message


@pytest.mark.parametrize(
    ("kind", "turn", "doubts"),
    [
        *(("PNG", turn, ["lying"]) for turn in (5, 6, 7, 8)),
        *(("PNG", turn, ["unturned"]) for turn in (2, 3, 4)),
        *(("PNG", turn, []) for turn in (1, 0, 99)),
        *(("JPEG", turn, []) for turn in (1, 3, 6)),
    ],
)
def test_where_not_every_mixer_turns_a_picture_it_is_told(
    cast: Cast, pictures: PictureServer, data: Path, kind: str, turn: int, doubts: list[str]
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    pictures.files["turned"] = saved(Image.new("RGB", (64, 48)), kind, exif=exif)
    (row,) = ask(cast.workspace, pictures.url("turned"))
    row.fetch()
    assert frame_json(row)["doubts"] == doubts
    assert ("mixers" in str(frame_json(row)["message"])) == bool(doubts)


def test_a_picture_of_which_a_part_may_be_missing_says_so(cast: Cast, data: Path) -> None:
    row = frame(cast.workspace)
    row.whole = False
    assert "missing" in str(frame_json(row)["message"])


def test_an_alpha_channel_that_is_not_shown_is_told(cast: Cast, data: Path) -> None:
    row = frame(cast.workspace)
    assert frame_json(row)["doubts"] == []
    row.alpha = True
    told = frame_json(row)
    assert told["doubts"] == ["alpha"]
    assert "opaque" in str(told["message"])


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


def test_what_was_kept_before_colours_were_told_is_fetched_anew_once_it_is_looked_at(
    cast: Cast,
    data: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    row = frame(cast.workspace)
    Frame.objects.mark_seen([row])
    assert Frame.objects.sweep() == 0
    migration = import_module("studio.library.migrations.0008_colours")
    migration.look_again(apps, connection.schema_editor())
    with django_capture_on_commit_callbacks(execute=True):
        assert Frame.objects.sweep() == 1
    row.refresh_from_db()
    assert (row.state, row.has_picture, jobs()) == (State.PENDING, True, 1)


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


def test_a_failure_is_kept_as_a_word_without_the_url(
    cast: Cast, pictures: PictureServer, caplog: pytest.LogCaptureFixture
) -> None:
    (row,) = ask(cast.workspace, pictures.url("none.png?token=CANARY"))
    row.fetch()
    assert (row.state, row.error, row.width) == (State.FAILED, "not_found", None)
    assert "CANARY" not in caplog.text


@pytest.mark.usefixtures("on_disk")
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

    monkeypatch.setattr("studio.library.stores.write_whole", refuses)
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
    assert (row.state, row.error) == (State.FAILED, "not_found")
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
