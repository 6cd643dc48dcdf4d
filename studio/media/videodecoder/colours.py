"""How the colours of a picture are coded, and whether they are those of a screen."""

from __future__ import annotations

from typing import NamedTuple

from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc

UNTAGGED = 2
# Who does not say how its colours are coded means BT.709 from this height on.
HD_HEIGHT = 720

# Numbers as files have them (H.273), those of matrices with libswscale's.
RGB = 0
MATRICES = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
}

PLAIN, OTHER, UNREAD = "plain", "other", "unread"
HDR = {ColorTrc.ARIB_STD_B67: "hlg", ColorTrc.SMPTE2084: "pq"}
WIDE = {
    ColorPrimaries.BT2020: "bt2020",
    ColorPrimaries.SMPTE431: "p3",
    ColorPrimaries.SMPTE432: "p3",
}
# FFmpeg of 7.0 and later refuses a video in any other, as YCgCo or ICtCp.
READ_MATRICES = frozenset({RGB, UNTAGGED, *MATRICES})
UNUSUAL_TRANSFERS = frozenset({ColorTrc.LINEAR, ColorTrc.LOG, ColorTrc.LOG_SQRT, ColorTrc.SMPTE428})
UNUSUAL_PRIMARIES = frozenset({ColorPrimaries.FILM, ColorPrimaries.SMPTE428})


class Tags(NamedTuple):
    """What is said of the colours, by H.273's numbers."""

    matrix: int
    transfer: int
    primaries: int

    def word(self) -> str:
        """Whose colours they are, by one of the words that the decoder says."""
        if self.matrix not in READ_MATRICES:
            return UNREAD
        if self.transfer in HDR:
            return HDR[ColorTrc(self.transfer)]
        if self.primaries in WIDE:
            return WIDE[ColorPrimaries(self.primaries)]
        is_unusual = self.transfer in UNUSUAL_TRANSFERS or self.primaries in UNUSUAL_PRIMARIES
        return OTHER if is_unusual else PLAIN

    def coding(self, height: int) -> Colorspace | None:
        """How its pictures are to be read, or nearly so; None where they are red, green and blue
        already.
        """
        if self.matrix == RGB:
            return None
        if self.matrix in MATRICES:
            return MATRICES[self.matrix]
        if self.primaries == ColorPrimaries.BT2020:
            return Colorspace.BT2020
        return Colorspace.ITU709 if height >= HD_HEIGHT else Colorspace.ITU601


def tags_of(coded: VideoCodecContext | VideoFrame) -> Tags:
    """Of a track before any of it is decoded: what its container says."""
    return Tags(coded.colorspace, coded.color_trc, coded.color_primaries)


def either(picture: Tags, container: Tags) -> Tags:
    """What the picture says, else its container."""
    pairs = zip(picture, container, strict=True)
    return Tags(*(outer if inner == UNTAGGED else inner for inner, outer in pairs))
