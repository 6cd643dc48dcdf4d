"""Publishes a stream as an encoder does: at its pace and with its sound, until a block ends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing import get_context

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from tests.driving.processes import wait_for
from tests.media.clips import SAMPLE_RATE, SAMPLES, silence
from tests.media.films import filming

RATE = 10
# Seconds from one key picture to the next.
INTERVAL = 2
# So many key pictures can be told from one another.
GREYS = 80
SIZE = (64, 48)
AT_ONCE = {"preset": "ultrafast", "tune": "zerolatency", "g": str(RATE * INTERVAL)}
OPTIONS = {
    "libx264": {**AT_ONCE, "sc_threshold": "0"},
    "libx265": {**AT_ONCE, "x265-params": "log-level=none:scenecut=0"},
}
# What it needs is loaded already.
FORKING = get_context("fork")


class Publisher:
    """Key pictures, each of another grey, which those up to the next one have, too. What it is to
    tell of itself can be read in another process.
    """

    def __init__(self, url: str, codec: str) -> None:
        self._url = url
        self._codec = codec
        self._sent = FORKING.Value("i", 0, lock=False)
        self._began = FORKING.Value("d", 0.0, lock=False)

    @property
    def sent(self) -> int:
        """How many key pictures."""
        return int(self._sent.value)

    def run(self) -> None:
        """For ever. Raises what av does, where the server hangs up."""
        with av.open(self._url, "w", format="flv") as output:
            video, sound = self._video(output), filming.begun_sound(output)
            pieces, heard = count(), 0.0
            self._began.value = time.monotonic()
            for number in count():
                key = number // (RATE * INTERVAL)
                frame = filming.coded(filming.grey(key % GREYS, SIZE), video)
                frame.pts = number
                output.mux(video.encode(frame))
                while heard <= number / RATE:
                    output.mux(sound.encode(silence(next(pieces))))
                    heard += SAMPLES / SAMPLE_RATE
                self._sent.value = key + 1
                due = self._began.value + (number + 1) / RATE
                time.sleep(max(0, due - time.monotonic()))

    def _video(self, output: OutputContainer) -> VideoStream:
        stream = output.add_stream(self._codec, rate=RATE, options=OPTIONS[self._codec])
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        return stream

    def amid(self) -> None:
        """Waits until it is as far from one key picture as from the next."""
        gone = (time.monotonic() - self._began.value) % INTERVAL
        time.sleep((INTERVAL / 2 - gone) % INTERVAL)


@contextmanager
def publishing(url: str, codec: str) -> Iterator[Publisher]:
    """One that has begun, and ends with the block; in a process of its own, for while PyAV waits
    for a server nothing else runs where it does.
    """
    publisher = Publisher(url, codec)
    process = FORKING.Process(target=publisher.run, daemon=True)
    process.start()
    try:
        wait_for(lambda: publisher.sent or not process.is_alive(), "it is published", 10)
        yield publisher
        assert process.is_alive(), "the server hung up"
    finally:
        process.kill()
        process.join()
