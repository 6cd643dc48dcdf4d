"""Tiny videos, made by real encoders: four quarters of red, green, blue and white."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream
from PIL import Image

from tests.media.test_pictures import corners

FASTSTART = "faststart"
FRAGMENTED = "frag_keyframe+empty_moov"
BT709, BT601 = Colorspace.ITU709, Colorspace.ITU601
# A key picture each second.
RATE = 5
SAMPLE_RATE, SAMPLES = 16_000, 1024


@cache
def mp4(flags: str = FASTSTART) -> bytes:
    """Its index first, or as the flags say: last without any."""
    return clip(container={"movflags": flags} if flags else None)


@cache
def flv() -> bytes:
    return clip("flv")


def clip(
    kind: str = "mp4",
    *,
    codec: str = "libx264",
    picture: Image.Image | None = None,
    seconds: Sequence[Image.Image] = (),
    frames: int = 2 * RATE,
    container: Mapping[str, str] | None = None,
    colours: Colorspace | None = None,
    tagged: bool = False,
    sample: Fraction | None = None,
    turned: float = 0,
    mirrored: bool = False,
    sound: bool = False,
    preset: str = "veryfast",
    every: int = 1,
) -> bytes:
    """A clip of one picture, or of another one each second; `turned` in degrees against the clock,
    a key picture `every` so many seconds.
    """
    shown = [one for one in seconds for _number in range(RATE)] or [picture or corners()] * frames
    picture = shown[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "clip")
        with av.open(str(path), "w", format=kind, options=dict(container or {})) as output:
            stream = output.add_stream(codec, rate=RATE, options=options_of(codec, preset, every))
            assert isinstance(stream, VideoStream)
            stream.width, stream.height = picture.size
            stream.pix_fmt = coded = "yuvj420p" if codec == "mjpeg" else "yuv420p"
            if sample:
                stream.codec_context.sample_aspect_ratio = sample
            if tagged and colours:
                stream.codec_context.colorspace = colours
            if turned or mirrored:
                stream.set_display_rotation(turned, hflip=mirrored)
            if sound:
                add_sound(output)
            for one in shown:
                frame = av.VideoFrame.from_bytes(one.convert("RGBA").tobytes(), *one.size)
                frame = frame.reformat(format=coded, dst_colorspace=colours)
                frame.pts = None
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
        return path.read_bytes()


def options_of(codec: str, preset: str, every: int) -> dict[str, str]:
    options = {"g": str(RATE * every)}
    if codec == "libx265":
        options["x265-params"] = "log-level=none"
    if codec.startswith("libx26"):
        return {**options, "crf": "12", "preset": preset}
    if codec.startswith("lib"):
        return {**options, "crf": "8", "b": "0"}
    return {**options, "qmin": "1", "qmax": "1"}


def add_sound(output: OutputContainer) -> None:
    """Half a second of silence."""
    stream = output.add_stream("aac", rate=SAMPLE_RATE)
    assert isinstance(stream, AudioStream)
    for number in range(8):
        output.mux(stream.encode(silence(number)))
    output.mux(stream.encode(None))


def silence(number: int) -> av.AudioFrame:
    """The piece of it at that place."""
    frame = av.AudioFrame(format="fltp", layout="stereo", samples=SAMPLES)
    frame.sample_rate, frame.pts = SAMPLE_RATE, SAMPLES * number
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    return frame


def tags(data: bytes) -> list[bytes]:
    """The tags of an FLV file behind its header, each with the length that follows it."""
    found, at = [], 13
    while at < len(data):
        end = at + 11 + int.from_bytes(data[at + 1 : at + 4], "big") + 4
        found.append(data[at:end])
        at = end
    return found
