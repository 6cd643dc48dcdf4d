"""Hostile and awkward pictures, made in memory, each with the verdict it must get.

`ok`: decoded and shown. A word: refused with this word. `either`: in time, whatever comes.
"""

from __future__ import annotations

import io
import itertools
import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from PIL import Image, ImageCms, PngImagePlugin

SIGNATURE = b"\x89PNG\r\n\x1a\n"
ORIENTATION = 0x0112
NOISE = random.Random(7)  # the same noise every time


class Case(NamedTuple):
    name: str
    data: bytes
    verdict: str


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width: int, height: int, depth: int = 8, colour: int = 2, interlace: int = 0) -> bytes:
    fields = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    return chunk(b"IHDR", fields)


def png(head: bytes, pixels: bytes, *between: bytes) -> bytes:
    """A PNG file of ready-made parts; `pixels` is the deflated content of IDAT."""
    body = b"".join(between) + chunk(b"IDAT", pixels) + chunk(b"IEND")
    return SIGNATURE + head + body


@cache
def _deflated_mebibyte() -> bytes:
    """A mebibyte of zeros as a deflate block that can be repeated."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(bytes(2**20)) + compressor.flush(zlib.Z_FULL_FLUSH)


def zeros(count: int) -> bytes:
    """`count` zeros, deflated, without ever holding them."""
    whole, rest = divmod(count, 2**20)
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    tail = compressor.compress(bytes(rest)) + compressor.flush()
    checksum = struct.pack(">HH", count % 65521, 1)
    return b"\x78\xda" + _deflated_mebibyte() * whole + tail + checksum


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


ONE_PIXEL = zlib.compress(bytes(4))


def cases() -> list[Case]:
    groups = (controls(), bombs(), broken(), wrong_types(), animations(), colours(), notes())
    return [Case(*case) for case in itertools.chain(*groups)]


Cases = Iterator[tuple[str, bytes, str]]


def controls() -> Cases:
    yield "control.png", plain_png(), "ok"
    yield "control.jpg", plain_jpeg(), "ok"
    yield "one_by_one.png", saved(Image.new("RGB", (1, 1), "red"), "PNG"), "ok"
    yield "jpg_named.png", plain_jpeg(), "ok"
    yield "png_named.jpg", plain_png(), "ok"


def bombs() -> Cases:
    """Small files that claim or unfold to much."""
    square = png(header(20000, 20000), zeros((20000 * 3 + 1) * 20000))
    yield "bomb_20000x20000.png", square, "too_many_pixels"
    bilevel = png(header(8000, 8000, 1, 0), zeros(1001 * 8000))
    yield "bomb_8000x8000_bilevel.png", bilevel, "too_many_pixels"
    under = png(header(13000, 13000, 1, 0), zeros(1626 * 13000))
    yield "where_pillow_only_warns_13000x13000.png", under, "too_many_pixels"
    largest = png(header(0x7FFFFFFF, 0x7FFFFFFF), zlib.compress(bytes(10)))
    yield "largest_dimensions.png", largest, "too_many_pixels"
    wide = png(header(200_000_000, 1, 1, 0), zeros(25_000_001))
    yield "wide_1x200000000.png", wide, "too_many_pixels"
    yield "jpeg_claims_65500.jpg", resized_header(plain_jpeg(), 65500), "too_many_pixels"
    yield "too_many_bytes.png", plain_png() + bytes(20 * 2**20), "too_big"
    yield "text_bomb.png", png(header(1, 1), ONE_PIXEL, text(b"c", 80_000_000)), "either"
    texts = (text(b"c%d" % number, 900_000) for number in range(200))
    yield "many_texts.png", png(header(1, 1), ONE_PIXEL, *texts), "either"
    profile = chunk(b"iCCP", b"x\0\0" + zeros(60_000_000))
    yield "profile_bomb.png", png(header(1, 1), ONE_PIXEL, profile), "either"
    empty = chunk(b"tEXt", b"a\0") * 200_000
    yield "many_empty_chunks.png", png(header(1, 1), ONE_PIXEL, empty), "either"


def text(keyword: bytes, length: int) -> bytes:
    return chunk(b"zTXt", keyword + b"\0\0" + zeros(length))


def resized_header(jpeg: bytes, side: int) -> bytes:
    """The JPEG with another size in its frame header."""
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", side, side) + jpeg[at + 4 :]


def broken() -> Cases:
    """Cut, damaged or lying about their own lengths."""
    whole, jpeg = plain_png(), plain_jpeg()
    yield "zero_size.png", png(header(0, 0), zlib.compress(b"")), "corrupt"
    yield "zero_height.png", png(header(10, 0), zlib.compress(b"")), "corrupt"
    yield "cut_in_pixels.png", whole[: len(whole) // 2], "truncated"
    yield "cut_in_header.png", whole[:20], "truncated"
    yield "cut_in_scan.jpg", jpeg[: len(jpeg) // 2], "truncated"
    yield "start_only.jpg", jpeg[:4], "corrupt"
    yield "wrong_checksum.png", whole.replace(whole[29:33], bytes(4), 1), "corrupt"
    yield "noise_in_pixels.png", whole[:60] + NOISE.randbytes(40) + whole[100:], "corrupt"
    long_chunk = struct.pack(">I", 0x7FFFFFFF) + b"IDAT" + bytes(64)
    yield "long_chunk.png", SIGNATURE + header(4, 4) + long_chunk, "truncated"
    negative = struct.pack(">I", 0xFFFFFFF0) + b"tEXt" + bytes(64)
    yield "negative_chunk.png", SIGNATURE + header(4, 4) + negative, "truncated"
    yield "no_pixels.png", SIGNATURE + header(8, 8) + chunk(b"IEND"), "truncated"
    yield "too_few_pixels.png", png(header(500, 500), zlib.compress(bytes(100))), "truncated"
    yield "three_bit_depth.png", png(header(4, 4, 3, 2), zlib.compress(bytes(52))), "corrupt"
    yield "noise_after_start.jpg", b"\xff\xd8" + NOISE.randbytes(2000), "corrupt"


def wrong_types() -> Cases:
    """Something else under a picture's name, or behind a picture."""
    yield "empty.png", b"", "not_an_image"
    yield "noise.png", NOISE.randbytes(4096), "not_an_image"
    page = b"<!doctype html><title>404</title><script>alert(1)</script>"
    yield "html.png", page, "not_an_image"
    yield "playlist.png", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "not_an_image"
    yield from vector_graphics()
    yield "script.gif", b"GIF89a/*" + bytes(200) + b"*/=1;alert(1);", "unsupported_format"
    script = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/etc/passwd) (r) file\n"
    yield "postscript.png", script, "unsupported_format"
    animation = struct.pack("<IHHHHHH", 128, 0xAF11, 1, 64, 64, 8, 3) + bytes(112)
    yield "fli.png", animation, "unsupported_format"
    for kind in ("GIF", "WEBP", "BMP", "TIFF", "ICO", "PPM", "TGA"):
        yield f"other.{kind.lower()}", saved(fractal(), kind), "unsupported_format"
    yield "html_behind.png", plain_png() + page, "ok"
    yield "zip_behind.jpg", plain_jpeg() + b"PK\x03\x04" + bytes(100), "ok"


