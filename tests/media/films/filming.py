"""Films whose pictures tell their own number, and what becomes of them on the way to a viewer."""

from __future__ import annotations

import io
import struct
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.stream import Disposition
from av.video.stream import VideoStream
from PIL import Image

from studio.media import Decoded
from tests.media.clips import SAMPLE_RATE, SAMPLES, options_of, silence, tags
from tests.media.test_pictures import opened

RATE = 25
# The grey of each picture: so many more than of the one before.
STEP = 3
AUDIO, VIDEO, DATA = 8, 9, 18
# How the tag of a key picture in H.264 begins.
KEY = b"\x17\x01"


def film(
    kind: str = "mp4",
    *,
    codec: str = "libx264",
    size: tuple[int, int] = (64, 48),
    numbers: Iterable[int] = range(3 * RATE),
    pictures: Iterable[Image.Image] | None = None,
    begins: int = 0,
    every: int = RATE,
    sound: float = 0,
    options: Mapping[str, str] | None = None,
    container: Mapping[str, str] | None = None,
) -> bytes:
    """A key picture `every` so many; the first one lies at `begins`, counted in pictures, and there
    are so many seconds of sound from 0 on.
    """
    with writing(kind, container or {}) as (output, file):
        heard = begun_sound(output) if sound else None
        stream = output.add_stream(codec, rate=RATE)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        usual = options_of(codec, "veryfast", every=1)
        stream.options = {**usual, "g": str(every), **(options or {})}
        if heard:
            add_silence(output, heard, sound)
        for place, picture in enumerate(pictures or (grey(number, size) for number in numbers)):
            frame = coded(picture, stream)
            frame.pts, frame.time_base = begins + place, Fraction(1, RATE)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
        output.close()
        return file.read_bytes()


