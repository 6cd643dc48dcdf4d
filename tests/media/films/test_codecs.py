"""Codecs that the cloud's documents do not name are drawn, and told."""

from __future__ import annotations

import pytest

from studio.media import fetch_live
from tests.media import rtmp_server
from tests.media.clips import FASTSTART, FRAGMENTED, clip
from tests.media.decoding import decode
from tests.media.films.filming import RATE, film, number_of
from tests.media.test_pictures import BLUE, GREEN, RED, WHITE
from tests.media.test_videos import assert_corners
from tests.media.video_server import VideoServer

ENCODERS = {
    "h264": "libx264",
    "hevc": "libx265",
    "av1": "libsvtav1",
    "vp9": "libvpx-vp9",
    "mjpeg": "mjpeg",
    "mpeg1video": "mpeg1video",
    "mpeg2video": "mpeg2video",
    "mpeg4": "mpeg4",
}
IN_FLV = ("h264", "hevc", "av1", "vp9")
# Not all take the smallest pictures.
SIZE = (160, 128)


@pytest.mark.parametrize("second", [0, 2])
@pytest.mark.parametrize("flags", ["", FASTSTART, FRAGMENTED])
@pytest.mark.parametrize("name", ENCODERS)
def test_a_codec_is_drawn_and_told_in_mp4(name: str, flags: str, second: int) -> None:
    container = {"movflags": flags} if flags else None
    decoded = decode(film(codec=ENCODERS[name], size=SIZE, container=container), second)
    assert (decoded.codec, decoded.whole) == (name, True)
    assert number_of(decoded) == second * RATE


@pytest.mark.parametrize("second", [0, 2])
@pytest.mark.parametrize("name", IN_FLV)
def test_a_codec_is_drawn_and_told_in_flv(name: str, second: int) -> None:
    decoded = decode(film("flv", codec=ENCODERS[name], size=SIZE), second)
    assert (decoded.codec, decoded.whole) == (name, True)
    assert number_of(decoded) == second * RATE


@pytest.mark.parametrize("name", IN_FLV)
def test_a_live_stream_in_a_codec_is_drawn_and_told(videos: VideoServer, name: str) -> None:
    data = film("flv", codec=ENCODERS[name], size=SIZE)
    videos.files["show.flv"] = data
    decoded = fetch_live(videos.url("live/show.flv"), videos.policy())
    assert (decoded.codec, decoded.whole) == (name, True)
    with rtmp_server.serving(rtmp_server.playing(data)) as server:
        assert fetch_live(server.url(), server.policy()).codec == name


@pytest.mark.parametrize("name", ["libsvtav1", "libvpx-vp9", "mpeg2video", "mjpeg"])
def test_its_colours_are_true(name: str) -> None:
    assert_corners(decode(clip(codec=name)), RED, GREEN, BLUE, WHITE)
