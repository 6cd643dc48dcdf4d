"""Tiles drawn over a picture that is shown give, to the pixel, the next picture."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from studio.compositor import Composition, Easel, Manifest, Tile, compose, image_cache, tiles
from studio.compositor.tiles import merged
from studio.rules.document import MixedRules
from studio.rules.geometry import Box
from tests.compositor.documents import RED, WHITE, document, plain
from tests.compositor.edits import IMAGES, MEBIBYTE, beginning, composed, edited, nearby


def decoded(file: bytes) -> Image.Image:
    image = Image.open(BytesIO(file))
    assert (image.format, image.mode) == ("JPEG", "RGB")
    image.load()
    return image


def whole(shown: Composition) -> Image.Image:
    """What is seen of the picture that is sent when all is at rest."""
    return decoded(Easel(IMAGES).draw(shown))


def laid(picture: Image.Image, parts: list[Tile]) -> Image.Image:
    picture = picture.copy()
    for tile in parts:
        image = decoded(tile.file)
        assert image.size == (tile.box.w, tile.box.h)
        assert tile.box.contains(tile.seen)
        x, y = tile.seen.x - tile.box.x, tile.seen.y - tile.box.y
        part = image.crop((x, y, x + tile.seen.w, y + tile.seen.h))
        picture.paste(part, (tile.seen.x, tile.seen.y))
    return picture


def handed_back(shown: Composition) -> Manifest:
    """As it comes back from a page."""
    read = Manifest.read(str(shown.manifest))
    assert read is not None
    return read


def with_logo_nearby(random: Random, rules: MixedRules) -> MixedRules:
    logo, *others = rules.logos or ()
    return replace(rules, logos=(replace(logo, box=nearby(random, rules, logo.box)), *others))


@pytest.mark.parametrize(
    ("size", "scale", "steps"),
    [((1920, 1080), 0.5, 40), ((1001, 777), 1, 30), ((10, 10), 1, 60), ((4, 90), 1, 60),
     ((333, 35), 1, 60), ((64, 160), 1, 60), ((1366, 768), 960 / 1366, 30), ((17, 33), 1, 60)],
)  # fmt: skip
def test_tiles_over_the_last_picture_are_the_next_one(
    size: tuple[int, int], scale: float, steps: int
) -> None:
    random = Random(str(size))
    rules = beginning(*size)
    shown = composed(rules, scale)
    picture, in_tiles = whole(shown), 0
    for _ in range(steps):
        rules = edited(random, rules)
        following = composed(rules, scale)
        parts = tiles(following, handed_back(shown), IMAGES)
        in_tiles += parts is not None
        picture = whole(following) if parts is None else laid(picture, parts)
        assert picture.tobytes() == whole(following).tobytes()
        shown = following
    assert in_tiles


def test_a_long_drag_by_tiles_alone_ends_in_the_whole_picture() -> None:
    random, rules = Random(12), beginning(960, 540)
    shown = composed(rules)
    picture = whole(shown)
    for _ in range(40):
        rules = with_logo_nearby(random, rules)
        parts = tiles(composed(rules), handed_back(shown), IMAGES)
        assert parts is not None
        picture, shown = laid(picture, parts), composed(rules)
    assert picture.tobytes() == whole(shown).tobytes()


def test_a_picture_that_came_meanwhile_is_in_the_tiles() -> None:
    rules = document((640, 360), [(0, 0, 64, 36), (300, 200, 64, 36)])
    other = plain(WHITE)
    before, after = (
        compose(rules, sources=[plain(colour), other], logos=[]) for colour in (WHITE, RED)
    )
    parts = tiles(after, handed_back(before), image_cache(MEBIBYTE))
    assert parts is not None
    assert laid(whole(before), parts).tobytes() == whole(after).tobytes()
    assert [tile.box.contains(Box(0, 0, 64, 36)) for tile in parts] == [True]


def test_what_is_shown_already_takes_no_tile() -> None:
    shown = composed(beginning(320, 180))
    assert tiles(shown, handed_back(shown), IMAGES) == []


def test_over_a_picture_of_another_size_nothing_is_laid() -> None:
    shown = composed(beginning(322, 180))
    assert tiles(composed(beginning(320, 180)), handed_back(shown), IMAGES) is None


def test_where_most_of_the_picture_changes_it_is_not_cut() -> None:
    background = plain(RED)

    def moved(x: int) -> Composition:
        rules = document((960, 540), [(x, 0, 960, 540)])
        return compose(rules, sources=[background], logos=[])

    assert tiles(moved(1), handed_back(moved(0)), IMAGES) is None


def test_what_moves_far_is_two_tiles_and_what_moves_near_is_one() -> None:
    window = plain(RED)

    def moved(x: int) -> Composition:
        rules = document((960, 540), [(x, 100, 160, 90)])
        return compose(rules, sources=[window], logos=[])

    found = [tiles(moved(x), handed_back(moved(0)), IMAGES) for x in (20, 700)]
    assert [len(parts) for parts in found if parts] == [1, 2]


def test_tiles_of_a_quality_fit_a_picture_of_that_quality() -> None:
    rules = beginning(320, 180)
    moved = with_logo_nearby(Random(13), rules)
    parts = tiles(composed(moved), handed_back(composed(rules)), IMAGES, quality=40)
    first, second = (
        decoded(Easel(IMAGES, quality=40).draw(composed(each))) for each in (rules, moved)
    )
    assert parts
    assert laid(first, parts).tobytes() == second.tobytes()


@pytest.mark.parametrize(
    "text",
    ["", "9x9;", "9x", "9x9;0123456789abcdef,1,2,3", "9x9;0123456789abcde,1,2,3,4", "9x9 ", "٣x٣",
     "9x9;0123456789ABCDEF,1,2,3,4", "9x9" + ";0123456789abcdef,1,2,3,4" * 900],
)  # fmt: skip
def test_what_is_no_manifest_is_not_read(text: str) -> None:
    assert Manifest.read(text) is None


def test_merged_rectangles_hold_all_and_cost_no_more() -> None:
    near, far = Box(16, 0, 32, 32), Box(1600, 900, 64, 64)
    assert merged([Box(0, 0, 32, 32), near]) == [Box(0, 0, 48, 32)]
    assert set(merged([Box(0, 0, 32, 32), far])) == {Box(0, 0, 32, 32), far}
    random = Random(11)
    boxes = [Box(random.randrange(1900), random.randrange(1000), 90, 90) for _ in range(30)]
    found = merged(boxes)
    assert all(any(around.contains(box) for around in found) for box in boxes)
    assert len(found) < len(boxes)
