"""The composed picture as a file."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

from PIL import Image

Format = Literal["jpeg", "png", "webp"]
QUALITY = 85
UNIT = 16  # With halved chroma a JPEG is coded in units of 16 × 16 pixels.


def encode(
    image: Image.Image,
    format: Format,  # noqa: A002 - Pillow's own word for it
    quality: int = QUALITY,
    *,
    restart: int = 0,
) -> bytes:
    """The image as a file: baseline JPEG 4:2:0 of that quality (1…95), an exact PNG, or a WebP.

    A JPEG has a restart marker after every `restart` units of 16 × 16 pixels, none for 0.
    """
    file = BytesIO()
    if format == "jpeg":
        image.save(
            file, "JPEG", quality=quality, subsampling="4:2:0", restart_marker_blocks=restart
        )
    elif format == "webp":
        image.save(file, "WEBP", quality=quality)
    else:
        # Level 1 is four times as fast as the default, for a sixth more bytes.
        image.save(file, "PNG", compress_level=1)
    return file.getvalue()
