"""The files: each of one colour, coded, tagged or turned in one way."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc
from PIL import Image, PngImagePlugin

from bench.fidelity.signals import CODINGS, Colour
from tests.media import clips
from tests.media.awkward_pictures import ORIENTATION, chunk, header, png, saved
from tests.media.colours import profiles
from tests.media.colours.notes import BT2020, cicp, gamma, noted, primaries
from tests.media.colours.tagging import SIZE, plain
from tests.media.films import peer
from tests.media.films.filming import with_aperture

RED, BLUE, ORANGE, YELLOW = (255, 0, 0), (0, 0, 255), (200, 40, 20), (191, 191, 0)
# The least that is shown where not all of the range is used.
BLACK = 16
QUARTER_TURN = 6


@dataclass(frozen=True, kw_only=True)
class File:
    """A file: the ending of its name, what it means to be seen as, and how it is made."""

    ending: str
    meant: str
    made: Callable[[], bytes]


def see_through() -> bytes:
    """H.265 with a second layer, its alpha, which is nothing everywhere."""
    drawn = f"color=red@0:s={SIZE[0]}x{SIZE[1]}:r=5:d=1,format=yuva420p"
    coded = ("-c:v", "libx265", "-x265-params", "log-level=none", "-tag:v", "hvc1")
    return peer.made("-f", "lavfi", "-i", drawn, *coded, kind="mp4")


def picture(kind: str, mode: str, colour: Any, **options: Any) -> bytes:
    if kind == "JPEG":
        options = {"quality": 100, "subsampling": 0, **options}
    return saved(Image.new(mode, SIZE, colour), kind, **options)


def quarter_turn() -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = QUARTER_TURN
    return exif


def turned(kind: str) -> bytes:
    return picture(kind, "RGB", RED, exif=quarter_turn())


def turned_by_text() -> bytes:
    """As ImageMagick wrote it."""
    note, texts = quarter_turn().tobytes(), PngImagePlugin.PngInfo()
    texts.add_text("Raw profile type exif", f"\nexif\n{len(note):8}\n{note.hex()}\n", zip=True)
    return picture("PNG", "RGB", RED, pnginfo=texts)


def turned_by_xmp(kind: str) -> bytes:
    words = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
        'syntax-ns#"><rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" '
        f'tiff:Orientation="{QUARTER_TURN}"/></rdf:RDF></x:xmpmeta>'
    )
    if kind == "JPEG":
        return picture(kind, "RGB", RED, xmp=words.encode())
    note = chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + words.encode())
    return noted(RED, note)


def deep() -> bytes:
    rows = (b"\0" + struct.pack(">3H", *(257 * level for level in ORANGE)) * SIZE[0]) * SIZE[1]
    return png(header(*SIZE, 16), zlib.compress(rows))


def animated() -> bytes:
    still, moving = (Image.new("RGB", SIZE, colour) for colour in (RED, BLUE))
    more = {"append_images": [moving, still], "default_image": True, "duration": 100}
    return saved(still, "PNG", save_all=True, **more)


# How a film is coded, in the words of tagging.plain.
Tags: TypeAlias = Mapping[str, Any]
BT709: Tags = {
    "matrix": Colorspace.ITU709,
    "transfer": ColorTrc.BT709,
    "primaries": ColorPrimaries.BT709,
}
BT601: Tags = {
    "matrix": Colorspace.ITU601,
    "transfer": ColorTrc.SMPTE170M,
    "primaries": ColorPrimaries.SMPTE170M,
}
SMPTE240M: Tags = {
    "matrix": Colorspace.SMPTE240M,
    "transfer": ColorTrc.SMPTE240M,
    "primaries": ColorPrimaries.SMPTE240M,
}
# A matrix by H.273's number, which libswscale can't read.
YCGCO: Tags = {**BT709, "matrix": 8}
P3: Tags = {
    "matrix": Colorspace.ITU709,
    "transfer": ColorTrc.IEC61966_2_1,
    "primaries": ColorPrimaries.SMPTE432,
    "coding": "p3",
}
WIDER: Tags = {"matrix": Colorspace.BT2020, "primaries": ColorPrimaries.BT2020}
WIDE: Tags = {**WIDER, "transfer": ColorTrc.BT2020_10, "coding": "bt2020"}
HLG: Tags = {**WIDER, "transfer": ColorTrc.ARIB_STD_B67, "coding": "hlg"}
PQ: Tags = {**WIDER, "transfer": ColorTrc.SMPTE2084, "coding": "pq"}
TEN: Tags = {"pixels": "yuv420p10le"}
H265: Tags = {"codec": "libx265", **TEN}
AV1: Tags = {"codec": "libsvtav1", **TEN}
IN_P3 = CODINGS["p3"](RED)


def film(meant: Colour, *, kind: str = "mp4", coding: str = "", **options: Any) -> File:
    numbers = CODINGS[coding](meant) if coding else meant
    return File(ending=kind, meant=told(meant), made=lambda: plain(numbers, kind, **options))


def still(kind: str, meant: Colour | str, made: Callable[[], bytes]) -> File:
    ending = {"PNG": "png", "JPEG": "jpg"}[kind]
    return File(ending=ending, meant=meant if isinstance(meant, str) else told(meant), made=made)


def told(colour: Colour) -> str:
    return ",".join(map(str, colour))


FILES: Mapping[str, File] = {
    "H.264, untagged, 48 rows": film(ORANGE, **BT601, tagged=False),
    "H.264, untagged, 720 rows": film(ORANGE, **BT709, tagged=False, height=720),
    "H.264, BT.601, 720 rows": film(ORANGE, **BT601, height=720),
    "H.264, BT.709, 48 rows": film(ORANGE, **BT709),
    "H.264, full range": film(ORANGE, **BT709, full=True),
    "H.264, SMPTE 240M": film(ORANGE, **SMPTE240M),
    "H.264, tagged YCgCo": film(ORANGE, **YCGCO),
    "H.264, BT.2020": film(ORANGE, **WIDE),
    "H.264, P3": film(RED, **P3),
    "H.265, grey": File(
        ending="mp4",
        meant="0,0,0",
        made=lambda: plain((BLACK,) * 3, codec="libx265", pixels="gray"),
    ),
    "H.265, 10 bits, HLG": film(YELLOW, **H265, **HLG),
    "H.265, 10 bits, PQ": film(YELLOW, **H265, **PQ),
    "H.265, 10 bits, HLG, in FLV": film(YELLOW, kind="flv", **H265, **HLG),
    "AV1, 10 bits, HLG": film(YELLOW, **AV1, **HLG),
    "AV1, 10 bits, PQ": film(YELLOW, **AV1, **PQ),
    "AV1, P3": film(RED, codec="libsvtav1", **P3),
    "MP4, turned": File(
        ending="mp4",
        meant="48×64",
        made=lambda: clips.clip(picture=Image.new("RGB", SIZE, RED), turned=90),
    ),
    "MP4, clean aperture": File(
        ending="mp4",
        meant="32×24",
        made=lambda: with_aperture(
            clips.clip(picture=Image.new("RGB", SIZE, RED)), 32, 1, 24, 1, 0, 1, 0, 1
        ),
    ),
    "H.265 with alpha": File(ending="mp4", meant="clear", made=see_through),
    "PNG, sRGB profile": still(
        "PNG", RED, lambda: picture("PNG", "RGB", RED, icc_profile=profiles.srgb())
    ),
    "PNG, Display P3 profile": still(
        "PNG", RED, lambda: picture("PNG", "RGB", IN_P3, icc_profile=profiles.display_p3())
    ),
    "JPEG, Display P3 profile": still(
        "JPEG", RED, lambda: picture("JPEG", "RGB", IN_P3, icc_profile=profiles.display_p3())
    ),
    "PNG, Display P3 by cICP": still("PNG", RED, lambda: noted(IN_P3, cicp(12, 13))),
    "PNG, PQ by cICP": still("PNG", YELLOW, lambda: noted(CODINGS["pq"](YELLOW), cicp(9, 16))),
    "PNG, gamma 1": still("PNG", (255, 188, 0), lambda: noted((255, 128, 0), gamma(1))),
    "PNG, primaries of BT.2020 alone": still(
        "PNG", ORANGE, lambda: noted(ORANGE, primaries(*BT2020))
    ),
    "JPEG, grey, profile of gamma 1.8": still(
        "JPEG",
        (119, 119, 119),
        lambda: picture("JPEG", "L", 100, icc_profile=profiles.grey(1.8)),
    ),
    "JPEG, CMYK": still("JPEG", RED, lambda: picture("JPEG", "CMYK", (0, 255, 255, 0))),
    "PNG, 16 bits": still("PNG", ORANGE, deep),
    "PNG, grey, one level clear": still(
        "PNG", "clear", lambda: picture("PNG", "L", 77, transparency=77)
    ),
    "PNG, 16-bit grey, one level clear": still(
        "PNG", "clear", lambda: picture("PNG", "I;16", 1000, transparency=1000)
    ),
    "JPEG, turned by EXIF": still("JPEG", "48×64", lambda: turned("JPEG")),
    "PNG, turned by EXIF": still("PNG", "48×64", lambda: turned("PNG")),
    "PNG, turned by EXIF in a text": still("PNG", "48×64", turned_by_text),
    "JPEG, turned by XMP alone": still("JPEG", "64×48", lambda: turned_by_xmp("JPEG")),
    "PNG, turned by XMP alone": still("PNG", "64×48", lambda: turned_by_xmp("PNG")),
    "APNG, first picture blue, default image red": still("PNG", BLUE, animated),
}


def written(folder: Path, files: Mapping[str, File] = FILES) -> list[Path]:
    """All of these in the folder, in their order."""
    paths = [folder / f"{number}.{file.ending}" for number, file in enumerate(files.values())]
    for path, file in zip(paths, files.values(), strict=True):
        path.write_bytes(file.made())
    return paths
