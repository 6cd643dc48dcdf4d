"""Awkward, damaged and mistaken pictures, made in memory, each with the verdict it must get.

`ok`: decoded and shown. Any other word: refused with it. Nothing here is more than an error in
any other software; the limits are met by plain pictures, lowered (`lowered`).
"""

from __future__ import annotations

import io
import itertools
import random
import struct
import sys
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from studio.media import pictures

SIGNATURE = b"\x89PNG\r\n\x1a\n"
ORIENTATION = 0x0112
NOISE = random.Random(7)  # the same noise every time
# Written beside the pixels, where no copy of ours may have it.
CANARY = b"canary"


class Case(NamedTuple):
    name: str
    data: bytes
    verdict: str


def lowered(monkeypatch: pytest.MonkeyPatch, **limits: int) -> None:
    """Has pictures decoded by the same program with these of its limits instead of its own."""
    program = (
        "import sys; sys.path.append(sys.argv[1]); from picturedecoder import program\n"
        f"vars(program).update({limits!r})\n"
        "program.main()"
    )
    command = (sys.executable, "-I", "-c", program, pictures.COMMAND[-1])
    monkeypatch.setattr(pictures, "COMMAND", command)


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width: int, height: int, depth: int = 8, colour: int = 2, interlace: int = 0) -> bytes:
    fields = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    return chunk(b"IHDR", fields)


def png(head: bytes, pixels: bytes) -> bytes:
    """A PNG file of ready-made parts; `pixels` is the deflated content of IDAT."""
    return SIGNATURE + head + chunk(b"IDAT", pixels) + chunk(b"IEND")


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


@cache
def fractal() -> Image.Image:
    return Image.effect_mandelbrot((64, 48), (-2, -1.5, 1, 1.5), 50).convert("RGB")


@cache
def plain_png() -> bytes:
    return saved(fractal(), "PNG")


@cache
def plain_jpeg() -> bytes:
    return saved(fractal(), "JPEG", quality=90)


def cases() -> list[Case]:
    groups = (controls(), broken(), wrong_types(), animations(), colours(), notes())
    return [Case(*case) for case in itertools.chain(*groups)]


Cases = Iterator[tuple[str, bytes, str]]


def controls() -> Cases:
    yield "control.png", plain_png(), "ok"
    yield "control.jpg", plain_jpeg(), "ok"
    yield "one_by_one.png", saved(Image.new("RGB", (1, 1), "red"), "PNG"), "ok"
    yield "jpg_named.png", plain_jpeg(), "ok"
    yield "png_named.jpg", plain_png(), "ok"


