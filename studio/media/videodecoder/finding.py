"""Finds the picture: the first one, or that of a second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from time import process_time

from av.container import InputContainer
from av.error import FFmpegError, InvalidDataError
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .asking import Bad

# So long the picture of a chosen second is searched from the key picture before it.
SEARCH_CPU_SECONDS = 2.5


def first_frame(container: InputContainer, stream: VideoStream) -> VideoFrame:
    """The first picture that needs no other; a live stream may begin amidst those that do."""
    for packet in container.demux(stream):
        if packet.is_keyframe:
            for frame in decoded(packet, stream.codec_context):
                return frame
    raise Bad("no_picture")


def decoded(packet: Packet[VideoStream], decoder: VideoCodecContext) -> list[VideoFrame]:
    """The picture at once: a decoder holds it back until told that no other comes before it."""
    try:
        frames = packet.decode() or decoder.decode(None)
    except InvalidDataError:
        frames = []
    if not frames:
        decoder.flush_buffers()
    return frames


def frame_at(container: InputContainer, stream: VideoStream, second: int) -> VideoFrame:
    """The picture that is shown at that second; the last one before, where the video ends
    earlier, or what could be read and decoded of it does.
    """
    place = start_of(stream) + int(second / (stream.time_base or 1))
    index = stream.index_entries
    if len(index) > 1:
        # Behind its last entry an FLV file is read to its end, and there is no picture.
        container.seek(min(place, index[-1].timestamp), stream=stream)
    for group in groups_at(container, stream, place):
        if found := shown_at(group, stream.codec_context, place):
            return found
        stream.codec_context.flush_buffers()
    raise Bad("no_picture")


def groups_at(
    container: InputContainer, stream: VideoStream, place: int
) -> list[list[Packet[VideoStream]]]:
    """A key picture and what needs it: all that comes into question at that place; then the
    group before, as the last one may be cut off where the reading ended.
    """
    groups: list[list[Packet[VideoStream]]] = []
    with suppress(FFmpegError, EOFError):
        for packet in container.demux(stream):
            if groups and (packet.dts is None or packet.dts > place):
                break
            if packet.is_keyframe:
                groups = [[], *groups[:1]]
            if groups:
                groups[0].append(packet)
    return groups


def shown_at(
    group: list[Packet[VideoStream]], decoder: VideoCodecContext, place: int
) -> VideoFrame | None:
    """The last picture of the group that is shown by then; else its first, if any is whole."""
    found = None
    for frame in pictures(group, decoder):
        if found and ((frame.pts or 0) > place or process_time() > SEARCH_CPU_SECONDS):
            break
        found = frame
    return found


def pictures(
    packets: list[Packet[VideoStream]], decoder: VideoCodecContext
) -> Iterator[VideoFrame]:
    """The pictures in the order in which they are shown; what is broken is passed over."""
    for packet in [*packets, None]:
        with suppress(InvalidDataError):
            yield from decoder.decode(packet)


def start_of(stream: VideoStream) -> int:
    return stream.start_time or 0
