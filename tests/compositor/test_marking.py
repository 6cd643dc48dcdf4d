"""Marks over a picture of the scene: boxes with their names, safe areas."""

from __future__ import annotations

from PIL import Image, ImageChops

from studio.compositor import MARKS, mark
from studio.compositor.marking import LOGO, SAFE, SOURCE
from tests.compositor.documents import BLACK, RED, document, drawn, plain

SIZE = (800, 400)
FAR = 10**12


def marked(
    boxes: list[tuple[int, int, int, int]],
    *marks: str,
    logos: list[tuple[int, int, int, int]] | None = None,
) -> Image.Image:
    image = Image.new("RGB", SIZE, BLACK)
    mark(image, document(SIZE, boxes, logos or []), [name for name in MARKS if name in marks])
    return image


def test_a_box_is_outlined_on_its_own_outermost_pixels() -> None:
    image = marked([(100, 50, 300, 200)], "boxes")
    for inside, outside in [((399, 249), (400, 250)), ((399, 120), (400, 120))]:
        assert image.getpixel(inside) == SOURCE
        assert image.getpixel(outside) == BLACK
    assert image.getpixel((100, 249)) == SOURCE
    assert image.getpixel((99, 249)) == BLACK


def test_a_box_that_passes_an_edge_has_no_line_there() -> None:
    image = marked([(-50, -50, 300, 200), (500, 100, FAR, FAR)], "boxes")
    assert image.getpixel((0, 100)) == BLACK
    assert image.getpixel((249, 100)) == SOURCE
    assert image.getpixel((799, 300)) == BLACK


def test_logos_are_told_from_sources() -> None:
    image = marked([(0, 0, 400, 400)], "boxes", logos=[(500, 100, 200, 200)])
    assert image.getpixel((699, 299)) == LOGO


def test_each_box_is_named() -> None:
    named = marked([(100, 50, 300, 200)], "boxes")
    plate = named.crop((100, 50, 160, 60))
    assert len(plate.getcolors() or []) > 2  # letters on a plate
    assert named.crop((110, 100, 390, 240)).getcolors() == [(280 * 140, BLACK)]


def test_safe_areas_are_those_of_the_stage() -> None:
    image = marked([], "safe")
    for x, y in [(28, 14), (40, 20)]:  # 3.5 % and 5 % of 800 × 400
        assert image.getpixel((x, 200)) == SAFE
        assert image.getpixel((400, y)) == SAFE
        assert image.getpixel((x - 1, 200)) == BLACK


def test_without_a_mark_the_picture_is_as_it_was() -> None:
    rules = document(SIZE, [(0, 0, 160, 90)])
    image = drawn(rules, plain(RED))
    before = image.copy()
    mark(image, rules, [])
    assert ImageChops.difference(image, before).getbbox() is None