def broken() -> Cases:
    """Cut or damaged, as a bad line or disk leaves them."""
    whole, jpeg = plain_png(), plain_jpeg()
    yield "cut_in_pixels.png", whole[: len(whole) // 2], "truncated"
    yield "cut_in_header.png", whole[:20], "truncated"
    yield "cut_in_scan.jpg", jpeg[: len(jpeg) // 2], "truncated"
    yield "start_only.jpg", jpeg[:4], "corrupt"
    yield "wrong_checksum.png", whole.replace(whole[29:33], bytes(4), 1), "corrupt"
    yield "noise_in_pixels.png", whole[:60] + NOISE.randbytes(40) + whole[100:], "corrupt"
    yield "no_pixels.png", SIGNATURE + header(8, 8) + chunk(b"IEND"), "truncated"
    yield "noise_after_start.jpg", b"\xff\xd8" + NOISE.randbytes(2000), "corrupt"


def wrong_types() -> Cases:
    """Something else under a picture's name, or behind a picture."""
    yield "empty.png", b"", "not_an_image"
    yield "noise.png", NOISE.randbytes(4096), "not_an_image"
    yield "html.png", b"<!doctype html><title>404</title><p>Not found", "not_an_image"
    yield "playlist.png", b"#EXTM3U\n#EXTINF:1,\nhttps://ok.test/a.ts\n", "not_an_image"
    namespace = b'xmlns="http://www.w3.org/2000/svg"'
    yield "svg.png", b"<svg " + namespace + b"><path/></svg>", "unsupported_format"
    yield "svg.svg", b'<?xml version="1.0"?><svg ' + namespace + b"/>", "unsupported_format"
    yield "postscript.png", b"%!PS-Adobe-3.0 EPSF-3.0\nshowpage\n", "unsupported_format"
    animation = struct.pack("<IHHHHHH", 128, 0xAF11, 1, 64, 64, 8, 3) + bytes(112)
    yield "fli.png", animation, "unsupported_format"
    for kind in ("GIF", "WEBP", "BMP", "TIFF", "ICO", "PPM", "TGA"):
        yield f"other.{kind.lower()}", saved(fractal(), kind), "unsupported_format"
    yield "more_behind.png", plain_png() + CANARY, "ok"
    yield "more_behind.jpg", plain_jpeg() + CANARY, "ok"


def animations() -> Cases:
    """Only the first frame of an animated PNG counts."""
    frames = [Image.new("RGB", (40, 40), (number * 8, 0, 0)) for number in range(30)]
    options: dict[str, Any] = {"save_all": True, "append_images": frames[1:], "duration": 20}
    yield "animated.gif", saved(frames[0], "GIF", **options), "unsupported_format"
    yield "animated.webp", saved(frames[0], "WEBP", **options), "unsupported_format"
    yield "animated.png", saved(frames[0], "PNG", **options), "ok"


def colours() -> Cases:
    """Legal, but awkward."""
    image = fractal()
    cmyk = saved(image.convert("CMYK"), "JPEG")
    marker = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x02"
    yield "cmyk.jpg", cmyk, "ok"
    yield "cmyk_adobe.jpg", cmyk[:2] + marker + cmyk[2:], "ok"
    yield "grey.jpg", saved(image.convert("L"), "JPEG"), "ok"
    yield "progressive.jpg", saved(image, "JPEG", progressive=True), "ok"
    deep = zlib.compress((b"\0" + b"\x80\x00\x40\x00\x20\x00" * 8) * 8)
    yield "sixteen_bit.png", png(header(8, 8, 16, 2), deep), "ok"
    palette = image.quantize(16)
    yield "palette_index.png", saved(palette, "PNG", transparency=0), "ok"
    yield "palette_alpha.png", saved(palette, "PNG", transparency=bytes(range(0, 256, 16))), "ok"
    yield "colour_key.png", saved(image, "PNG", transparency=(0, 0, 0)), "ok"
    yield "grey_alpha.png", saved(image.convert("LA"), "PNG"), "ok"
    yield "bilevel.png", saved(image.convert("1"), "PNG"), "ok"
    interlaced = png(header(1, 1, 8, 2, 1), zlib.compress(b"\0\xff\0\0"))
    yield "interlaced.png", interlaced, "ok"


def notes() -> Cases:
    """EXIF, profiles and texts: read for the turn, ignored when broken, never kept."""
    image = fractal()
    for turn in (*range(1, 9), 99):
        exif = Image.Exif()
        exif[ORIENTATION] = turn
        yield f"turned_{turn}.jpg", saved(image, "JPEG", exif=exif), "ok"
    yield "exif_of_words.jpg", saved(image, "JPEG", exif=b"Exif\0\0" + CANARY * 9), "ok"
    yield "exif_of_words.png", saved(image, "PNG", exif=b"Exif\0\0" + CANARY * 9), "ok"
    yield "profile_of_words.png", saved(image, "PNG", icc_profile=CANARY * 30), "ok"
    yield "profile_of_words.jpg", saved(image, "JPEG", icc_profile=CANARY * 30), "ok"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield "srgb.png", saved(image, "PNG", icc_profile=profile), "ok"
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", CANARY.decode())
    yield "text.png", saved(image, "PNG", pnginfo=texts), "ok"
