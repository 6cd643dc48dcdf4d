"""Opens what the bytes hold: its format told by how they begin, and nothing else opened by it."""

from __future__ import annotations

from typing import NoReturn

import av
from av.container import InputContainer

from .asking import Bad, Remote, Seekable
from .boxes import BOX_HEAD, WHOLE_FILE, Boxes

# How much is asked for at once.
READ_BYTES = 128 * 2**10
# How much is looked at to find out which tracks there are. The very beginning tells, as a rule;
# where no picture is in it, the first one does, seconds of sound as may come before it. A live
# stream brings that no sooner than it happens: it is to be known in time that there is none.
# No fewer bytes than 32 can be asked for: a key picture of a still has not many more, and those
# behind it have hardly any.
BEGINNING = {"probesize": "32", "analyzeduration": "1"}
MORE = {"probesize": "20000000", "analyzeduration": "8000000", "fpsprobesize": "0"}

FLV_MAGIC = b"FLV"
# A piece of a stream, whose index lies in another file as a rule.
SEGMENTS = frozenset({b"styp", b"sidx", b"moof", b"prft", b"emsg"})
# MP4 begins with the name of one of its boxes, behind four bytes that are its length.
MP4_BOXES = SEGMENTS.union(
    {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"pnot", b"udta"}
)
MAX_BOXES = 20
PLAYLIST_MAGIC = b"#EXTM3U"
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


def opened(*, jumps: bool) -> InputContainer:
    """The container, its format told by its first bytes and never guessed by libavformat."""
    head = Remote().at(0, BOX_HEAD.size)
    if head.startswith(FLV_MAGIC):
        return opened_as("flv", Seekable if jumps else Remote)
    if head[4:8] in SEGMENTS and not index_comes_first():
        raise Bad("no_picture")
    if head[4:8] in MP4_BOXES:
        forward = not jumps and index_comes_first()
        return opened_as("mp4", Remote if forward else Seekable)
    raise Bad("playlist" if head.startswith(PLAYLIST_MAGIC) else "not_a_video")


def index_comes_first() -> bool:
    """Whether an MP4 file can be read forward.

    Where libavformat may jump, it looks at the end, too: a request more, or with a server that
    knows no ranges all of the file.
    """
    for box in Boxes(Remote(), MAX_BOXES).within(WHOLE_FILE):
        if box.kind in {b"moov", b"mdat"}:
            return box.kind == b"moov"
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
