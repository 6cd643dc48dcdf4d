"""Finds the picture: the first one, or that of a second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from time import process_time
from typing import Final, TypeAlias

from av.container import InputContainer
from av.error import FFmpegError
from av.index import IndexEntries
from av.packet import Packet
from av.video.stream import VideoStream

from .asking import Bad
from .decoding import Found, Run
from .tracks import codec_of

# So long a whole picture is searched, and then any.
SEARCH_CPU_SECONDS = 2.5
ANY_CPU_SECONDS = 3.5
# After so many key pictures none of which is whole, the next one won't be either.
KEY_PICTURES = 3
# So many key pictures back a stream that refreshes bit by bit is whole.
GROUPS = 3
# So much of a file is read rather than jumped over, where a change is told of in one place alone.
NEAR_BYTES = 8 * 2**20
# What the end is told by; PyAV trips there over tracks that were not there at the beginning.
ENDS = (EOFError, IndexError)
HEADER: Final = "new_extradata"
SEALED: Final = "encryption_info"

Packets: TypeAlias = "list[Packet[VideoStream]]"


def is_late(limit: float = SEARCH_CPU_SECONDS) -> bool:
    return process_time() > limit


def in_time(
    packets: Iterable[Packet[VideoStream]], limit: float = SEARCH_CPU_SECONDS
) -> Iterator[Packet[VideoStream] | None]:
    """The packets until it is late, and None: what was held back comes out."""
    for packet in packets:
        yield packet
        if is_late(limit):
            break
    yield None


class Track:
    """What is read of a track. Where that breaks off, it ends there; and if no picture came of it,
    the first thing that went wrong is why.
    """

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        self.container = container
        self.stream = stream
        self._wrong: FFmpegError | None = None
        self.has_jumped = False

    def packets(self) -> Iterator[Packet[VideoStream]]:
        """Its packets from here on. What a sender that changes its size or profile says of it goes
        with each key picture from there on, whichever of them is begun with. Raises Bad where it is
        encrypted: what was decoded would be noise.
        """
        header = None
        for packet in self._read():
            if packet.has_sidedata(SEALED):
                raise Bad("encrypted")
            if packet.has_sidedata(HEADER):
                header = packet.get_sidedata(HEADER)
            elif header and packet.is_keyframe:
                packet.set_sidedata(header)
            if packet.size:
                yield packet

    def jump(self, place: int) -> None:
        self.has_jumped = True
        self.container.seek(place, stream=self.stream)

    def is_told_of_changes(self) -> bool:
        """Whether a change of its size shows wherever one begins. In FLV one word before the
        first such picture tells of it, and H.265 is decoded in the old size as if nothing was.
        """
        return self.container.format.name != "flv" or codec_of(self.stream) != "hevc"

    def _read(self) -> Iterator[Packet[VideoStream]]:
        try:
            yield from self.container.demux(self.stream)
        except ENDS:
            return
        except FFmpegError as wrong:
            self._wrong = self._wrong or wrong

    def some(self, found: Found | None) -> Found:
        if found is None:
            raise self._wrong or Bad("no_picture")
        return found


def first_frame(container: InputContainer, stream: VideoStream) -> Found:
    """The first picture that is whole, a key picture as a rule; else the best there is."""
    run, track = Run(stream.codec_context), Track(container, stream)
    packets = track.packets()
    before, first = up_to_key(packets)
    if first is None:
        return track.some(any_of(before, run))
    # What lies before the beginning of an edit is decoded for what comes behind, and not shown.
    found = None if first.is_discard else run.picture_of(first)
    if found and found.is_whole:
        return found
    return track.some(whole_from(chain([first], packets), run, found))


def up_to_key(packets: Iterator[Packet[VideoStream]]) -> tuple[Packets, Packet[VideoStream] | None]:
    """A live stream may begin amidst pictures that need others."""
    before: Packets = []
    for packet in packets:
        if packet.is_keyframe:
            return before, packet
        before.append(packet)
    return before, None


def whole_from(
    packets: Iterator[Packet[VideoStream]], run: Run, poor: Found | None
) -> Found | None:
    """The first whole picture from a key picture on, else the first of all."""
    before: Packets = []
    keys = 0
    for packet in packets:
        before.append(packet)
        keys += packet.is_keyframe
        for found in run.pictures(packet):
            if found.is_whole:
                return found
            poor = poor or found
        if is_late() or (poor and keys > KEY_PICTURES):
            break
    for found in run.pictures(None):
        if found.is_whole:
            return found
        poor = poor or found
    return poor or any_of(before, run)


def any_of(packets: Packets, run: Run) -> Found | None:
    """The last picture of these, whole or not: where a stream refreshes bit by bit, that one is the
    most nearly whole.
    """
    run.show_anything()
    last = None
    for packet in in_time(packets, ANY_CPU_SECONDS):
        last = max(run.pictures(packet), key=place_of, default=last)
    return last


def place_of(found: Found) -> int:
    return found.place


def frame_at(container: InputContainer, stream: VideoStream, place: int) -> Found:
    """The picture that is shown at that place; the last one before, where the video ends earlier,
    or what could be read and decoded of it does.
    """
    run, track, best, seen = Run(stream.codec_context), Track(container, stream), None, []
    for packets in stretches_at(track, place):
        seen = packets
        found = shown_at(packets, run, place)
        if found and (best is None or worth(found, place) > worth(best, place)):
            best = found
        if is_late() or (best and worth(best, place) == BEST):
            break
    found = track.some(best or any_of(seen, run))
    is_sure = not track.has_jumped or track.is_told_of_changes()
    return found._replace(is_whole=found.is_whole and is_sure)


def worth(found: Found, place: int) -> tuple[bool, bool]:
    return found.is_whole, found.place <= place


BEST = (True, True)


def stretches_at(track: Track, place: int) -> Iterator[Packets]:
    """What may show that place, the likeliest first: from the key picture before it on; from a
    further one, where the last is cut off or refreshes only a part; and all from the beginning,
    where another size or profile was told of in what was jumped over. Where that would go
    unnoticed, all from the beginning, unless it is far.
    """
    index = track.stream.index_entries
    jumps = len(index) > 1 and (track.is_told_of_changes() or is_far(index, place))
    if jumps:
        # Behind its last entry an FLV file is read to its end, and there is no picture.
        track.jump(min(place, index[-1].timestamp))
    groups = groups_at(track, place)
    yield from stretches(groups)
    if jumps and groups:
        for earlier in ((groups[-1][0].dts or 0) - 1, index[0].timestamp):
            with suppress(FFmpegError):
                track.jump(earlier)
            yield from stretches(groups_at(track, place))


def is_far(index: IndexEntries, place: int) -> bool:
    return index[max(0, index.search_timestamp(place))].pos > NEAR_BYTES


def stretches(groups: list[Packets]) -> list[Packets]:
    """The last group alone, then with the one before it, and so on."""
    counts = range(1, len(groups) + 1)
    return [list(chain.from_iterable(reversed(groups[:count]))) for count in counts]


def groups_at(track: Track, place: int) -> list[Packets]:
    """A key picture and what needs it, the last up to that place; then the groups before."""
    groups: list[Packets] = []
    for packet in track.packets():
        if groups and (packet.dts is None or packet.dts > place):
            break
        if packet.is_keyframe or not groups:
            groups = [[], *groups[: GROUPS - 1]]
        groups[0].append(packet)
    return groups


def shown_at(packets: Packets, run: Run, place: int) -> Found | None:
    """The last picture shown by then, a whole one if there is any; else the first behind."""
    run.begin()
    best = None
    for found in chain.from_iterable(map(run.pictures, in_time(packets))):
        if best and best.is_whole and found.place > place:
            break
        if best is None or found.is_whole >= best.is_whole:
            best = found
    return best
