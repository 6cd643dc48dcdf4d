"""What an easel shows, however it came there, is what drawing the document anew gives."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import pytest
from PIL import Image

from studio.compositor import (
    Composition,
    Easel,
    Picture,
    Undrawable,
    compose,
    encode,
    image_cache,
    load,
    paint,
    render,
)
from studio.compositor.easel import joined
from studio.compositor.splicing import interval
from studio.rules.geometry import Box
from tests.compositor.documents import RED, WHITE, document, jpeg, plain, png
from tests.compositor.edits import (
    IMAGES,
    LOGOS,
    MEBIBYTE,
    SOURCES,
    beginning,
    composed,
    edited,
    scenery,
)


def afresh(shown: Composition) -> bytes:
    """The whole picture, drawn and encoded at once with nothing kept."""
    return encode(paint(shown), "jpeg", restart=interval(shown.size[0]))


@pytest.mark.parametrize(
    ("size", "scale", "steps"),
    [((1920, 1080), 1, 12), ((1920, 1080), 0.5, 30), ((1001, 777), 1, 25), ((10, 10), 1, 60),
     ((333, 35), 1, 60), ((64, 160), 1, 60), ((1080, 1920), 2, 3), ((1366, 768), 960 / 1366, 20)],
)  # fmt: skip
def test_after_any_edits_the_file_is_that_of_the_whole_picture(
    size: tuple[int, int], scale: float, steps: int
) -> None:
    random = Random(str(size))
    easel = Easel(IMAGES)
    rules = beginning(*size)
    for _ in range(steps):
        shown = composed(rules, scale)
        assert easel.draw(shown) == afresh(shown)
        rules = edited(random, rules)


def test_what_paint_draws_with_and_without_a_cache_is_what_render_draws() -> None:
    random, rules = Random(8), beginning(1001, 777)
    for _ in range(10):
        shown = composed(rules)
        once = render(rules, sources=SOURCES, logos=LOGOS).tobytes()
        assert paint(shown, images=IMAGES).tobytes() == paint(shown).tobytes() == once
        rules = edited(random, rules)


def test_a_box_of_the_picture_is_drawn_as_it_is_in_the_whole() -> None:
    shown = composed(beginning(1001, 777))
    box = Box(301, 99, 400, 500)
    whole = paint(shown).crop((box.x, box.y, box.right, box.bottom))
    assert paint(shown, box).tobytes() == whole.tobytes()


@pytest.mark.parametrize(
    ("background", "logo", "spliced"), [(0, 1, True), (0, 800, True), (1, 0, False)]
)
def test_what_differs_little_is_spliced_and_what_differs_much_drawn_anew(
    background: int, logo: int, spliced: bool
) -> None:
    def moved(background: int, logo: int) -> Composition:
        boxes = [(background, 0, 960, 540), *[(20, 20, 90, 90)] * 3]
        return composed(document((960, 540), boxes, [(logo, 0, 90, 90), (50, 50, 90, 90)]))

    easel = Easel(IMAGES)
    easel.draw(moved(0, 0))
    before = easel._last
    assert easel.draw(moved(background, logo)) == afresh(moved(background, logo))
    assert before is not None
    assert easel._last is not None
    assert (easel._last.jpeg is before.jpeg) is spliced


def test_a_picture_of_another_size_is_drawn_anew_and_so_is_the_next() -> None:
    easel = Easel(IMAGES)
    for size in [(320, 180), (322, 180), (160, 90), (320, 180)]:
        shown = composed(beginning(*size))
        assert easel.draw(shown) == afresh(shown)


def test_an_unchanged_picture_is_not_made_again() -> None:
    easel = Easel(IMAGES)
    first = easel.draw(composed(beginning(320, 180)))
    assert easel.draw(composed(beginning(320, 180))) is first


def test_another_picture_in_the_same_box_is_a_change() -> None:
    easel = Easel(image_cache(MEBIBYTE))
    rules = document((64, 36), [(0, 0, 64, 36)])
    for colour in (RED, WHITE):
        shown = compose(rules, sources=[plain(colour)], logos=[])
        assert easel.draw(shown) == afresh(shown)


def test_quality_is_the_easels_own() -> None:
    shown = composed(beginning(320, 180))
    file = Easel(IMAGES, quality=40).draw(shown)
    assert file == encode(paint(shown), "jpeg", 40, restart=interval(320))


def test_what_cannot_be_drawn_leaves_the_easel_good() -> None:
    easel = Easel(IMAGES)
    rules = beginning(320, 180)
    before = easel.draw(composed(rules))
    header_alone = load(png(scenery(6, 90, 90))[:60])
    for box in [(5, 5, 30, 30), (0, 0, 320, 180)]:
        broken = compose(document((320, 180), [box]), sources=[header_alone], logos=[])
        with pytest.raises(OSError, match="truncated"):
            easel.draw(broken)
        assert easel.draw(composed(rules)) == before
    with pytest.raises(Undrawable):
        easel.draw(composed(document((0, 180), [(0, 0, 9, 9)] * 4, [(0, 0, 9, 9)] * 2)))
    assert easel.draw(composed(rules)) == before


def test_threads_at_one_easel_each_get_their_own_picture() -> None:
    easel = Easel(IMAGES)
    random, rules = Random(9), beginning(320, 180)
    edits = [rules := edited(random, rules) for _ in range(40)]
    with ThreadPoolExecutor(4) as pool:
        files = list(pool.map(lambda rules: easel.draw(composed(rules)), edits))
    assert files == [afresh(composed(rules)) for rules in edits]


def test_threads_that_share_images_keep_to_the_budget() -> None:
    images = image_cache(MEBIBYTE)
    random, rules = Random(10), beginning(320, 180)
    edits = [rules := edited(random, rules) for _ in range(20)]
    files = [afresh(composed(rules)) for rules in edits]

    def drawn(easel: Easel) -> list[bytes]:
        seen = [easel.draw(composed(rules)) for rules in edits]
        assert images.weight <= images.budget
        return seen

    with ThreadPoolExecutor(4) as pool:
        assert all(seen == files for seen in pool.map(drawn, [Easel(images) for _ in range(4)]))


def test_an_easel_weighs_what_it_keeps() -> None:
    easel = Easel(IMAGES)
    assert easel.weight == 0
    file = easel.draw(composed(beginning(320, 180)))
    assert easel.weight == 2 * len(file)


def test_a_picture_is_decoded_once_for_all_the_sizes_it_serves() -> None:
    images = image_cache(MEBIBYTE)
    picture = load(jpeg(scenery(1, 400, 300)), images=images)
    for side in (300, 260, 210):
        picture.drawn((side, side), Box(0, 0, side, side))
    assert images.weight == 400 * 300 * 4
    picture.drawn((100, 100), Box(0, 0, 100, 100))  # A JPEG is decoded smaller for less.
    assert images.weight == 400 * 300 * 4 + 200 * 150 * 4


def test_a_composition_is_told_from_others_by_what_is_drawn() -> None:
    named = [Picture(Image.new("RGB", (9, 9)), (9, 9), name=name) for name in ("a", "a", "b")]
    rules = document((90, 90), [(0, 0, 90, 90)])
    moved = document((90, 90), [(1, 0, 90, 90)])
    louder = replace(rules, output=replace(rules.output, urls=()))
    shown = [
        compose(each, sources=[picture], logos=[])
        for each, picture in [
            (rules, named[0]), (rules, named[1]), (louder, named[0]),
            (rules, named[2]), (moved, named[0]), (rules, None),
        ]
    ]  # fmt: skip
    digests = [each.digest for each in shown]
    assert digests[0] == digests[1] == digests[2]
    assert len(set(digests)) == 4


def test_boxes_that_overlap_become_one_and_none_overlap_then() -> None:
    assert joined([Box(0, 0, 2, 2), Box(2, 0, 2, 2)]) == [Box(2, 0, 2, 2), Box(0, 0, 2, 2)]
    assert joined([Box(0, 0, 3, 3), Box(2, 2, 3, 3)]) == [Box(0, 0, 5, 5)]
    random = Random(11)
    boxes = [Box(random.randrange(99), random.randrange(99), 9, 9) for _ in range(30)]
    apart = joined(boxes)
    assert all(any(around.contains(box) for around in apart) for box in boxes)
    assert not any(one.clipped(other) for one in apart for other in apart if one is not other)
