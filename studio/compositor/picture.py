"""A still of a source or logo, decoded no larger than it is drawn."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from studio.compositor.images import Images
from studio.compositor.pixels import Size, flat, orientation, scaled, turned, upright
from studio.rules.geometry import Box

FORMATS = ("PNG", "JPEG")


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A still and the true size of what it shows, in pixels, after its EXIF turn.

    `image` may be a smaller proxy, and may still carry an EXIF turn: it is turned when drawn.
    `encoded` is the file it comes from, if any; then `image` stays undecoded and the file is
    opened anew for each drawing, since a JPEG can be decoded at the size it is drawn only once.
    `name` is what its content goes by; without one given it is taken to be like no other.
    What was decoded of it is kept by that name in `images`, if given.
    """

    image: Image.Image = field(repr=False)
    size: Size
    encoded: bytes | None = field(default=None, repr=False)
    name: Hashable = field(default_factory=object)
    images: Images | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if min(self.size) < 1:
            raise ValueError(f"a picture of {self.size[0]} × {self.size[1]} pixels")

    @property
    def effort(self) -> int:
        return len(self.encoded or b"")

    def drawn(self, size: Size, window: Box) -> Image.Image:
        """The `window` of the picture scaled to `size`: RGB, or RGBA where it has alpha.

        It may be an image that others see as well, and is not to be changed. Raises OSError
        where the file turns out to be broken.
        """
        with _broken_told():
            return scaled(self._decoded(size), size, window)

    def _decoded(self, size: Size) -> Image.Image:
        """The picture upright, in RGB or RGBA, no smaller than `size` unless the file is."""
        image = self.image if self.encoded is None else _open(self.encoded)
        turn = orientation(image)
        if self.encoded is not None:
            _decode_small(image, upright(size, turn))
        if self.images is None:
            return _upright(image, turn)
        return self.images.made((self.name, image.size), lambda: _upright(image, turn))


def load(
    file: Path | str | bytes | BinaryIO,
    size: Size | None = None,
    *,
    name: Hashable = None,
    images: Images | None = None,
) -> Picture:
    """A PNG or JPEG that has been vetted already; only its header is decoded here.

    `size` is the true size where the file is a smaller proxy; for `name` and `images` see
    Picture. Raises OSError (Pillow's UnidentifiedImageError is one) where the file cannot be
    read as either format.
    """
    encoded = _read(file)
    with _broken_told():
        image = _open(encoded)
        true_size = size or upright(image.size, orientation(image))
    return Picture(image, true_size, encoded, name or object(), images)


def _decode_small(image: Image.Image, size: Size) -> None:
    """Has a JPEG decoded at an eighth, quarter or half, if that is no smaller than `size`.

    Only where both sides divide by it: else the last column would stand for less than the others,
    and the picture would come out wider than it is.
    """
    for by in (8, 4, 2):
        wide, high = image.width // by, image.height // by
        if (wide * by, high * by) == image.size and wide >= size[0] and high >= size[1]:
            image.draft("RGB", (wide, high))
            return
    image.draft("RGB", image.size)


def _upright(image: Image.Image, turn: int) -> Image.Image:
    image.load()  # Here and now: an image that threads share is not to be decoded by two.
    return turned(flat(image), turn)


@contextmanager
def _broken_told() -> Iterator[None]:
    """Whatever Pillow raises about a broken file or a bomb comes as OSError."""
    try:
        yield
    except (ValueError, SyntaxError, AssertionError, Image.DecompressionBombError) as error:
        raise OSError(f"no picture can be made of it ({type(error).__name__})") from None


def _read(file: Path | str | bytes | BinaryIO) -> bytes:
    if isinstance(file, bytes):
        return file
    return Path(file).read_bytes() if isinstance(file, Path | str) else file.read()


def _open(encoded: bytes) -> Image.Image:
    return Image.open(BytesIO(encoded), formats=FORMATS)
