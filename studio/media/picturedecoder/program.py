"""The whole of it, from the bytes to the answer."""

from __future__ import annotations

import io
import resource
import struct
import sys
from typing import BinaryIO, NamedTuple

from PIL import (
    Image,
    ImageChops,
    ImageFile,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
)

from .colours import AS_THEY_ARE, PLAIN, Colours, colours_of

MAX_INPUT_BYTES = 20 * 2**20
MAX_OUTPUT_BYTES = 96 * 2**20
MAX_PIXELS = 40_000_000
MAX_SIDE = 16384
PICTURE_SIDE = 4096
STAGE_SIDE = 1280

# What a decode may hold at once: Linux counts a process's own writable pages by RLIMIT_DATA.
MAX_MEMORY = 300 * 2**20
# The same and the shared code of Python and Pillow, for systems that count only by this.
MAX_ADDRESS_SPACE = MAX_MEMORY + 200 * 2**20
# Seconds of work: until the untrusted bytes are pixels, and until all is done.
DECODE_CPU_SECONDS = 2
MAX_CPU_SECONDS = 6

# code, true width, true height, then format and length of picture and of stage; the word for the
# colours, and how a PNG is to be turned.
HEADER = struct.Struct(">20sII4sI4sI8sB")
# The word that asks for a screen's colours.
CONVERTED = "converted"
OK = "ok"
PNG = "PNG"
JPEG = "JPEG"
MAGIC = {PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8"}

# What else people take for a picture, by the bytes at an offset.
OTHER_PICTURES = {
    0: (
        *(b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"BM", b"8BPS", b"%!PS", b"\0\0\1\0"),
        *(b"P1", b"P2", b"P3", b"P4", b"P5", b"P6", b"\0\0\2\0\0", b"\xff\x0a"),
    ),
    4: (b"ftyp", b"jP  ", b"\x11\xaf", b"\x12\xaf"),
}
HEAD_BYTES = 2000

# How Pillow reads colours of two bytes each.
DEEP = "RGB;16B"

ORIENTATION_TAG = 0x0112
EXIF_TEXT = "Raw profile type exif"
UPRIGHT = 1
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = frozenset({5, 6, 7, 8})

UNSCALABLE = frozenset({"1", "P", "PA"})
# Rows of the result that are computed at a time: a whole picture more would be too much.
BAND_ROWS = 256
LANCZOS_REACH = 3

# PNG: the fastest level. JPEG: full colour, for graphics with thin red lines.
PNG_LEVEL = 1
JPEG_QUALITY = {"picture": 95, "stage": 90}
EVERY_SAMPLE = 0


class Bad(Exception):
    """No picture; the argument is one of errors.PICTURE_CODES."""


class Encoded(NamedTuple):
    """A picture as bytes, `format` PNG or JPEG."""

    format: str
    data: bytes


class Answer(NamedTuple):
    """True size in pixels, after the EXIF turn; picture and stage are turned, too. The word for the
    colours they still have, and the turn if it was a PNG's.
    """

    width: int
    height: int
    picture: Encoded
    stage: Encoded
    colours: str
    png_turn: int


def give_up_rights() -> None:
    """No more memory and time than needed; no file, socket, process or core from here on."""
    limits = {
        resource.RLIMIT_DATA: MAX_MEMORY,
        resource.RLIMIT_FSIZE: MAX_OUTPUT_BYTES,
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = MAX_ADDRESS_SPACE
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (DECODE_CPU_SECONDS, MAX_CPU_SECONDS))


def decode(data: bytes, *, converted: bool) -> Answer:
    """The picture in `data`; `converted` into a screen’s colours, else as it is. Raises Bad."""
    picture_format = sniff(data)
    try:
        return _decode(data, picture_format, converted=converted)
    except Bad:
        raise
    except MemoryError:
        raise Bad("too_much_memory") from None
    except Exception as error:  # noqa: BLE001 - Pillow raises of all kinds on broken bytes
        raise Bad("truncated" if "trunc" in str(error).lower() else "corrupt") from None


def sniff(data: bytes) -> str:
    """PNG or JPEG, by the first bytes. Raises Bad."""
    if len(data) > MAX_INPUT_BYTES:
        raise Bad("too_big")
    for name, magic in MAGIC.items():
        if data.startswith(magic):
            return name
    known = any(data.startswith(magics, offset) for offset, magics in OTHER_PICTURES.items())
    known = known or b"<svg" in data[:HEAD_BYTES]
    raise Bad("unsupported_format" if known else "not_an_image")


def _decode(data: bytes, picture_format: str, *, converted: bool) -> Answer:
    image = opened(data, picture_format)
    width, height = image.size
    colours = kept_colours(colours_of(image, data), converted=converted)
    picture = plain(image, fitted(image.size, PICTURE_SIDE), colours)
    # Behind the pixels, where a PNG may have its note.
    turn = orientation(image)
    # Its pixels are needed no more, and the turn needs their room.
    image.close()
    picture = turned(picture, turn)
    true_size = (height, width) if turn in SIDEWAYS else (width, height)
    kept = encoded(picture, picture_format, JPEG_QUALITY["picture"])
    png_turn = turn if picture_format == PNG else UPRIGHT
    return Answer(*true_size, kept, stage_of(picture, kept), colours.word, png_turn)


def kept_colours(colours: Colours, *, converted: bool) -> Colours:
    """Whose they are once the picture is decoded, and what is done to them for that. Raises Bad."""
    if not converted:
        return Colours(colours.word)
    if colours.word != PLAIN and colours.transform is None:
        raise Bad("no_screen_colours")
    return Colours(PLAIN, colours.transform)


def opened(data: bytes, picture_format: str) -> ImageFile.ImageFile:
    """The picture before any pixel is decoded: small enough, and its checksums right."""
    image = Image.open(io.BytesIO(data), formats=(picture_format,))
    if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
        raise Bad("too_many_pixels")
    if not image.tile:
        raise Bad("truncated")
    # Decoding alone takes noise for pixels; verify() uses the opened file up.
    image.verify()
    image = Image.open(io.BytesIO(data), formats=(picture_format,))
    key = image.info.get("transparency")
    if isinstance(key, tuple) and DEEP in (tile.args for tile in image.tile):
        # Of the colours the upper bytes are left, and so of the one that is transparent.
        image.info["transparency"] = tuple(value >> 8 for value in key)
    return image


def orientation(image: ImageFile.ImageFile) -> int:
    """EXIF’s orientation, 1 to 8; 1 when it says nothing that makes sense. What Pillow also finds
    in XMP no mixer and no browser heeds.
    """
    exif = Image.Exif()
    try:
        exif.load(note_of(image))
        turn = exif.get(ORIENTATION_TAG, UPRIGHT)
        # A fraction may be one of the numbers, too.
        return int(turn) if turn in TURNS else UPRIGHT
    except Exception:  # noqa: BLE001 - an unreadable note does not spoil the picture
        return UPRIGHT


def note_of(image: ImageFile.ImageFile) -> bytes:
    """Its EXIF; in a PNG that has none it may be a text, as ImageMagick wrote it. Raises ValueError
    where that can't be unpacked.
    """
    if exif := image.info.get("exif"):
        return bytes(exif)
    _blank, _name, _length, *lines = image.info.get(EXIF_TEXT, "\n\n").split("\n")
    return bytes.fromhex("".join(lines))


def turned(image: Image.Image, turn: int) -> Image.Image:
    return image.transpose(TURNS[turn]) if turn in TURNS else image


def fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size scaled down, proportions kept, until no side is longer than `side`."""
    longest = max(size)
    if longest <= side:
        return size
    width, height = (max(1, (2 * length * side + longest) // (2 * longest)) for length in size)
    return width, height


def plain(image: ImageFile.ImageFile, size: tuple[int, int], colours: Colours) -> Image.Image:
    """The first picture as RGB or RGBA of the given size; profiles and notes are left behind. Of an
    animation that is its first, not the one for who can't play it: mixers and browsers play it.
    """
    image.draft(image.mode, size)
    if image.info.get("default_image"):
        image.seek(1)
    image.load()
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    return shrunk(image, size, "RGBA" if image.has_transparency_data else "RGB", colours)


def shrunk(
    image: Image.Image, size: tuple[int, int], mode: str, colours: Colours = AS_THEY_ARE
) -> Image.Image:
    """The picture in another size and mode; band by band, so as to hold it only once."""
    result = Image.new(mode, size)
    for top in range(0, size[1], BAND_ROWS):
        bottom = min(top + BAND_ROWS, size[1])
        band = _band(image, size, (top, bottom), mode)
        result.paste(colours.shown(band, mode), (0, top))
    return result


def _band(
    image: Image.Image, size: tuple[int, int], rows: tuple[int, int], mode: str
) -> Image.Image:
    """These rows of the result, to the pixel as if made from the whole picture; in a mode that may
    still be another.
    """
    if image.size == size:
        part = image.crop((0, rows[0], size[0], rows[1]))
        return part if part.mode == mode else scalable(part, mode)
    scale = image.height / size[1]
    top, bottom = (row * scale for row in rows)
    reach = LANCZOS_REACH * scale + 1
    first, last = max(0, int(top - reach)), min(image.height, int(bottom + reach) + 1)
    part = scalable(image.crop((0, first, image.width, last)), mode)
    box = (0, top - first, image.width, min(bottom - first, part.height))
    return part.resize((size[0], rows[1] - rows[0]), Image.Resampling.LANCZOS, box)


def scalable(image: Image.Image, mode: str) -> Image.Image:
    """The picture in a mode that can be scaled without losing anything."""
    if image.mode.startswith("I"):
        # Sixteen bits a pixel: keep the upper eight instead of clipping at 255.
        grey = image.point(lambda value: value * (1 / 256)).convert("L")
        return Image.merge("LA", (grey, opacity(image))) if mode == "RGBA" else grey
    return image.convert(mode) if image.mode in UNSCALABLE or mode == "RGBA" else image


def opacity(image: Image.Image) -> Image.Image:
    """Nothing where a grey of two bytes is the one that stands for transparency: both are compared,
    for Pillow finds it by one of them.
    """
    high, low = divmod(image.info["transparency"], 256)
    pixels = image.tobytes("raw", "I;16")
    halves = (Image.frombytes("L", image.size, pixels[at::2]) for at in (0, 1))
    others = [[value != byte and 255 for value in range(256)] for byte in (low, high)]
    return ImageChops.lighter(*map(Image.Image.point, halves, others))


def stage_of(picture: Image.Image, kept: Encoded) -> Encoded:
    """The proxy the page shows: the picture itself when it is small enough."""
    size = fitted(picture.size, STAGE_SIDE)
    if size == picture.size:
        return kept
    stage_format = PNG if picture.mode == "RGBA" else JPEG
    return encoded(shrunk(picture, size, picture.mode), stage_format, JPEG_QUALITY["stage"])


def encoded(image: Image.Image, picture_format: str, quality: int) -> Encoded:
    """The pixels and nothing else: no note, profile or tail of the original."""
    output = io.BytesIO()
    if picture_format == PNG:
        image.save(output, PNG, compress_level=PNG_LEVEL)
    else:
        image.save(output, JPEG, quality=quality, subsampling=EVERY_SAMPLE)
    return Encoded(picture_format, output.getvalue())


def send(output: BinaryIO, answer: Answer) -> None:
    """Header, picture, stage: one after the other, for joining them would hold them twice."""
    width, height, picture, stage, colours, png_turn = answer
    lengths = len(picture.data), len(stage.data)
    formats = picture.format.encode(), stage.format.encode()
    parts = formats[0], lengths[0], formats[1], lengths[1]
    output.write(HEADER.pack(OK.encode(), width, height, *parts, colours.encode(), png_turn))
    output.write(picture.data)
    output.write(stage.data)


def main() -> None:
    """Reads, decodes, answers. Whatever else happens shows in the exit status."""
    Image.preinit()
    # Our own limit comes first and is lower; Pillow's would only warn.
    Image.MAX_IMAGE_PIXELS = None
    give_up_rights()
    try:
        data = sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)
        send(sys.stdout.buffer, decode(data, converted=CONVERTED in sys.argv))
    except Bad as bad:
        said = HEADER.pack(str(bad).encode(), 0, 0, b"", 0, b"", 0, PLAIN.encode(), UPRIGHT)
        sys.stdout.buffer.write(said)


# Loaded here and now, for later nothing can be opened any more.
LOADED = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)
