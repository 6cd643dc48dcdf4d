"""How long a picture is searched, and what is told where none is found."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from types import SimpleNamespace
from typing import cast

import av
import pytest
from av.container import InputContainer
from av.error import MemoryError as NoMemory
from av.packet import Packet
from av.video.stream import VideoStream

from studio.media.videodecoder import finding, rights
from studio.media.videodecoder.asking import Bad
from studio.media.videodecoder.decoding import Found, Run
from tests.media.clips import tags
from tests.media.films.filming import KEY, RATE, as_flv, film, with_zeros

# What a picture takes here: more of them go by in a second than there is time for.
SECONDS_A_PACKET = 0.1


class Clock:
    """Time that passes with each packet that is decoded."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock, pictures = Clock(), Run.pictures

    def timed(run: Run, packet: Packet[VideoStream] | None) -> Iterator[Found]:
        clock.now += SECONDS_A_PACKET if packet else 0
        return pictures(run, packet)

    monkeypatch.setattr(finding, "process_time", clock)
    monkeypatch.setattr(Run, "pictures", timed)
    return clock


def damaged() -> bytes:
    """Six seconds that depend on a key picture which is not whole."""
    data = film("flv", numbers=[9] * 6 * RATE, every=6 * RATE, size=(320, 240))
    return with_zeros(data, 0)


def without_key() -> bytes:
    data = film("flv", numbers=range(60), every=60)
    return data[:13] + b"".join(tag for tag in tags(data) if tag[11:13] != KEY)


def opened(data: bytes) -> InputContainer:
    return av.open(io.BytesIO(data), "r", format="flv")


def found_in(data: bytes, second: int) -> Found:
    with opened(data) as container:
        return find(container, container.streams.video[0], second)


def find(container: InputContainer, stream: VideoStream, second: int) -> Found:
    # As the decoder has it: what other threads call an error is not heard of.
    stream.codec_context.thread_count = 1
    if second:
        return finding.frame_at(container, stream, 1000 * second)
    return finding.first_frame(container, stream)


@pytest.mark.parametrize("second", [0, 5])
def test_of_what_is_damaged_the_best_is_shown_before_time_is_up(clock: Clock, second: int) -> None:
    assert not found_in(damaged(), second).is_whole
    assert clock.now < rights.MAX_CPU_SECONDS


@pytest.mark.parametrize("second", [0, 5])
def test_where_nothing_comes_out_that_is_told_before_time_is_up(
    clock: Clock, second: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    timed = Run.pictures

    def nothing(run: Run, packet: Packet[VideoStream] | None) -> Iterator[Found]:
        list(timed(run, packet))
        return iter(())

    monkeypatch.setattr(Run, "pictures", nothing)
    for data in (damaged(), without_key()):
        clock.now = 0
        with pytest.raises(Bad, match="no_picture"):
            found_in(data, second)
        assert clock.now < rights.MAX_CPU_SECONDS


def breaking(container: InputContainer, packets: int, error: Exception) -> InputContainer:
    """A container of which no more can be read after so many packets."""

    def demux(stream: VideoStream) -> Iterator[Packet[VideoStream]]:
        yield from islice(container.demux(stream), packets)
        raise error

    broken = SimpleNamespace(demux=demux, seek=container.seek, format=container.format)
    return cast("InputContainer", broken)


@pytest.mark.parametrize("second", [0, 1])
def test_why_nothing_more_could_be_read_is_told_where_no_picture_came(second: int) -> None:
    """And where one did, it is shown."""
    no_memory = NoMemory(12, "no memory")
    ends = {no_memory: NoMemory, av.EOFError(1, "end"): Bad, IndexError(): Bad}
    for error, told in ends.items():
        with opened(film("flv")) as container, pytest.raises(told):
            find(breaking(container, 0, error), container.streams.video[0], second)
    with opened(film("flv")) as container:
        found = find(breaking(container, 5, no_memory), container.streams.video[0], second)
        assert found.is_whole


def test_where_a_change_may_lie_in_what_is_jumped_over_unheard_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of H.265 in a long FLV file; H.264 trips over it."""
    monkeypatch.setattr(finding, "NEAR_BYTES", 0)
    for codec, is_sure in (("libx265", False), ("libx264", True)):
        data = as_flv(film(codec=codec), "add_keyframe_index")
        assert found_in(data, 0).is_whole
        assert found_in(data, 2).is_whole == is_sure
