"""A film as a file: H.264 and AAC, as an MP4 or an FLV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from studio.demo.filming.film import SAMPLE_RATE, Film
from studio.files import write_whole

# What AAC comes in.
SAMPLES = 1024
# A key picture each second, so that whoever joins a stream sees it at once; and no picture that
# waits for a later one, so that times only grow.
CODING = {"preset": "superfast", "crf": "25", "bf": "0", "tune": "animation"}
# A file that can be read forward; a stream, which does not say how long it is.
WRITING = {".mp4": {"movflags": "faststart"}, ".flv": {"flvflags": "no_duration_filesize"}}


def encode(film: Film, path: Path) -> None:
    """Writes it whole or not at all; the suffix of the path says as what."""
    with TemporaryDirectory() as folder:
        draft = Path(folder, path.name)
        with av.open(str(draft), "w", options=WRITING[path.suffix]) as output:
            write(film, output)
        write_whole(path, draft.read_bytes())


def write(film: Film, output: OutputContainer) -> None:
    video = output.add_stream("libx264", rate=film.rate, options=CODING | {"g": str(film.rate)})
    audio = output.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
    assert isinstance(video, VideoStream)
    assert isinstance(audio, AudioStream)
    video.width, video.height = film.size
    video.pix_fmt = "yuv420p"
    for picture in film.pictures():
        frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
        output.mux(video.encode(frame))
    for piece in pieces(film):
        output.mux(audio.encode(piece))
    for stream in (video, audio):
        output.mux(stream.encode(None))


def pieces(film: Film) -> Iterator[av.AudioFrame]:
    """Its sound, as the encoder takes it."""
    samples = film.samples()
    for start in range(0, len(samples), SAMPLES):
        piece = av.AudioFrame(format="fltp", layout="mono", samples=SAMPLES)
        piece.sample_rate, piece.pts = SAMPLE_RATE, start
        piece.planes[0].update(samples[start : start + SAMPLES].tobytes())
        yield piece
