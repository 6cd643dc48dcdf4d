"""The card in the place of a picture that is not there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image, ImageFont

from studio.compositor import lettering, placeholder
from studio.compositor.lettering import BUILT_IN
from studio.compositor.placeholder import ASSUMED_SIZE, CARD, EDGE, LABEL
from studio.rules.document import Source
from studio.rules.geometry import Box
from tests.compositor.documents import BLACK, document, drawn


def source(name: str, layer: int = 7, kind: str = "live") -> Source:
    return Source(id=name, layer=layer, type=kind, url="")


def card(name: str, size: tuple[int, int] = (320, 180), kind: str = "live") -> Image.Image:
    return placeholder(source(name, kind=kind)).drawn(size, Box(0, 0, *size))


def test_a_missing_picture_is_a_card_of_16_by_9_in_its_box() -> None:
    canvas = drawn(document((320, 320), [(0, 0, 320, 320)]), None)
    assert canvas.getbbox() == (0, 70, 320, 250)
    assert canvas.getpixel((0, 69)) == BLACK
    assert canvas.getpixel((0, 70)) == EDGE
    assert canvas.getpixel((10, 80)) == CARD
    assert ASSUMED_SIZE == (1920, 1080)


def test_a_missing_logo_is_a_card_with_its_number() -> None:
    rules = document((320, 180), [], [(0, 0, 160, 90), (160, 90, 160, 90)])
    canvas = drawn(rules, None, None)
    one, two = canvas.crop((0, 0, 160, 90)), canvas.crop((160, 90, 320, 180))
    assert one.tobytes() != two.tobytes()


def test_the_card_tells_the_sources_apart() -> None:
    assert card("one").tobytes() != card("two").tobytes()
    assert card("one", kind="live").tobytes() != card("one", kind="vod").tobytes()


@pytest.mark.parametrize("size", [(1920, 1080), (320, 180), (120, 68), (64, 36), (40, 24)])
def test_the_label_is_drawn_inside_the_card(size: tuple[int, int]) -> None:
    image = card("cam", size)
    inside = image.crop((5, 5, size[0] - 5, size[1] - 5))
    assert len(inside.getcolors(100_000) or []) > 2
    for x in (5, size[0] - 6):
        assert {image.getpixel((x, y)) for y in range(5, size[1] - 5)} == {CARD}


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (16, 9), (12, 300), (3000, 4)])
def test_a_card_too_small_for_words_is_still_a_card(size: tuple[int, int]) -> None:
    assert card("camera", size).size == size


@pytest.mark.parametrize("name", ["مباشر", "מצלמה", "😀", "กล้อง", "", " ", "\x00", "\u200f"])
def test_a_name_that_cannot_be_drawn_gives_way_to_the_layer(name: str) -> None:
    assert placeholder(source(name)).label == "# 7"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without any font."""
    forget()
    monkeypatch.setattr(lettering, "AT_HAND", ())
    yield
    forget()


def forget() -> None:
    lettering._at_hand.cache_clear()
    lettering._having.cache_clear()


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("直播间", "# 7"),
        ("камера", "# 7"),
        ("cam 直播", "cam # 7"),
        ("机位-2", "2 # 7"),
        ("зал · 2", "2 # 7"),
        ("w" * 62 + "直播", "w" * 60 + " # 7"),
    ],
)
def test_without_a_font_the_layer_says_whose_it_is(name: str, label: str) -> None:
    assert placeholder(source(name)).label == label


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("size", [(320, 180), (160, 90), (64, 36)])
def test_a_long_name_leaves_its_layer_room(size: tuple[int, int]) -> None:
    """In the card of another layer there is another picture."""
    one, two = (source("w" * 40 + "直播", layer) for layer in (7, 8))
    assert placeholder(one).drawn(size, Box(0, 0, *size)).tobytes() != (
        placeholder(two).drawn(size, Box(0, 0, *size)).tobytes()
    )


def has_chinese() -> bool:
    """Whether this machine has a font for it: .ci/run asks the same before it installs one."""
    asked = ["fc-list", ":lang=zh-cn"]
    return bool(shutil.which(asked[0]) and subprocess.check_output(asked))


@pytest.mark.skipif(not has_chinese(), reason="no font for Chinese on this machine")
@pytest.mark.parametrize(
    "name",
    [
        *("主持人机位", "cam 直播", "カメラ", "камера", "κάμερα", "카메라", "зал · 2"),
        *("佐々木", "ｶﾒﾗ", "Ｂ席", "展厅 20℃", "★主持"),
    ],
)
def test_a_name_is_drawn_by_the_font_at_hand(name: str) -> None:
    assert placeholder(source(name)).label == name
    image = card(name)
    assert image.tobytes() != card(name[:-1]).tobytes()
    assert {pixel for _, pixel in image.getcolors(100_000) or []} >= {CARD, LABEL}
    for x in (5, 314):
        assert {image.getpixel((x, y)) for y in range(5, 175)} == {CARD}


@pytest.mark.parametrize(
    ("name", "label"),
    [("Café", "Cafe"), ("a\nb\tc", "a b c"), ("cam-1_(b)", "cam-1_(b)"), ("１２", "12")],
)
def test_a_name_is_drawn_in_plain_latin_where_it_can_be(name: str, label: str) -> None:
    assert placeholder(source(name)).label == label


def test_every_character_called_drawable_has_a_glyph_of_its_own() -> None:
    font = ImageFont.load_default(24)
    tofu = bytes(font.getmask("\N{SNOWMAN}"))
    assert not [char for char in BUILT_IN if bytes(font.getmask(char)) == tofu]


def test_a_long_name_is_cut_and_stays_inside() -> None:
    image = card("w" * 100_000, (320, 180))
    for x in (*range(1, 12), *range(308, 319)):
        assert {image.getpixel((x, y)) for y in range(1, 179)} == {CARD}


def test_a_clipped_card_is_a_part_of_the_whole_one() -> None:
    whole = placeholder(source("camera")).drawn((320, 180), Box(0, 0, 320, 180))
    part = placeholder(source("camera")).drawn((320, 180), Box(100, 60, 120, 80))
    assert part.tobytes() == whole.crop((100, 60, 220, 140)).tobytes()


def test_an_odd_type_and_layer_are_drawn_as_well() -> None:
    rules = document((320, 180), [(0, 0, 320, 180)], layers=[-5])
    odd = replace(rules, sources=(replace(rules.sources[0], id="直", type="卫星"),))
    assert drawn(odd, None).getbbox() == (0, 0, 320, 180)
