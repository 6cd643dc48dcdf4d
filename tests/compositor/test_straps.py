"""Straps: exactly as large as told, the same each time, and nothing drawn that can't be read."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from PIL import Image

from studio.compositor import straps
from studio.compositor.straps import ALIGNS, SHAPES, Lacking, Style, TooLong, Words, fonts
from studio.compositor.straps.style import Align
from studio.rules.geometry import Box

SCENE = (1920, 1080)
BOTH = Words("Anna Li", "Reporter")
USUAL = Style()
EVERY = [Style(shape=shape, align=align) for shape, align in product(SHAPES, ALIGNS)]


def drawn(words: Words = BOTH, style: Style = USUAL, size: int = 54) -> Image.Image:
    return straps.draw(words, style, SCENE, size)


@pytest.mark.parametrize("style", EVERY, ids=lambda style: f"{style.shape} {style.align}")
def test_the_same_words_are_the_same_pixels(style: Style) -> None:
    picture = drawn(style=style)
    assert picture.mode == "RGBA"
    assert picture.tobytes() == drawn(style=style).tobytes()
    assert picture.tobytes() != drawn(Words("Anna Lee", "Reporter"), style).tobytes()
    alone = drawn(Words("Anna Li"), style)
    assert alone.height < picture.height


@pytest.mark.parametrize("align", ALIGNS)
@pytest.mark.parametrize(
    "words", [Words("I"), Words("Li", "A"), BOTH], ids=lambda words: words.name
)
def test_without_a_panel_nothing_is_cut_off_at_the_sides(words: Words, align: Align) -> None:
    """Neither the accent below short words nor any shadow."""
    alpha = drawn(words, Style(shape="plain", align=align)).getchannel("A")
    for x in (0, alpha.width - 1):
        assert alpha.crop((x, 0, x + 1, alpha.height)).getextrema() == (0, 0)


def test_letters_are_as_high_as_told() -> None:
    """A strap twice as large is twice as high, to the pixel that rounding takes."""
    small, large = drawn(size=27), drawn(size=54)
    assert abs(large.height - 2 * small.height) <= 4
    assert abs(large.width - 2 * small.width) <= 8
    assert straps.usual_size(SCENE) == straps.usual_size((1080, 1920)) == 54


def test_colours_and_opacity_are_those_of_the_style() -> None:
    style = Style(fill="#204060", ink="#ffffff", accent="#ff0000", opacity=50)
    picture = drawn(style=style)
    assert picture.getpixel((0, picture.height // 2)) == (255, 0, 0, 255)
    *fill, alpha = picture.getpixel((picture.width - 1, picture.height - 1))  # type: ignore[misc]
    assert alpha == round(50 * 2.55)
    assert all(abs(a - b) <= 2 for a, b in zip(fill, (0x20, 0x40, 0x60), strict=True))


def test_long_words_get_smaller_letters_and_then_are_refused() -> None:
    """It is never wider than what is safe for graphics."""
    assert drawn(Words("m" * 20)).width > 1.8 * drawn(Words("m" * 10)).width
    for many in (36, 40, 45):
        assert 1650 < drawn(Words("m" * many)).width <= 1920 * 0.9 + 2
    for words, field in ((Words("m" * 60), "name"), (Words("Anna", "w" * 120), "line")):
        with pytest.raises(TooLong) as refused:
            drawn(words)
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("words", "field", "signs"),
    [
        (Words("Anna \U0001f600"), "name", "\U0001f600"),
        (Words("Anna", "شكرا"), "line", "شكرا"),
        (Words("A\U0010fffd\x07"), "name", "\U0010fffd\x07"),
    ],
)
def test_what_no_font_has_is_told_and_never_drawn(words: Words, field: str, signs: str) -> None:
    with pytest.raises(Lacking) as lacking:
        drawn(words)
    assert (lacking.value.field, lacking.value.signs) == (field, signs)


def test_latin_needs_no_font_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = (fonts.CUTS["sans"][0],)
    monkeypatch.setattr(fonts, "at_hand", lambda family: alone)
    fonts.cut_for.cache_clear()
    assert drawn(Words("Łukasz Đỗ Ünal", "Ελλάδα · Україна · €5"))
    with pytest.raises(Lacking) as lacking:
        drawn(Words("李 Ming"))
    assert lacking.value.signs == "李"
    fonts.cut_for.cache_clear()


@pytest.mark.skipif(len(fonts.at_hand("sans")) < 2, reason="needs a Chinese font")
def test_chinese_is_drawn_beside_latin() -> None:
    assert (
        drawn(Words("李明 Li Ming", "北京大学，气象学教授")).width > drawn(Words("Li Ming")).width
    )


@pytest.mark.parametrize(
    ("style", "least", "most"),
    [
        (Style(), 12, 21),
        (Style(ink="#10161f"), 1, 1.3),
        (Style(fill="#000000", opacity=20), 1, 2),
        # A grey picture takes a grey ink away that black and white ones do not.
        (Style(ink="#767676", opacity=0), 1, 1),
        (Style(shape="plain"), 4.5, 6),
        (Style(shape="plain", ink="#000000"), 1, 4.4),
    ],
)
def test_contrast_is_that_over_the_worst_picture(style: Style, least: float, most: float) -> None:
    assert least <= straps.contrast(style) <= most


def test_it_is_placed_at_the_foot_of_the_safe_area() -> None:
    assert straps.placed((400, 100), SCENE, "left") == Box(96, 1080 - 54 - 100, 400, 100)
    assert straps.placed((400, 100), SCENE, "right").x == 1920 - 96 - 400
    assert straps.placed((400, 100), SCENE, "centre").x == 760


def test_a_style_of_other_padding_is_of_another_size() -> None:
    tight, roomy = (drawn(style=replace(Style(), padding=each)) for each in ("tight", "roomy"))
    assert tight.height < drawn().height < roomy.height
