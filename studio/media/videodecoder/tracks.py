"""Which track of a container is shown."""

from __future__ import annotations

from av.container import InputContainer
from av.video.stream import VideoStream

from .asking import Bad

CODECS = frozenset({"h264", "hevc", "flv", "vp6f", "mpeg4"})


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
