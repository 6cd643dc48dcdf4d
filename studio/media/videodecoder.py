"""Decodes one picture of one untrusted video; asks for its bytes piece by piece.

Runs as a program of its own, `python -I videodecoder.py`, for the reasons `decoder.py` does, and
gives up its rights before it hears the first word. It has no network: standard input and output
lead to `videos.py`, which fetches, and believes none of it.

What is said, a line each, → from here and ← to here:

    ← MAX_PIXELS SECOND
    → read OFFSET SIZE
    ← LENGTH, and so many bytes; none at the end only
    → frame WIDTH HEIGHT PIXEL_WIDTH PIXEL_HEIGHT A B C D DURATION RATE AT
    ← WIDTH HEIGHT, as it is wanted; again, as often as it is
    → all of its green, then blue, then red, row by row
    → bad CODE, instead of any of these

A to D, each -1, 0 or 1, say how the picture is to be turned: one step to the right in it is A to
the right and B down when it is shown, and one step down is C and D. DURATION, and AT, where in the
video the picture is, are in milliseconds, RATE in pictures per 1000 seconds; 0 says unknown.
"""

from __future__ import annotations

import os
import resource
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from time import process_time
from typing import NoReturn, cast

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError, InvalidDataError
from av.packet import Packet
from av.sidedata.sidedata import SideDataContainer
from av.sidedata.sidedata import Type as SideDataType
from av.subtitles.codeccontext import SubtitleCodecContext
from av.subtitles.stream import SubtitleStream
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.reformatter import Colorspace, Interpolation
from av.video.stream import VideoStream

# As in decoder.py; a decoder of video holds several pictures at once.
MAX_MEMORY = 480 * 2**20
MAX_ADDRESS_SPACE = MAX_MEMORY + 250 * 2**20
MAX_CPU_SECONDS = 4
# So long the picture of a chosen second is searched from the key picture before it.
SEARCH_CPU_SECONDS = 2.5

# How much is asked for at once.
READ_BYTES = 128 * 2**10
# How much is looked at to find out which tracks there are. The very beginning tells, as a rule;
# where no picture is in it, more does. A live stream brings that no sooner than it happens.
BEGINNING = {"probesize": "500", "analyzeduration": "1"}
MORE = {"probesize": "100000", "analyzeduration": "500000"}

FLV_MAGIC = b"FLV"
# MP4 begins with the name of one of its boxes, behind four bytes that are its length.
MP4_BOXES = frozenset({b"ftyp", b"styp", b"moov", b"mdat", b"free", b"skip", b"wide"})
# Its length, its name, and the length again where the first has no room for it.
BOX_HEAD = struct.Struct(">I4sQ")
SHORTEST_BOX = 8
MAX_BOXES = 20
PLAYLIST_MAGIC = b"#EXTM3U"

CODECS = frozenset({"h264", "hevc", "flv", "vp6f", "mpeg4"})
# libavformat opens addresses it finds in a file, and passes over options it does not know: each
# of these closes a way of its own. With no codec it decodes nothing to find out what is in the
# file: what we need of that the picture tells, which would be decoded twice.
CONTAINER_OPTIONS = {
    "protocol_whitelist": "",
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,flv",
    "codec_whitelist": "none",
    "enable_drefs": "0",
    "use_absolute_path": "0",
}

MATRIX = struct.Struct("=9i")
UPRIGHT = (1, 0, 0, 1)

UNTAGGED = 2
# Who does not say how its colours are coded means BT.709 from this height on.
HD_HEIGHT = 720
SCALING = Interpolation.BICUBIC | Interpolation.FULL_CHR_H_INT | Interpolation.ACCURATE_RND

# What is said to last longer, or to be faster, is taken for unknown.
MAX_MILLISECONDS = 10**10
MAX_RATE = 1000


class Bad(Exception):
    """No picture; the argument is one of errors.PICTURE_CODES."""


class Remote:
    """The file, which another process reads for us. It has no name that could say a format."""

    def __init__(self) -> None:
        self.position = 0

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end only."""
        say(f"read {self.position} {size}")
        length = int(sys.stdin.buffer.readline())
        data = sys.stdin.buffer.read(length)
        self.position += len(data)
        return data

    def at(self, offset: int, size: int) -> bytes:
        """So many bytes at an offset; fewer at the end only."""
        self.position, data = offset, b""
        while len(data) < size and (piece := self.read(size - len(data))):
            data += piece
        return data


class Seekable(Remote):
    """The same with a place to jump to."""

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Where it is then; -1 when asked for the end, for where that is nobody told us."""
        if whence != os.SEEK_SET:
            return -1
        self.position = offset
        return offset

    def tell(self) -> int:
        return self.position


def give_up_rights() -> None:
    """No more memory and time than needed; no file, socket, process or core from here on."""
    limits = {
        resource.RLIMIT_DATA: MAX_MEMORY,
        resource.RLIMIT_CPU: MAX_CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = MAX_ADDRESS_SPACE
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))


def say(line: str) -> None:
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def show(max_pixels: int, second: int) -> None:
    """Finds the picture and hands it over. Raises Bad."""
    try:
        with opened(jumps=second > 0) as container:
            stream = chosen(container)
            check_size(stream.codec_context.width, stream.codec_context.height, max_pixels)
            # One thread: memory and time are counted for the process as a whole.
            stream.codec_context.thread_count = 1
            stream.codec_context.options = {"max_pixels": str(max_pixels)}
            frame = (
                frame_at(container, stream, second) if second else first_frame(container, stream)
            )
            check_size(frame.width, frame.height, max_pixels)
            times = times_of(frame, container, stream)
            hand_over(frame, shape_of_pixels(stream), times)
    except MemoryError:
        raise Bad("too_much_memory") from None
    except EOFError:
        raise Bad("truncated") from None
    except FFmpegError:
        raise Bad("corrupt") from None


