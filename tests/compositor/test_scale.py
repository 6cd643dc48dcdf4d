"""The picture of a scene at another size: a thumbnail, a dense screen."""

from __future__ import annotations

import pytest

from tests.compositor.documents import BLACK, GREEN, RED, WHITE, document, drawn, plain


@pytest.mark.parametrize(
    ("scale", "size"),
    [(1, (1920, 1080)), (0.5, (960, 540)), (960 / 1920, (960, 540)), (0.25, (480, 270)),
     (1 / 3, (640, 360)), (2, (3840, 2160)), (0.0001, (1, 1))],
)  # fmt: skip
def test_the_picture_has_the_scaled_size_of_the_scene(scale: float, size: tuple[int, int]) -> None:
    assert drawn(document((1920, 1080), []), scale=scale).size == size


@pytest.mark.parametrize("scale", [0.9, 0.5, 0.31, 1 / 3, 0.1, 1.7])
def test_neighbours_stay_neighbours_at_every_scale(scale: float) -> None:
    columns = [(x, 0, 37, 37) for x in range(0, 370, 37)]
    pictures = [plain(RED if n % 2 else GREEN, (8, 8)) for n in range(10)]
    canvas = drawn(document((370, 37), columns), *pictures, scale=scale)
    assert {colour for _, colour in canvas.getcolors() or []} == {RED, GREEN}


def test_the_letterbox_is_computed_in_scene_pixels_first() -> None:
    # 16 × 9 in 8 × 8 is 8 × 5 at y 1 … 6; each edge halved and rounded up: 1 … 3.
    canvas = drawn(document((10, 10), [(0, 0, 8, 8)]), plain(WHITE), scale=0.5)
    assert canvas.getbbox() == (0, 1, 4, 3)


def test_a_picture_too_small_for_a_pixel_is_left_out() -> None:
    canvas = drawn(document((100, 100), [(11, 11, 10, 1)]), plain(WHITE, (10, 1)), scale=0.1)
    assert canvas.getcolors() == [(100, BLACK)]


@pytest.mark.parametrize("scale", [0, -1, 86.5, float("inf"), float("nan")])
def test_a_scale_outside_its_range_is_an_error(scale: float) -> None:
    with pytest.raises(
        ValueError, match=r"^scale .* must be above 0 and make no side longer than 8640 pixels$"
    ):
        drawn(document((100, 100), []), scale=scale)
