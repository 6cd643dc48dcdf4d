"""No awkward video gives a picture, opens a file or makes a socket; and we live on."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from studio.media import videos
from studio.media.children import Children
from studio.media.errors import PICTURE_CODES, BadPicture
from studio.media.sources import Forward
from studio.media.videodecoder import containers
from tests.media import awkward_videos, clips
from tests.media.awkward_videos import cases
from tests.media.decoding import first_picture
from tests.media.origin import Origin
from tests.media.test_video_decoder import taken_over

NAMES = [case.name for case in cases()]
CONTROLS: dict[str, Callable[[], bytes]] = {
    "MP4": clips.mp4,
    "MP4 with its index last": lambda: clips.mp4(""),
    "MP4 in fragments": lambda: clips.mp4(clips.FRAGMENTED),
    "FLV": clips.flv,
}
STRACE = shutil.which("strace")
needs_strace = pytest.mark.skipif(STRACE is None, reason="needs strace")
# What opens a file or an address, and what the decoder is sent.
TRACED = "open,openat,openat2,creat,socket,socketpair,connect,bind,execve,fork,vfork,read"


def verdict(data: bytes, second: int = 0) -> str:
    """`ok`, or the word of what went wrong."""
    try:
        first_picture(Forward(iter([data]), 2**30), second)
    except BadPicture as bad:
        return bad.code
    return "ok"


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "secret.ts"
    path.write_bytes(clips.clip("mpegts"))
    return path


@pytest.fixture
def bad(request: pytest.FixtureRequest, secret: Path, canary: Origin) -> bytes:
    url = f"http://127.0.0.1:{canary.port}"
    return next(case.data for case in cases(url, str(secret)) if case.name == request.param)


@pytest.mark.parametrize("name", CONTROLS)
def test_a_good_video_gives_a_picture(name: str) -> None:
    assert verdict(CONTROLS[name]()) == "ok"


@pytest.mark.parametrize("second", [0, 5])
@pytest.mark.parametrize("bad", NAMES, indirect=True)
def test_an_awkward_video_gives_none(bad: bytes, second: int) -> None:
    assert verdict(bad, second) in PICTURE_CODES - {"decoder_died"}


def traced(
    data: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch, second: int = 0
) -> tuple[str, list[str]]:
    """The verdict, and what the decoder asked the kernel for once it had the first byte."""
    log = folder / "trace"
    watch = (str(STRACE), "-f", "-qq", "-e", f"trace={TRACED}", "-o", str(log))
    monkeypatch.setattr(videos, "DECODERS", Children((*watch, *videos.DECODERS.command)))
    found = verdict(data, second)
    lines = log.read_text(encoding="utf-8").splitlines()
    asked = [line for line in lines if re.match(r"\d+ +[a-z0-9]+\(", line)]
    first = next(number for number, line in enumerate(asked) if " read(0," in line)
    return found, [line for line in asked[first:] if " read(0," not in line]


@needs_strace
@pytest.mark.parametrize("second", [0, 5])
@pytest.mark.parametrize("bad", NAMES, indirect=True)
def test_an_awkward_video_opens_nothing(
    bad: bytes, second: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, canary: Origin
) -> None:
    canary.requests.clear()
    found, asked = traced(bad, tmp_path, monkeypatch, second)
    assert (found == "ok", asked, canary.requests) == (False, [], [])


@needs_strace
def test_a_good_video_opens_nothing_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert traced(clips.mp4(), tmp_path, monkeypatch) == ("ok", [])


@needs_strace
def test_the_tracer_sees_what_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_over(
        "import socket; say('read 0 1'); os.read(0, 9); open('/etc/hosts'); socket.socket()",
        monkeypatch,
    )
    _found, asked = traced(b"x", tmp_path, monkeypatch)
    assert any("/etc/hosts" in line for line in asked)
    assert any(" socket(" in line for line in asked)


def asked_by_the_library(data: bytes, **options: str) -> list[str]:
    """What libavformat wants to have opened, with our options but for these."""
    asked: list[str] = []

    def refuse(url: str, *_more: object) -> None:
        asked.append(url)
        raise PermissionError

    merged = {**containers.CONTAINER_OPTIONS, **options}
    file = io.BytesIO(data)
    with (
        contextlib.suppress(av.FFmpegError, PermissionError),
        av.open(file, "r", format="mp4", container_options=merged, io_open=refuse) as opened,
    ):
        list(opened.demux(video=0))
    return asked


def test_the_library_knows_the_options_that_close_its_ways(secret: Path) -> None:
    """It passes over unknown ones in silence; so each is turned round, and makes a difference."""
    data = awkward_videos.elsewhere(b"alis", awkward_videos.alias(str(secret)))
    assert asked_by_the_library(data) == []
    assert asked_by_the_library(data, enable_drefs="1", use_absolute_path="1") != []


def test_the_library_keeps_to_the_lists_of_formats_and_codecs() -> None:
    def pixels(**options: str) -> str | None:
        merged = {**containers.CONTAINER_OPTIONS, **options}
        with av.open(io.BytesIO(clips.mp4()), "r", format="mp4", container_options=merged) as file:
            return file.streams.video[0].pix_fmt

    # What its decoder would have told stays unknown: nothing was decoded.
    assert pixels() is None
    assert pixels(codec_whitelist="h264") == "yuv420p"
    with pytest.raises(av.ArgumentError):
        pixels(format_whitelist="flv")