def opened(*, jumps: bool) -> InputContainer:
    """The container, its format told by its first bytes and never guessed by libavformat."""
    head = Remote().at(0, BOX_HEAD.size)
    if head.startswith(FLV_MAGIC):
        return opened_as("flv", Seekable if jumps else Remote)
    if head[4:8] in MP4_BOXES:
        forward = not jumps and index_comes_first()
        return opened_as("mp4", Remote if forward else Seekable)
    raise Bad("playlist" if head.startswith(PLAYLIST_MAGIC) else "not_a_video")


def index_comes_first() -> bool:
    """Whether an MP4 file can be read forward.

    Where libavformat may jump, it looks at the end, too: a request more, or with a server that
    knows no ranges all of the file.
    """
    file, offset = Remote(), 0
    for _box in range(MAX_BOXES):
        head = file.at(offset, BOX_HEAD.size)
        if len(head) < BOX_HEAD.size:
            return False
        size, kind, long_size = BOX_HEAD.unpack(head)
        if kind in {b"moov", b"mdat"}:
            return bool(kind == b"moov")
        offset += long_size if size == 1 else max(size, SHORTEST_BOX)
    return False


def opened_as(name: str, kind: type[Remote]) -> InputContainer:
    container = looked_into(name, kind(), BEGINNING)
    if container.streams.video:
        return container
    container.close()
    return looked_into(name, kind(), MORE)


def looked_into(name: str, file: Remote, much: dict[str, str]) -> InputContainer:
    return av.open(
        file,
        "r",
        format=name,
        container_options=CONTAINER_OPTIONS | much,
        buffer_size=READ_BYTES,
        io_open=refuse,
    )


def refuse(*_asked: object) -> NoReturn:
    """What the file refers to is not opened, whatever it is."""
    raise PermissionError


def chosen(container: InputContainer) -> VideoStream:
    """The first track of moving pictures in a codec we decode."""
    tracks = container.streams.video
    if not tracks:
        raise Bad("no_picture")
    for track in tracks:
        # There is none for a codec that the library does not know at all.
        if track.codec_context and track.codec_context.name in CODECS:
            return track
    raise Bad("unsupported_codec")


def check_size(width: int, height: int, max_pixels: int) -> None:
    if width * height > max_pixels:
        raise Bad("too_many_pixels")


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


def times_of(
    frame: VideoFrame, container: InputContainer, stream: VideoStream
) -> tuple[int, int, int]:
    """Duration, rate and where the picture is, as they are told."""
    # Of a file in fragments only those were counted that were read.
    is_counted = container.format.name == "flv" or stream.frames > 0
    duration = (container.duration or 0) // 1000 if is_counted else 0
    rate = stream.average_rate or 0
    at = int(1000 * ((frame.pts or 0) - start_of(stream)) * (stream.time_base or 0))
    return (
        duration if 0 < duration <= MAX_MILLISECONDS else 0,
        int(1000 * rate) if 0 < rate <= MAX_RATE else 0,
        at if 0 < at <= MAX_MILLISECONDS else 0,
    )


def shape_of_pixels(stream: VideoStream) -> Fraction:
    """What the container says of it, else what the decoder found: width by height."""
    coded = stream.codec_context.sample_aspect_ratio
    return stream.sample_aspect_ratio or coded or Fraction(1)


def hand_over(frame: VideoFrame, sample: Fraction, times: tuple[int, int, int]) -> None:
    """Tells what the picture measures, and sends it in each size it is told."""
    shape = (frame.width, frame.height, sample.numerator, sample.denominator, *turn_of(frame))
    say("frame " + " ".join(map(str, (*shape, *times))))
    while wanted := sys.stdin.buffer.readline():
        width, height = map(int, wanted.split())
        for plane in scaled(frame, width, height).planes:
            sys.stdout.buffer.write(b"".join(rows(plane)))
        sys.stdout.buffer.flush()


def scaled(frame: VideoFrame, width: int, height: int) -> VideoFrame:
    """The picture in planes: as exact as in pixels, and libswscale is a few times as fast."""
    untagged_hd = frame.colorspace == UNTAGGED and frame.height >= HD_HEIGHT
    return frame.reformat(
        width,
        height,
        "gbrp",
        src_colorspace=Colorspace.ITU709 if untagged_hd else None,
        interpolation=SCALING,
        threads=1,
    )


def turn_of(frame: VideoFrame) -> tuple[int, ...]:
    """The signs of the display matrix, without what would move the picture."""
    # Its stub takes the container of all side data for one of them.
    notes = cast("SideDataContainer", frame.side_data)
    matrix = notes.get(SideDataType.DISPLAYMATRIX)
    if matrix is None:
        return UPRIGHT
    a, b, _u, c, d, *_rest = MATRIX.unpack_from(matrix)
    return tuple((number > 0) - (number < 0) for number in (a, b, c, d))


def rows(plane: VideoPlane) -> Iterator[memoryview]:
    """The plane's rows from the top, without what libswscale fills them up with."""
    samples = memoryview(plane)
    for start in range(0, plane.line_size * plane.height, plane.line_size):
        yield samples[start : start + plane.width]


def main() -> None:
    """Decodes and answers. Whatever else happens shows in the exit status."""
    give_up_rights()
    try:
        max_pixels, second = map(int, sys.stdin.buffer.readline().split())
        show(max_pixels, second)
    except Bad as bad:
        say(f"bad {bad}")


# Loaded here and now, for later nothing can be opened any more.
LOADED = (
    *(AudioCodecContext, AudioStream),
    *(SubtitleCodecContext, SubtitleStream),
    *(VideoCodecContext, VideoStream),
)

if __name__ == "__main__":
    main()
