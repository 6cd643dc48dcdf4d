"""Decodes pictures one after the other, and knows which of them are whole."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

import av.logging
from av.codec.context import Flags
from av.error import InvalidDataError
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

# What a decoder calls an error although the picture is whole.
HARMLESS = re.compile("mmco|SEI|sei")

av.logging.set_level(av.logging.ERROR)
av.logging.set_skip_repeated(False)


class Found(NamedTuple):
    """A picture; not whole where something was missing, or was still to be refreshed."""

    frame: VideoFrame
    is_whole: bool

    @property
    def place(self) -> int:
        return self.frame.pts or 0


class Run:
    """Packets decoded one after the other. A decoder that was given nonsense, or lacks what came
    before, conceals it with grey and goes on: all it shows from there to the next key picture is
    not whole. Pictures that are still refreshed it keeps to itself, until it is to show anything.
    """

    def __init__(self, decoder: VideoCodecContext) -> None:
        self._decoder = decoder
        self._shows_anything = False
        self.begin()

    def show_anything(self) -> None:
        self._decoder.flags |= Flags.output_corrupt
        self._shows_anything = True
        self.begin()

    def begin(self) -> None:
        """Whatever came before is forgotten."""
        if self._decoder.is_open:
            self._decoder.flush_buffers()
        self._begins_at: float | None = None
        self._whole_from = -math.inf

    def pictures(self, packet: Packet[VideoStream] | None) -> Iterator[Found]:
        """The pictures that come out as the packet goes in; at the end, None, those held back."""
        if packet:
            place = packet.pts or 0
            if self._begins_at is None:
                self._begins_at = place if packet.is_keyframe else -math.inf
            if place < self._begins_at:
                # Shown before the key picture, it needs one before that.
                return
            if packet.is_keyframe and self._whole_from == math.inf:
                self._whole_from = place
        with av.logging.Capture() as errors:
            try:
                frames = self._decoder.decode(packet)
            except InvalidDataError:
                frames, self._whole_from = [], math.inf
        if not all(HARMLESS.search(text) for _level, _name, text in errors):
            self._whole_from = math.inf
        for frame in frames:
            yield Found(frame, self._is_whole(frame))

    def _is_whole(self, frame: VideoFrame) -> bool:
        if self._shows_anything or frame.is_corrupt:
            return False
        return (frame.pts or 0) >= self._whole_from

    def picture_of(self, packet: Packet[VideoStream]) -> Found | None:
        """The picture at once: a decoder holds it back until told that no other comes before it."""
        found = [*self.pictures(packet), *self.pictures(None)]
        self.begin()
        return found[0] if found else None
