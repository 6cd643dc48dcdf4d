"""Whose the colours of a picture are, where a screen has others."""

from __future__ import annotations

import io
import itertools
import struct
from typing import NamedTuple

from PIL import Image, ImageChops, ImageCms, ImageFile

PLAIN, OTHER = "plain", "other"
# By what cICP says of transfer and primaries, in H.273's numbers: those of HDR, wider ones, and
# what is linear, logarithmic or of films. Then whether all levels are used, as a screen does.
HDR = {16: "pq", 18: "hlg"}
WIDE = {9: "bt2020", 11: "p3", 12: "p3"}
UNUSUAL_TRANSFERS = frozenset({8, 9, 10, 17})
UNUSUAL_PRIMARIES = frozenset({8, 10})
ALL_LEVELS = 1
# By what a profile calls itself, in small letters and digits alone.
PROFILES = {
    "displayp3": "p3",
    "dcip3": "p3",
    "p3d65": "p3",
    "bt2020": "bt2020",
    "rec2020": "bt2020",
    "adobergb": "adobe",
}
# Those of printers are the largest, of one or two.
MAX_PROFILE_BYTES = 4 * 2**20
# Pillow's word for the pixels that a profile is for, by the profile's.
KINDS = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
GREYS = frozenset({"1", "L", "LA", "I", "I;16", "I;16B"})
# Levels that colours may be off by without a word: a grey of gamma 2.2 is off by 4.
SAME = 5
STEP = 51

PNG_SIGNATURE = 8
CHUNK = struct.Struct(">I4s")
CHECKSUM = 4
PIXELS = b"IDAT"
# A screen's, and how far a PNG's may be off: what is written is rounded.
GAMMA, PRIMARIES = 1 / 2.2, (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
ROUNDED = 0.01


class Colours(NamedTuple):
    """Whose they are, by a word, and what makes a screen's of them, where that is known."""

    word: str
    transform: ImageCms.ImageCmsTransform | None = None

    def shown(self, image: Image.Image, mode: str) -> Image.Image:
        """The pixels in RGB or RGBA, in a screen's colours where they can be."""
        if self.transform is None:
            return image if image.mode == mode else image.convert(mode)
        picture = self.transform.apply(image.convert(self.transform.input_mode))
        if mode == "RGBA":
            picture.putalpha(image.getchannel("A"))
        return picture


AS_THEY_ARE = Colours(PLAIN)


def colours_of(image: ImageFile.ImageFile, data: bytes) -> Colours:
    """Of a picture and the bytes it was opened from. What can't be read is passed over, as
    browsers do.
    """
    coded = chunk_of(data, b"cICP") if image.format == "PNG" else b""
    if len(coded) == 4:
        return Colours(by_numbers(*coded))
    profile = image.info.get("icc_profile")
    if profile:
        return by_profile(image, profile)
    return AS_THEY_ARE if is_usual(image) else Colours(OTHER)


def by_numbers(primaries: int, transfer: int, _matrix: int, levels: int) -> str:
    """What cICP says, in a word; a PNG has no matrix."""
    if transfer in HDR:
        return HDR[transfer]
    if primaries in WIDE:
        return WIDE[primaries]
    is_unusual = transfer in UNUSUAL_TRANSFERS or primaries in UNUSUAL_PRIMARIES
    return OTHER if is_unusual or levels != ALL_LEVELS else PLAIN


def chunk_of(data: bytes, name: bytes) -> bytes:
    """What a PNG says under that name before its pixels; nothing where it does not."""
    at = PNG_SIGNATURE
    while at + CHUNK.size <= len(data):
        length, kind = CHUNK.unpack_from(data, at)
        at += CHUNK.size
        if kind in {name, PIXELS}:
            return data[at : at + length] if kind == name else b""
        at += length + CHECKSUM
    return b""


def is_usual(image: Image.Image) -> bool:
    """Whether a PNG's numbers for gamma and primaries are a screen's."""
    gamma, primaries = image.info.get("gamma"), image.info.get("chromaticity", PRIMARIES)
    if gamma is None or "srgb" in image.info:
        return True
    pairs = zip((gamma, *primaries), (GAMMA, *PRIMARIES), strict=True)
    return all(abs(number - usual) <= ROUNDED for number, usual in pairs)


def by_profile(image: Image.Image, data: bytes) -> Colours:
    if len(data) > MAX_PROFILE_BYTES:
        return Colours(OTHER)
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        kind = KINDS[profile.profile.xcolor_space]
        if kind != kind_of(image):
            return AS_THEY_ARE
        screen = ImageCms.createProfile("sRGB")
        transform = ImageCms.ImageCmsTransform(
            profile, ImageCms.ImageCmsProfile(screen), kind, "RGB"
        )
        name = "".join(filter(str.isalnum, str(profile.profile.profile_description).lower()))
        if difference(transform) <= SAME:
            return AS_THEY_ARE
    except Exception:  # noqa: BLE001 - an unreadable note does not spoil the picture
        return AS_THEY_ARE
    return Colours(next((PROFILES[known] for known in PROFILES if known in name), OTHER), transform)


def kind_of(image: Image.Image) -> str:
    if image.mode == "CMYK":
        return image.mode
    return "L" if image.mode in GREYS else "RGB"


def difference(transform: ImageCms.ImageCmsTransform) -> float:
    """How far any colour is off, in levels, where it is shown as if it were a screen's."""
    kind = transform.input_mode
    bands = Image.getmodebands(kind)
    colours = bytes(itertools.chain(*itertools.product(range(0, 256, STEP), repeat=bands)))
    samples = Image.frombytes(kind, (len(colours) // bands, 1), colours)
    off = ImageChops.difference(transform.apply(samples), samples.convert("RGB"))
    return max(band[1] for band in off.getextrema() if isinstance(band, tuple))
