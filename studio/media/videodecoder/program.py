"""The whole of it, from the first word to the picture."""

from __future__ import annotations

import sys

from av.audio.codeccontext import AudioCodecContext
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.subtitles.codeccontext import SubtitleCodecContext
from av.subtitles.stream import SubtitleStream
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .alpha import alpha_in
from .aperture import Aperture, aperture_of
from .asking import Bad, say
from .colours import either, tags_of
from .containers import opened
from .finding import first_frame, frame_at
from .rights import give_up_rights
from .showing import hand_over, times_of
from .tracks import chosen, sound_in, start_of

# Loaded here and now, for later nothing can be opened any more.
LOADED = (
    *(AudioCodecContext, AudioStream),
    *(SubtitleCodecContext, SubtitleStream),
    *(VideoCodecContext, VideoStream),
)


def show(max_pixels: int, second: int) -> None:
    """Finds the picture and hands it over. Raises Bad."""
    try:
        with opened(jumps=second > 0) as container:
            stream = chosen(container)
            say(f"sound {sound_in(container)}")
            if alpha_in(stream):
                say("alpha")
            check_size(stream.codec_context.width, stream.codec_context.height, max_pixels)
            # One thread: memory and time are counted for the process as a whole.
            stream.codec_context.thread_count = 1
            stream.codec_context.options = {"max_pixels": str(max_pixels)}
            said = tags_of(stream.codec_context)
            start = start_of(container, stream)
            if second:
                found = frame_at(container, stream, start + int(second / (stream.time_base or 1)))
            else:
                found = first_frame(container, stream)
            check_size(found.frame.width, found.frame.height, max_pixels)
            times = times_of(found.frame, container, stream, start)
            tags = either(tags_of(found.frame), said)
            hand_over(found, stream, times, tags, aperture_in(container, stream, found.frame))
    except MemoryError:
        raise Bad("too_much_memory") from None
    except EOFError:
        raise Bad("truncated") from None
    except FFmpegError:
        raise Bad("corrupt") from None


def aperture_in(
    container: InputContainer, stream: VideoStream, frame: VideoFrame
) -> Aperture | None:
    if container.format.name == "flv":
        return None
    return aperture_of(stream.id, frame.width, frame.height)


def check_size(width: int, height: int, max_pixels: int) -> None:
    if width * height > max_pixels:
        raise Bad("too_many_pixels")


def main() -> None:
    """Decodes and answers. Whatever else happens shows in the exit status."""
    give_up_rights()
    try:
        max_pixels, second = map(int, sys.stdin.buffer.readline().split())
        show(max_pixels, second)
    except Bad as bad:
        say(f"bad {bad}")