def vector_graphics() -> Cases:
    namespace = b'xmlns="http://www.w3.org/2000/svg"'
    plain = b"<svg " + namespace + b"><script>alert(1)</script></svg>"
    yield "svg.png", plain, "unsupported_format"
    entity = b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    external = b'<?xml version="1.0"?>' + entity + b"<svg " + namespace + b"><text>&e;</text></svg>"
    yield "svg_external_entity.svg", external, "unsupported_format"
    laughs = b"".join(
        b'<!ENTITY %c "%s">' % (98 + level, (b"&%c;" % (97 + level)) * 10) for level in range(9)
    )
    billion = b'<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">' + laughs + b"]><svg>&j;</svg>"
    yield "svg_billion_laughs.svg", billion, "unsupported_format"


def animations() -> Cases:
    """Only the first frame of an animated PNG counts."""
    frames = [Image.new("RGB", (40, 40), (number * 8, 0, 0)) for number in range(30)]
    options: dict[str, Any] = {"save_all": True, "append_images": frames[1:], "duration": 20}
    yield "animated.gif", saved(frames[0], "GIF", **options), "unsupported_format"
    yield "animated.webp", saved(frames[0], "WEBP", **options), "unsupported_format"
    animated = saved(frames[0], "PNG", **options)
    yield "animated.png", animated, "ok"
    large = [Image.new("P", (2000, 2000), number) for number in range(3)]
    three = saved(large[0], "PNG", save_all=True, append_images=large[1:], duration=20)
    yield "animated_large.png", three, "ok"
    at = animated.index(b"acTL")
    control = chunk(b"acTL", b"\x7f\xff\xff\xff" + animated[at + 8 : at + 12])
    yield "claims_2e31_frames.png", animated[: at - 4] + control + animated[at + 16 :], "either"


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
    yield from palettes()
    yield "colour_key.png", saved(image, "PNG", transparency=(0, 0, 0)), "ok"
    yield "grey_alpha.png", saved(image.convert("LA"), "PNG"), "ok"
    yield "bilevel.png", saved(image.convert("1"), "PNG"), "ok"
    interlaced = png(header(1, 1, 8, 2, 1), zlib.compress(b"\0\xff\0\0"))
    yield "interlaced.png", interlaced, "ok"


def palettes() -> Cases:
    image = fractal().quantize(16)
    yield "palette_index.png", saved(image, "PNG", transparency=0), "ok"
    fading = bytes(range(0, 256, 16))
    yield "palette_alpha.png", saved(image, "PNG", transparency=fading), "ok"
    short = zlib.compress((b"\0" + b"\x09" * 4) * 4)
    one = chunk(b"PLTE", b"\xff\0\0")
    yield "palette_too_short.png", png(header(4, 4, 8, 3), short, one), "either"
    yield "palette_missing.png", png(header(4, 4, 8, 3), zlib.compress(bytes(20))), "either"


def notes() -> Cases:
    """EXIF, profiles and texts: read for the turn, ignored when broken, never kept."""
    image = fractal()
    for turn in (*range(1, 9), 99):
        exif = Image.Exif()
        exif[ORIENTATION] = turn
        yield f"turned_{turn}.jpg", saved(image, "JPEG", exif=exif), "ok"
    outside = b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 40
    yield "exif_points_outside.jpg", saved(image, "JPEG", exif=outside), "ok"
    yield "profile_of_zeros.png", saved(image, "PNG", icc_profile=bytes(200)), "ok"
    yield "profile_of_words.jpg", saved(image, "JPEG", icc_profile=b"garbage" * 30), "ok"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield "srgb.png", saved(image, "PNG", icc_profile=profile), "ok"
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "<script>alert(1)</script>")
    yield "script_in_text.png", saved(image, "PNG", pnginfo=texts), "ok"
