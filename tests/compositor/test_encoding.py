"""The files a composed picture is given out as."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, JpegImagePlugin

from studio.compositor import Format, encode

NOISE = Image.merge("RGB", [Image.effect_noise((200, 100), 60) for _ in range(3)])


def opened(encoded: bytes) -> Image.Image:
    return Image.open(BytesIO(encoded))


def test_a_png_holds_the_exact_pixels() -> None:
    image = opened(encode(NOISE, "png"))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (200, 100))
    assert image.tobytes() == NOISE.tobytes()


def test_a_jpeg_is_baseline_with_halved_chroma() -> None:
    image = opened(encode(NOISE, "jpeg"))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (200, 100))
    assert JpegImagePlugin.get_sampling(image) == 2  # 4:2:0
    assert "progressive" not in image.info


def test_quality_is_85_unless_said_otherwise() -> None:
    assert encode(NOISE, "jpeg") == encode(NOISE, "jpeg", quality=85)
    assert len(encode(NOISE, "jpeg", quality=60)) < len(encode(NOISE, "jpeg"))


@pytest.mark.parametrize("form", ["jpeg", "png"])
def test_the_same_picture_gives_the_same_file(form: Format) -> None:
    assert encode(NOISE, form) == encode(NOISE.copy(), form)
