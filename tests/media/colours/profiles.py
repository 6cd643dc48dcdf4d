"""Colour profiles, made by hand: Pillow can make none but sRGB."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from PIL import ImageCms

Triple = tuple[float, float, float]
D50: Triple = (0.9642, 1.0, 0.8249)
# Where red, green and blue lie, for a white of D50.
DISPLAY_P3 = ((0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407))
ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def display_p3(name: str = "Display P3") -> bytes:
    return profile(name, b"RGB ", rgb(DISPLAY_P3, curve(*SRGB_CURVE)))


def adobe_rgb() -> bytes:
    return profile("Adobe RGB (1998)", b"RGB ", rgb(ADOBE_RGB, curve(2.2)))


def grey(gamma: float) -> bytes:
    return profile(f"Grey of gamma {gamma}", b"GRAY", {b"kTRC": curve(gamma)})


def press() -> bytes:
    """Of a printer whose inks are all half as strong as they are called."""
    ramp = bytes(range(256))
    corners = [ink(number >> 3 & 1, number & 1) for number in range(16)]
    head = struct.pack(
        ">4sIBBBB9i", b"mft1", 0, 4, 3, 2, 0, *map(fixed, (1, 0, 0, 0, 1, 0, 0, 0, 1))
    )
    table = head + 4 * ramp + b"".join(corners) + 3 * ramp
    return profile("Press", b"CMYK", {b"A2B0": table}, space=b"Lab ", kind=b"prtr")


def ink(cyan: int, black: int) -> bytes:
    """Lightness, and no colour: half of it where either ink is."""
    return bytes([128 if cyan or black else 255, 128, 128])


def rgb(colorants: Sequence[Triple], curve: bytes) -> dict[bytes, bytes]:
    places = zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(xyz, colorants), strict=True)
    return {**dict(places), **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)}


def profile(
    name: str,
    colours: bytes,
    tags: dict[bytes, bytes],
    *,
    space: bytes = b"XYZ ",
    kind: bytes = b"mntr",
) -> bytes:
    """A profile of version 4 for pixels of that kind."""
    all_tags = {b"desc": text(name), b"cprt": text("None"), b"wtpt": xyz(D50), **tags}
    at = 128 + 4 + 12 * len(all_tags)
    index, content = struct.pack(">I", len(all_tags)), b""
    for tag, data in all_tags.items():
        index += struct.pack(">4sII", tag, at + len(content), len(data))
        content += data + bytes(-len(data) % 4)
    size = at + len(content)
    date = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x04000000, kind, colours, space)
    head += date + b"acsp" + bytes(28) + struct.pack(">3i", *map(fixed, D50))
    return head.ljust(128, b"\0") + index + content


def curve(*parameters: float) -> bytes:
    """Of one parameter a plain gamma, of five as sRGB has it."""
    kind = {1: 0, 5: 3}[len(parameters)]
    packed = struct.pack(f">{len(parameters)}i", *map(fixed, parameters))
    return struct.pack(">4sIHH", b"para", 0, kind, 0) + packed


def xyz(values: Triple) -> bytes:
    return struct.pack(">4sI3i", b"XYZ ", 0, *map(fixed, values))


def text(words: str) -> bytes:
    data = words.encode("utf-16-be")
    return struct.pack(">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(data), 28) + data


def fixed(value: float) -> int:
    return round(value * 65536)