@contextmanager
def writing(kind: str, options: Mapping[str, str]) -> Iterator[tuple[OutputContainer, Path]]:
    """A file to be written, and read once it is closed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "film")
        with av.open(str(path), "w", format=kind, options=dict(options)) as output:
            yield output, path


def coded(picture: Image.Image, stream: VideoStream) -> av.VideoFrame:
    frame = av.VideoFrame.from_bytes(picture.convert("RGBA").tobytes(), *picture.size)
    return frame.reformat(format=stream.pix_fmt)


def grey(number: int, size: tuple[int, int]) -> Image.Image:
    return Image.new("RGB", size, (STEP * number,) * 3)


def begun_sound(output: OutputContainer) -> AudioStream:
    stream = output.add_stream("aac", rate=SAMPLE_RATE)
    assert isinstance(stream, AudioStream)
    return stream


def add_silence(output: OutputContainer, stream: AudioStream, seconds: float) -> None:
    for number in range(int(seconds * SAMPLE_RATE / SAMPLES)):
        output.mux(stream.encode(silence(number)))
    output.mux(stream.encode(None))


def with_tracks(tracks: Iterable[tuple[int, int]]) -> bytes:
    """An MP4 file of several tracks of pictures, each so wide and so disposed; covers are JPEG."""
    with writing("mp4", {}) as (output, file):
        streams = []
        for width, disposition in tracks:
            is_cover = disposition == Disposition.attached_pic
            stream = output.add_stream("mjpeg" if is_cover else "libx264", rate=RATE)
            assert isinstance(stream, VideoStream)
            stream.width, stream.height = width, 120
            stream.pix_fmt = "yuvj420p" if is_cover else "yuv420p"
            stream.disposition = Disposition(disposition)
            streams.append(stream)
        for number in range(2 * RATE):
            for stream in streams:
                if stream.disposition == Disposition.attached_pic and number:
                    continue
                picture = grey(number, (stream.width, stream.height))
                frame = coded(picture, stream)
                frame.pts = number
                output.mux(stream.encode(frame))
        for stream in streams:
            output.mux(stream.encode(None))
        output.close()
        return file.read_bytes()


def number_of(decoded: Decoded) -> int:
    """Which picture of a film it is."""
    image = opened(decoded.picture).convert("L")
    middle = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(middle, int | float)
    return round(middle / STEP)


def cut(data: bytes, second: float, container: Mapping[str, str] | None = None) -> bytes:
    """An MP4 file from there on, not encoded anew: it keeps what comes since the key picture
    before, and an edit list says that it is not shown.
    """
    with (
        av.open(io.BytesIO(data), "r") as source,
        writing("mp4", container or {}) as (output, file),
    ):
        stream = source.streams.video[0]
        copy = output.add_stream_from_template(stream)
        assert stream.time_base
        start = int(second / stream.time_base)
        source.seek(start, stream=stream)
        for packet in source.demux(stream):
            if packet.dts is not None and packet.pts is not None:
                packet.dts, packet.pts, packet.stream = packet.dts - start, packet.pts - start, copy
                output.mux(packet)
        output.close()
        return file.read_bytes()


def as_flv(data: bytes, flags: str = "") -> bytes:
    """The same pictures in FLV."""
    with (
        av.open(io.BytesIO(data), "r") as source,
        writing("flv", {"flvflags": flags} if flags else {}) as (output, file),
    ):
        stream = source.streams.video[0]
        copy = output.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.dts is not None:
                packet.stream = copy
                output.mux(packet)
        output.close()
        return file.read_bytes()


def time_of(tag: bytes) -> int:
    return int.from_bytes(tag[7:8] + tag[4:7], "big")


def at_time(tag: bytes, milliseconds: int) -> bytes:
    time = milliseconds.to_bytes(4, "big")
    return tag[:4] + time[1:] + time[:1] + tag[8:]


def joined(first: bytes, second: bytes, milliseconds: int) -> bytes:
    """Two FLV streams as one, whose sender changes what it sends at that time."""
    later = [tag for tag in tags(second) if tag[0] == VIDEO]
    return first + b"".join(at_time(tag, time_of(tag) + milliseconds) for tag in later)


def late(data: bytes, *, without: int = 0) -> bytes:
    """An FLV stream of which no word of its pictures comes before the first of them; and without
    the tags of that kind.
    """
    all_tags = [tag for tag in tags(data) if tag[0] != without]
    header = next(tag for tag in all_tags if tag[0] == VIDEO)
    others = [tag for tag in all_tags if tag is not header]
    place = next(number for number, tag in enumerate(others) if tag[0] == VIDEO)
    others.insert(place, at_time(header, time_of(others[place])))
    return data[:13] + b"".join(others)


def from_place(data: bytes, place: int) -> bytes:
    """What somebody gets of an FLV stream who comes when that many pictures have passed."""
    pictures = [tag for tag in tags(data) if tag[0] == VIDEO]
    return data[:13] + pictures[0] + b"".join(pictures[1 + place :])


def with_zeros(data: bytes, place: int) -> bytes:
    """An FLV file of which the picture at that place is damaged at its end."""
    picture = [tag for tag in tags(data) if tag[0] == VIDEO and tag[12] == 1][place]
    return data.replace(picture, picture[:-20] + bytes(16) + picture[-4:])


def with_aperture(data: bytes, *numbers: int) -> bytes:
    """An MP4 file, its index last, with a clean aperture: width, height, and how far its middle
    lies from the picture's, right and down; each a fraction.
    """
    inner = struct.pack(">I4s4I4i", 40, b"clap", *numbers)
    changed = bytearray(data)
    at = changed.index(b"avc1", changed.index(b"stsd")) - 4
    end = at + struct.unpack_from(">I", changed, at)[0]
    changed[end:end] = inner
    for name in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"avc1"):
        start = changed.rindex(name, 0, end) - 4
        (size,) = struct.unpack_from(">I", changed, start)
        struct.pack_into(">I", changed, start, size + len(inner))
    return bytes(changed)
