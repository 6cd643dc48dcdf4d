"""Which track of a container is shown, and when it begins."""

from __future__ import annotations

from fractions import Fraction

from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from .asking import Bad

MICROSECONDS = 10**6
CODECS = frozenset(
    {"h264", "hevc", "flv1", "vp6f", "mpeg4", "av1", "vp9", "mjpeg", "mpeg2video", "mpeg1video"}
)


def chosen(container: InputContainer) -> VideoStream:
    """The track of moving pictures that players take: enabled, else the largest; never the picture
    of a record's cover.
    """
    tracks = [track for track in container.streams.video if not is_cover(track)]
    if not tracks:
        raise Bad("sound_alone" if container.streams.audio else "no_picture")
    known = [track for track in tracks if is_known(track)]
    if not known:
        raise Bad("unsupported_codec")
    return max(known, key=precedence)


def is_cover(track: VideoStream) -> bool:
    return bool(track.disposition & Disposition.attached_pic)


def is_known(track: VideoStream) -> bool:
    # There is none for a codec that the library does not know at all.
    return bool(track.codec_context) and codec_of(track) in CODECS


def codec_of(track: VideoStream) -> str:
    return track.codec_context.codec.canonical_name


def precedence(track: VideoStream) -> tuple[bool, int]:
    coded = track.codec_context
    return bool(track.disposition & Disposition.default), coded.width * coded.height


def start_of(container: InputContainer, track: VideoStream) -> int:
    """When the video begins by the clock of a player, which is that of its first sound or picture,
    whichever comes first; in the time of the track.
    """
    starts = [] if track.start_time is None else [track.start_time]
    if container.start_time is not None and track.time_base:
        starts.append(int(Fraction(container.start_time, MICROSECONDS) / track.time_base))
    return min(starts, default=0)


def sound_in(container: InputContainer) -> str:
    """Whether it has sound: an FLV file has no list of tracks, and its sound may come later."""
    if container.streams.audio:
        return "yes"
    return "unknown" if container.format.name == "flv" else "no"
