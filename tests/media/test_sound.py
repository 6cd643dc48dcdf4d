"""Whether a source has sound is known of a file with a list of its tracks, and of a stream by its
first sound.
"""

from __future__ import annotations

import pytest

from studio.media import decode
from studio.media.videos import fetch_live
from tests.builders import png
from tests.media import clips, decoding
from tests.media.rtmp_server import VIDEO, message, playing, serving, start

MP4 = [None, clips.FASTSTART, clips.FRAGMENTED]


@pytest.mark.parametrize("flags", [clips.FASTSTART, clips.FRAGMENTED])
@pytest.mark.parametrize("sound", [True, False])
def test_an_mp4_file_says_whether_it_has_sound(flags: str, sound: bool) -> None:
    data = clips.clip(sound=sound, container={"movflags": flags})
    assert decoding.decode(data).sound is sound


@pytest.mark.parametrize(("sound", "known"), [(True, True), (False, None)])
def test_an_flv_file_says_only_that_it_has(sound: bool, known: bool | None) -> None:
    data = clips.clip("flv", sound=sound)
    assert decoding.decode(data).sound is known


def test_a_picture_has_nothing_to_say_of_sound() -> None:
    assert decode(png()).sound is None


def test_a_stream_over_rtmp_says_that_it_has_sound() -> None:
    with serving(playing(clips.flv())) as server:
        assert fetch_live(server.url(), server.policy()).sound is True


def test_a_stream_without_any_sound_so_far_says_nothing() -> None:
    def silent(connection: object) -> None:
        start(connection)  # type: ignore[arg-type]
        for tag in clips.tags(clips.flv()):
            body = message(tag[0], tag[11:-4], channel=6, chunk=128)
            if tag[0] == VIDEO:
                connection.sendall(body)  # type: ignore[attr-defined]

    with serving(silent) as server:
        assert fetch_live(server.url(), server.policy()).sound is None
