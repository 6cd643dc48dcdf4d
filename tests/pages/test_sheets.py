"""The look is one: colours and sizes are named once, and two hues are kept for what is on air."""

from __future__ import annotations

import re
from colorsys import rgb_to_hsv

import pytest
from django.conf import settings

from studio.compositor.straps.contrast import colour
from studio.pages.design.tokens import Pair, Token, groups, pairs

SHEETS = settings.BASE / "static" / "css"
TOKENS = "tokens.css"
# A stand-in for pictures, some dark and some light: no colours of the page.
PICTURES = "straps/style.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RAW_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\("
    r"|[:, (](?:black|white|red|green)\b(?!-)"
)
SIZE = re.compile(r"(?<!-)\bfont(?:-size)?: ([^;}]*)")
# One of the scale, its parent's, so many times that, or as large as a screen read from afar allows.
SCALE = re.compile(r"inherit|100%|[\d.]+em|clamp\(|.*var\(--t-")
# Of what has a pseudo-class and no name.
DESCENDANT = re.compile(r"[\w\])*] :(?:[a-z-]+)[^;{}]*\{")
USED = re.compile(r"var\(--([\w-]+)")
MADE = re.compile(r"--([\w-]+):")
# Degrees of the colour circle around red and green, and how little colour is none.
RED, GREEN, GREY = (345, 20), (90, 170), 0.2
AIR = re.compile(r"program|preview")


def sheets() -> dict[str, str]:
    """Each by its name, without what only people read."""
    return {
        str(path.relative_to(SHEETS)): COMMENT.sub("", path.read_text(encoding="utf-8"))
        for path in sorted(SHEETS.rglob("*.css"))
    }


def tokens() -> list[Token]:
    return [token for group in groups() for token in group.tokens]


def test_colours_are_named_in_one_sheet_alone() -> None:
    found = {
        name: raw
        for name, text in sheets().items()
        if name not in (TOKENS, PICTURES) and (raw := RAW_COLOUR.findall(text))
    }
    assert found == {}


def test_sizes_of_letters_are_those_of_the_scale() -> None:
    found = {
        f"{name}: {size}"
        for name, text in sheets().items()
        for size in SIZE.findall(text)
        if not SCALE.match(size)
    }
    assert found == set()


def test_no_selector_loses_a_blank_when_it_is_minified() -> None:
    """`findings/rcssmin_nested_descendant.sh`: an ancestor would become the element itself."""
    lost = {name: found for name, text in sheets().items() if (found := DESCENDANT.findall(text))}
    assert lost == {}
    assert DESCENDANT.findall(".p { .a :is(i, b) { color: red } }")


def test_what_is_named_is_used_and_what_is_used_is_named() -> None:
    texts = sheets()
    used = {name for text in texts.values() for name in USED.findall(text)}
    made = {name for text in texts.values() for name in MADE.findall(text)}
    assert used - made - set_by_scripts() == set()
    assert {token.name for token in tokens()} - used == set()


def set_by_scripts() -> set[str]:
    modules = (settings.BASE / "static").rglob("*.js")
    text = "".join(path.read_text(encoding="utf-8") for path in modules)
    return set(re.findall(r'"--([\w-]+)"', text))


@pytest.mark.parametrize(
    "pair", list(pairs(groups())), ids=lambda pair: f"{pair.ink.name} on {pair.ground.name}"
)
def test_what_is_read_is_told_from_what_it_stands_on(pair: Pair) -> None:
    assert pair.light >= pair.least
    assert pair.dark >= pair.least


def test_red_and_green_are_kept_for_program_and_preview() -> None:
    others = [token for token in tokens() if token.light and not AIR.match(token.name)]
    assert len(others) > 30
    assert {
        token.name for token in others if is_of_air(token.light) or is_of_air(token.dark)
    } == set()
    program, preview = (
        next(token for token in tokens() if token.name == name) for name in ("program", "preview")
    )
    assert is_of_air(program.light)
    assert is_of_air(preview.light)


def is_of_air(shade: str) -> bool:
    hue, strength, _value = rgb_to_hsv(*(part / 255 for part in colour(shade[:7])))
    degrees = hue * 360
    is_red = degrees >= RED[0] or degrees <= RED[1]
    return strength > GREY and (is_red or GREEN[0] <= degrees <= GREEN[1])
