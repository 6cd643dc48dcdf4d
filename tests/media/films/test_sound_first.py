"""Streams and files of which the sound comes before the picture, or no picture at all."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from functools import cache
from time import sleep

import pytest

from studio.media import fetch_live, fetch_video
from studio.media.errors import BadPicture
from studio.media.sources import Forward
from tests.media import rtmp_server
from tests.media.clips import tags
from tests.media.decoding import first_picture
from tests.media.films import filming
from tests.media.films.filming import RATE, film, number_of
from tests.media.video_server import VideoServer


@cache
def late_flv(without: int = 0, seconds: int = 2) -> bytes:
    """Seconds of sound, then pictures."""
    return filming.late(film("flv", begins=seconds * RATE, sound=8), without=without)


@pytest.mark.parametrize("seconds", [2, 7])
@pytest.mark.parametrize("without", [0, filming.DATA])
def test_a_file_of_which_the_sound_comes_seconds_before_gives_its_first_picture(
    videos: VideoServer, without: int, seconds: int
) -> None:
    videos.files["late.flv"] = late_flv(without, seconds)
    for way in ("whole", "ranges"):
        decoded = fetch_video(videos.url(f"{way}/late.flv"), videos.policy())
        assert (number_of(decoded), decoded.whole) == (0, True)
        assert decoded.at == pytest.approx(seconds, abs=0.1)


@pytest.mark.parametrize("without", [0, filming.DATA])
def test_of_a_stream_whose_sound_comes_before_no_more_is_waited_for_than_a_moment(
    without: int,
) -> None:
    data, taken = late_flv(without), []

    def pieces() -> Iterator[bytes]:
        yield data[:13]
        for tag in tags(data):
            taken.append(filming.time_of(tag))
            yield tag

    assert number_of(first_picture(Forward(pieces(), 2**20))) == 0
    assert max(taken) < 2300


def only(data: bytes, kind: int) -> bytes:
    """The tags of that kind in an FLV file."""
    return data[:13] + b"".join(tag for tag in tags(data) if tag[0] == kind)


def test_of_a_stream_of_sound_no_more_is_waited_for_than_tells_that_there_is_no_picture() -> None:
    data, taken = only(film("flv", begins=28 * RATE, sound=30), filming.AUDIO), []

    def pieces() -> Iterator[bytes]:
        yield data[:13]
        for tag in tags(data):
            taken.append(filming.time_of(tag))
            yield tag

    with pytest.raises(BadPicture, match="sound_alone"):
        first_picture(Forward(pieces(), 2**20))
    assert max(taken) < 10_000


@pytest.mark.parametrize("seconds", [1, 5])
def test_that_there_is_only_sound_is_told_rather_than_that_time_is_up(
    videos: VideoServer, seconds: int
) -> None:
    videos.files["sound.flv"] = only(film("flv", sound=seconds), filming.AUDIO)
    for way in ("live", "whole"):
        with pytest.raises(BadPicture, match="sound_alone"):
            fetch_live(videos.url(f"{way}/sound.flv"), videos.policy(deadline=1.0))


def test_over_rtmp_a_stream_with_sound_is_shown_as_soon_as_one_without() -> None:
    """Nobody waits for more of the sound that is left out."""
    data, sent = film("flv"), {}

    def sending(sound: bool) -> rtmp_server.Script:
        def script(connection: socket.socket) -> None:
            rtmp_server.start(connection)
            sent[sound] = 0
            for tag in tags(data):
                time = filming.time_of(tag)
                if sound:
                    heard = rtmp_server.message(filming.AUDIO, b"\xaf\x01x", channel=5, time=time)
                    connection.sendall(heard)
                connection.sendall(rtmp_server.message(tag[0], tag[11:-4], channel=6, time=time))
                sent[sound] += 1
                sleep(0.02)

        return script

    for sound in (False, True):
        with rtmp_server.serving(sending(sound)) as server:
            assert number_of(fetch_live(server.url(), server.policy())) == 0
    assert sent[True] <= sent[False] + 10


def test_over_rtmp_sound_may_come_seconds_before() -> None:
    def script(connection: socket.socket) -> None:
        rtmp_server.start(connection)
        for tag in tags(late_flv()):
            time = filming.time_of(tag)
            connection.sendall(rtmp_server.message(tag[0], tag[11:-4], channel=6, time=time))

    with rtmp_server.serving(script) as server:
        assert number_of(fetch_live(server.url(), server.policy())) == 0
