"""A video from memory given to the decoder, as one that was fetched is."""

from __future__ import annotations

from studio.media import Decoded, videos
from studio.media.sources import Forward, Source


def first_picture(source: Source, second: int = 0) -> Decoded:
    """Its first picture, or that of a later second. Raises BadPicture, and what the source does."""
    with videos.DECODERS.one(videos.MAX_SECONDS) as line:
        return videos.picture_at(line, source, second)


def decode(data: bytes, second: int = 0) -> Decoded:
    """The same of a whole video. Raises BadPicture."""
    return first_picture(Forward(iter([data]), len(data)), second)
