"""The letters on cards and marks: Pillow's own font for Latin, one at hand for other scripts."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from string import ascii_letters, digits, punctuation
from typing import cast

from PIL import ImageFont

SMALLEST_TEXT = 9
# What Pillow's built-in font can draw of a name: no accents, nothing but Latin.
BUILT_IN = frozenset(ascii_letters + digits + punctuation + " …")
# Where a machine has Chinese, it is in one of these, which Pillow finds by their names; with the
# place of the font in a file of several. The last two have Greek and Cyrillic at least.
AT_HAND = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansCJKsc-Regular.otf", 0),
    ("NotoSansSC-Regular.otf", 0),
    ("SourceHanSansSC-Regular.otf", 0),
    ("wqy-microhei.ttc", 0),
    ("wqy-zenhei.ttc", 0),
    ("DroidSansFallbackFull.ttf", 0),
    ("msyh.ttc", 0),
    ("simhei.ttf", 0),
    ("PingFang.ttc", 0),
    ("STHeiti Light.ttc", 0),
    ("DejaVuSans.ttf", 0),
    ("NotoSans-Regular.ttf", 0),
)
# What is drawn sign by sign, from left to right: others would come out in pieces or turned round.
SCRIPTS = (
    *("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"),
    *("HALFWIDTH", "FULLWIDTH", "GREEK", "CYRILLIC", "LATIN"),
)
# Digits, punctuation, currencies, arithmetic and other signs; from there on they are emoji.
SIGNS = ("N", "P", "Sc", "Sm", "So")
EMOJI = "\U0001f000"
NOWHERE = "\U0010fffd"


def font(text: str, height: float) -> ImageFont.FreeTypeFont:
    """The font to draw a text with that `drawable` has given."""
    size = max(SMALLEST_TEXT, int(height))
    if not BUILT_IN.issuperset(text) and (found := _having(frozenset(text))):
        return _opened(*found, size)
    # With a size given it is a FreeType font, in every Pillow that has FreeType (all wheels).
    return cast("ImageFont.FreeTypeFont", ImageFont.load_default(size))


def drawable(text: str) -> str:
    """The text as it can be drawn: in plain Latin, else as it is; or nothing where it can't be."""
    plain = latin(text)
    if BUILT_IN.issuperset(plain):
        return plain
    whole = unicodedata.normalize("NFC", text)
    signs = frozenset(whole)
    return whole if all(map(stands_alone, signs)) and _having(signs) else ""


def latin(text: str) -> str:
    """The text without its accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char))


def stands_alone(sign: str) -> bool:
    """Whether it is drawn by itself, from left to right, and no emoji."""
    is_letter = unicodedata.name(sign, "").startswith(SCRIPTS)
    is_sign = sign < EMOJI and unicodedata.category(sign).startswith(SIGNS)
    return sign in BUILT_IN or is_letter or is_sign


@lru_cache(maxsize=256)
def _having(signs: frozenset[str]) -> tuple[str, int] | None:
    """The first font at hand that has them all."""
    return next((one for one in _at_hand() if has_glyphs(_opened(*one, 24), signs)), None)


def has_glyphs(found: ImageFont.FreeTypeFont, signs: frozenset[str]) -> bool:
    """Whether the font has them all."""
    none = bytes(found.getmask(NOWHERE))
    return all(bytes(found.getmask(sign)) != none for sign in signs if sign != " ")


@lru_cache(maxsize=1)
def _at_hand() -> list[tuple[str, int]]:
    """Those that are there, by their paths: to look for one walks through all of the system's."""
    return [(path, index) for name, index in AT_HAND if (path := _path(name, index))]


def _path(name: str, index: int) -> str:
    try:
        return str(ImageFont.truetype(name, 24, index).path)
    except OSError:
        return ""


@lru_cache(maxsize=128)
def _opened(path: str, index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index)
