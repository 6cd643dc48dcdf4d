"""The frames' folder stays within its bounds, and nothing is lost that somebody looks at."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from studio.library import tidying
from studio.library.models import Frame, Kind, Upload
from studio.library.pictures import open_frame
from studio.processes import noting
from studio.processes.clock import SWEEPS, tick
from tests.builders import Cast, png

pytestmark = pytest.mark.usefixtures("on_disk")


def url(number: int) -> str:
    return f"https://pictures.example.com/{number}.png"


def kept(cast: Cast, number: int, *, unseen: timedelta = timedelta(0)) -> Frame:
    """A frame nobody has looked at for that long."""
    frame = Frame.objects.keep(
        cast.workspace, url(number), Kind.PICTURE, png(64 + number, 36, "teal")
    )
    Frame.objects.filter(pk=frame.pk).update(seen_at=timezone.now() - unseen)
    return frame


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def grow_old(folder: Path) -> None:
    """As if every file had been written an hour ago."""
    for path in folder.rglob("*"):
        os.utime(path, (time.time() - 3600,) * 2)


def named() -> set[str]:
    return {name for names in Frame.objects.values_list("picture", "stage") for name in names}


def test_the_files_of_a_picture_that_was_replaced_are_removed(cast: Cast, data: Path) -> None:
    kept(cast, 1)
    Frame.objects.keep(cast.workspace, url(1), Kind.PICTURE, png(80, 80, "red"))
    assert len(files(data / "frames")) == 2
    grow_old(data / "frames")
    tidying.tidy()
    assert files(data / "frames") == named()


def test_a_file_of_two_frames_stays_with_the_other(cast: Cast, data: Path) -> None:
    kept(cast, 1, unseen=timedelta(days=31))
    other = Frame.objects.keep(cast.workspace, url(2), Kind.PICTURE, png(65, 36, "teal"))
    grow_old(data / "frames")
    tidying.tidy()
    assert Frame.objects.get() == other
    assert open_frame(other)


def test_what_nobody_looked_at_for_a_month_is_forgotten(cast: Cast, data: Path) -> None:
    kept(cast, 1, unseen=timedelta(days=31))
    recent = kept(cast, 2, unseen=timedelta(days=29))
    grow_old(data / "frames")
    tidying.tidy()
    assert Frame.objects.get() == recent
    assert files(data / "frames") == named()


def test_of_too_much_that_goes_first_which_was_looked_at_longest_ago(
    cast: Cast, data: Path, settings: Settings
) -> None:
    frames = [kept(cast, number, unseen=timedelta(hours=number)) for number in (1, 2, 3, 4)]
    grow_old(data / "frames")
    size = {name: (data / "frames" / name).stat().st_size for name in files(data / "frames")}
    settings.FRAMES_BYTES = size[frames[0].stage] + size[frames[1].stage]
    tidying.tidy()
    assert set(Frame.objects.all()) == set(frames[:2])
    assert sum(size[name] for name in files(data / "frames")) <= settings.FRAMES_BYTES


def test_what_may_be_before_somebodys_eyes_is_kept_whatever_it_takes(
    cast: Cast, data: Path, settings: Settings
) -> None:
    shown = kept(cast, 1, unseen=timedelta(minutes=5))
    kept(cast, 2, unseen=timedelta(minutes=15))
    grow_old(data / "frames")
    settings.FRAMES_BYTES = 0
    tidying.tidy()
    assert Frame.objects.get() == shown
    assert open_frame(shown)


def test_what_was_forgotten_is_fetched_again_when_it_is_shown_again(cast: Cast) -> None:
    frame = kept(cast, 1, unseen=timedelta(days=31))
    tidying.tidy()
    assert not Frame.objects.exists()
    (again,) = Frame.objects.ask(cast.workspace, [frame.wanted]).values()
    assert again.state == "pending"


def test_half_written_files_go_and_young_ones_stay(cast: Cast, data: Path) -> None:
    folder = data / "frames" / "ab"
    folder.mkdir(parents=True)
    (folder / "tmpdraft").write_bytes(b"half")
    grow_old(data / "frames")
    (folder / "young.jpg").write_bytes(b"its row is being written")
    tidying.tidy()
    assert files(data / "frames") == {"ab/young.jpg"}


def test_an_upload_is_never_cleared_away_but_what_a_broken_one_left_is(
    cast: Cast, data: Path, settings: Settings
) -> None:
    upload = Upload.objects.take(cast.workspace, cast.editor, png())
    (data / "uploads" / "ab").mkdir()
    (data / "uploads" / "ab" / "left.png").write_bytes(png())
    Upload.objects.update(created_at=timezone.now() - timedelta(days=900))
    grow_old(data / "uploads")
    settings.FRAMES_BYTES = 0
    tidying.tidy()
    assert files(data / "uploads") == {upload.picture}


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """No sweep was made before."""
    for sweep in SWEEPS:
        monkeypatch.setattr(sweep, "due", 0.0)


@pytest.mark.sqlite
def test_the_clock_tidies_once_a_minute(
    cast: Cast, data: Path, forgotten: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidied = []
    monkeypatch.setattr(tidying, "tidy", lambda: tidied.append(1))
    for _second in range(5):
        tick()
    assert tidied == [1]


@pytest.mark.sqlite
def test_a_folder_that_cannot_be_read_stops_no_other_sweep(
    cast: Cast,
    forgotten: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse() -> None:
        raise PermissionError("/secret/path")

    noted = []
    monkeypatch.setattr(tidying, "tidy", refuse)
    monkeypatch.setattr(noting, "note", lambda: noted.append(1))
    tick()
    assert "PermissionError" in caplog.text
    assert "secret" not in caplog.text
    assert noted == [1]
