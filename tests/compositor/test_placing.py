"""Where pictures lie, what lies over what, and what an edge cuts off."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image, ImageChops

from studio.compositor import Picture, Undrawable, render
from studio.rules.geometry import Box
from tests.compositor.documents import BLACK, BLUE, GREEN, RED, WHITE, document, drawn, plain

VECTORS = Path(__file__).parent.parent / "vectors" / "geometry_cases.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text())["cases"]
SIDE = 2160


def lit(image: Image.Image) -> Box | None:
    """The box of the white pixels; fails unless it is filled with pure white."""
    found = image.getbbox()
    if found is None:
        return None
    assert image.crop(found).getcolors() == [((found[2] - found[0]) * (found[3] - found[1]), WHITE)]
    return Box(found[0], found[1], found[2] - found[0], found[3] - found[1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['source']} in {case['rect']}")
@pytest.mark.parametrize("proxy", [False, True], ids=["itself", "a proxy"])
def test_a_picture_lies_where_the_vectors_put_its_true_size(
    case: dict[str, Any], proxy: bool
) -> None:
    size = tuple(case["source"])
    image = Image.new("RGB", (64, 36) if proxy else size, WHITE)
    canvas = drawn(document((SIDE, SIDE), [case["rect"]]), Picture(image, size))
    assert lit(canvas) == Box(*case["expect"]).clipped(Box(0, 0, SIDE, SIDE))


def test_the_scene_is_opaque_black_where_nothing_lies() -> None:
    canvas = drawn(document((40, 30), []))
    assert (canvas.mode, canvas.size) == ("RGB", (40, 30))
    assert canvas.getcolors() == [(1200, BLACK)]


def test_layers_stack_by_number_and_not_by_place_in_the_list() -> None:
    rules = document((60, 40), [(0, 0, 32, 18), (10, 5, 32, 18)], layers=[9, 3])
    canvas = drawn(rules, plain(RED), plain(GREEN))
    assert canvas.getpixel((20, 10)) == RED
    assert canvas.getpixel((40, 20)) == GREEN


def test_layouts_of_one_layer_stack_in_list_order_and_show_the_first_source() -> None:
    rules = document((60, 40), [(0, 0, 32, 18), (10, 5, 32, 18)], layers=[1, 1])
    canvas = drawn(rules, plain(RED), plain(GREEN))
    assert {colour for _, colour in canvas.getcolors() or []} == {BLACK, RED}


def test_logos_lie_above_every_layer_in_list_order() -> None:
    rules = document((60, 40), [(0, 0, 32, 18)], [(0, 0, 16, 9), (8, 0, 16, 9)], layers=[9999])
    canvas = drawn(rules, plain(RED), plain(GREEN), plain(BLUE))
    assert [canvas.getpixel((x, 4)) for x in (4, 12, 20, 28)] == [GREEN, BLUE, BLUE, RED]


def test_the_bars_beside_a_picture_let_lower_layers_show() -> None:
    rules = document((90, 90), [(0, 0, 90, 90), (10, 10, 30, 60)])
    canvas = drawn(rules, plain(RED, (9, 9)), plain(GREEN, (30, 20)))
    assert canvas.getpixel((20, 29)) == RED
    assert canvas.getpixel((20, 30)) == GREEN
    assert canvas.getpixel((20, 49)) == GREEN
    assert canvas.getpixel((20, 50)) == RED


def test_half_transparent_pixels_mix_with_what_is_below() -> None:
    rules = document((32, 18), [(0, 0, 32, 18)], [(0, 0, 32, 18)])
    canvas = drawn(rules, plain(BLUE), plain((255, 0, 0, 128)))
    assert canvas.getcolors() == [(576, (128, 0, 127))]


def test_fully_transparent_pixels_lend_no_colour_to_their_neighbours() -> None:
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    image.paste((255, 255, 255, 255), (0, 0, 33, 64))
    canvas = drawn(document((20, 20), [], [(0, 0, 20, 20)]), Picture(image, image.size))
    red, green, blue = canvas.split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


@pytest.mark.parametrize("kind", ["sources", "logos"])
@pytest.mark.parametrize(
    ("corner", "shown"),
    [
        ((-20, 30), Box(0, 30, 44, 36)),
        ((30, -20), Box(30, 0, 64, 16)),
        ((80, 30), Box(80, 30, 20, 36)),
        ((30, 80), Box(30, 80, 64, 20)),
        ((-10, -10), Box(0, 0, 54, 26)),
        ((99, 99), Box(99, 99, 1, 1)),
        ((-63, 99), Box(0, 99, 1, 1)),
        ((100, 0), None),
        ((0, -36), None),
    ],
)
def test_an_edge_of_the_scene_cuts_a_box_and_moves_nothing(
    kind: str, corner: tuple[int, int], shown: Box | None
) -> None:
    boxes = [(*corner, 64, 36)]
    rules = document((100, 100), *((boxes, []) if kind == "sources" else ([], boxes)))
    assert lit(drawn(rules, plain(WHITE))) == shown


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("side", [1000, 700, 399, 97])
def test_a_clipped_picture_has_the_pixels_of_the_whole_one(mode: str, side: int) -> None:
    image = Image.frombytes("RGB", (400, 400), Random(7).randbytes(480_000)).convert(mode)
    picture = Picture(image, image.size)
    whole = drawn(document((side, side), [(0, 0, side, side)]), picture)
    cut = drawn(document((side // 2, side // 2), [(-40, -31, side, side)]), picture)
    same = whole.crop((40, 31, 40 + cut.width, 31 + cut.height))
    assert cut.tobytes() == same.tobytes()


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("side", [3000, 700, 399, 97])
def test_a_window_of_a_picture_has_the_pixels_of_the_whole_one(mode: str, side: int) -> None:
    image = Image.frombytes("RGB", (400, 400), Random(7).randbytes(480_000)).convert(mode)
    picture = Picture(image, image.size)
    whole = picture.drawn((side, side), Box(0, 0, side, side))
    window = Box(40, 31, side // 2, side // 2)
    same = whole.crop((window.x, window.y, window.right, window.bottom))
    difference = ImageChops.difference(picture.drawn((side, side), window), same)
    assert max(difference.tobytes()) <= 2  # Pillow takes the part as 32-bit floats.


def test_a_layout_without_a_source_shows_nothing() -> None:
    rules = document((32, 18), [(0, 0, 32, 18)])
    lonely = replace(rules, sources=())
    assert drawn(lonely).getcolors() == [(576, BLACK)]


@pytest.mark.parametrize("side", [(0, 20), (20, 0), (-5, 20), (20, -5), (-5, -5)])
def test_a_box_without_area_shows_nothing(side: tuple[int, int]) -> None:
    boxes = [(10, 10, *side)]
    canvas = drawn(document((60, 60), boxes, boxes), plain(RED), plain(RED))
    assert canvas.getcolors() == [(3600, BLACK)]


@pytest.mark.parametrize("side", [10**6, 10**9, 10**30])
@pytest.mark.parametrize("picture", [plain(WHITE), plain((255, 255, 255, 255)), None])
def test_a_huge_box_is_drawn_as_the_part_that_shows(side: int, picture: Picture | None) -> None:
    boxes = [(-side, -side, 2 * side + 9, 2 * side + 9)]
    canvas = drawn(document((160, 90), boxes, boxes), picture, picture)
    assert canvas.getpixel((80, 45)) == ((38, 44, 54) if picture is None else WHITE)


def test_the_same_document_and_pictures_give_the_same_bytes() -> None:
    rules = document((320, 180), [(0, 0, 200, 180), (50, 20, 270, 160)], [(-9, -9, 60, 60)])
    pictures = [plain(RED), None, plain((0, 0, 255, 90), (50, 20))]
    assert drawn(rules, *pictures).tobytes() == drawn(rules, *pictures).tobytes()


@pytest.mark.parametrize("size", [(0, 90), (160, -1), (2161, 90), (160, 10**9)])
def test_a_scene_that_no_canvas_can_hold_is_refused_in_a_sentence(size: tuple[int, int]) -> None:
    with pytest.raises(Undrawable, match=r"^The scene is .* each side must be 1 to 2160"):
        drawn(document(size, []))


@pytest.mark.parametrize("size", [(1, 1), (9, 2160), (2160, 2160)])
def test_a_scene_is_drawn_from_one_pixel_to_the_longest_side(size: tuple[int, int]) -> None:
    assert drawn(document(size, [])).size == size


def test_more_boxes_than_a_mix_can_hold_by_far_are_refused_in_a_sentence() -> None:
    drawn(document((20, 20), [(0, 0, 10, 10)] * 64), *[plain(RED)] * 64)
    with pytest.raises(Undrawable, match=r"^The scene shows 65 boxes; at most 64 can be drawn\.$"):
        drawn(document((20, 20), [(0, 0, 10, 10)] * 65), *[plain(RED)] * 65)


def test_boxes_out_of_sight_do_not_count() -> None:
    rules = document((20, 20), [(20, 0, 10, 10)] * 65)
    assert drawn(rules, *[plain(RED)] * 65).getcolors() == [(400, BLACK)]


def test_pictures_that_are_not_parallel_to_the_document_are_an_error() -> None:
    rules = document((20, 20), [(0, 0, 10, 10)], [(0, 0, 10, 10)])
    with pytest.raises(ValueError, match="zip"):
        render(rules, sources=[], logos=[None])
    with pytest.raises(ValueError, match="zip"):
        render(rules, sources=[None], logos=[None, None])
