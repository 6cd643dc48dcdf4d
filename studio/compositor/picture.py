"""A still of a source or logo, decoded no larger than it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from studio.compositor.pixels import Size, flat, orientation, scaled, turned, upright
from studio.rules.geometry import Box

FORMATS = ("PNG", "JPEG")


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A still and the true size of what it shows, in pixels, after its EXIF turn.

    `image` may be a smaller proxy, and may still carry an EXIF turn: it is turned when drawn.
    `encoded` is the file it comes from, if any; then `image` stays undecoded and the file is
    opened anew for each drawing, since a JPEG can be decoded at the size it is drawn only once.
    """

    image: Image.Image
    size: Size
    encoded: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if min(self.size) < 1:
            raise ValueError(f"a picture of {self.size[0]} × {self.size[1]} pixels")

    def drawn(self, size: Size, window: Box) -> Image.Image:
        """The `window` of the picture scaled to `size`: RGB, or RGBA where it has alpha.

        Raises OSError where the file turns out to be broken.
        """
        with _broken_told():
            image = self.image if self.encoded is None else _open(self.encoded)
            turn = orientation(image)
            if self.encoded is not None:
                image.draft("RGB", upright(size, turn))
            return scaled(turned(flat(image), turn), size, window)


def load(file: Path | str | bytes | BinaryIO, size: Size | None = None) -> Picture:
    """A PNG or JPEG that has been vetted already; only its header is decoded here.

    `size` is the true size where the file is a smaller proxy. Raises OSError (Pillow's
    UnidentifiedImageError is one) where the file cannot be read as either format.
    """
    encoded = _read(file)
    with _broken_told():
        image = _open(encoded)
        true_size = size or upright(image.size, orientation(image))
    return Picture(image, true_size, encoded)


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
