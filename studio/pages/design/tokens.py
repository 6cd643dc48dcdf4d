"""Colours and sizes as their style sheet names them, and which of them are read on which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from studio.compositor.straps.contrast import Colour, colour, ratio

SHEET = settings.BASE / "static" / "css" / "tokens.css"
# The first block has them all; what follows it changes some of them.
BLOCK = re.compile(r":root \{\n(.*?)\n  \}", re.DOTALL)
HEAD_OR_TOKEN = re.compile(
    r"^    (?:/\* (?P<head>.*?) \*/$|--(?P<name>[\w-]+): (?P<value>[^;]+);)", re.M
)
HEX = r"#[0-9a-f]{6}(?:[0-9a-f]{2})?"
SHADES = re.compile(rf"(?:light-dark\((?P<light>{HEX}), (?P<dark>{HEX})\)|(?P<both>{HEX}))$")

# What WCAG asks for: of words, and of the parts that say something.
WORDS, PARTS = 4.5, 3.0
INKS = ("ink", "ink-2", "ink-3")
WORDS_ON = {
    "bg": INKS,
    "panel": (
        *(*INKS, "accent-ink", "program-ink", "warn-ink", "error-ink"),
        *("ok-ink", "info-ink", "sandbox-ink"),
    ),
    "raised": (*INKS, "accent-ink", "error-ink", "warn-ink", "ok-ink"),
    "field": INKS,
    "hover": (*INKS, "accent-ink"),
    "pressed": ("ink", "ink-2", "accent-ink"),
    "surround": ("ink", "ink-2"),
    "ruler": ("ink-2",),
    "accent": ("on-fill",),
    "accent-bg": ("ink", "ink-2", "accent-ink"),
    "program": ("on-fill",),
    "program-deep": ("on-fill",),
    "program-bg": ("ink", "ink-2", "program-ink"),
    "preview": ("on-fill",),
    "warn-bg": ("ink", "ink-2", "warn-ink"),
    "error-bg": ("ink", "ink-2", "error-ink"),
    "ok-bg": ("ink", "ink-2", "ok-ink"),
    "info-bg": ("ink", "ink-2", "info-ink"),
    "sandbox-bg": ("ink", "ink-2", "sandbox-ink"),
    "ok": ("panel",),
    "error": ("panel",),
    "chip": ("chip-ink", "chip-ink-2", "chip-warn", "chip-error"),
    "chip-warn": ("canvas",),
    "chip-error": ("canvas",),
    "guide": ("canvas",),
    "well": ("chip-ink-2", "chip-ink-3"),
    "card": ("chip-ink", "chip-ink-2", "chip-ink-3"),
    "card-lit": ("chip-ink", "chip-ink-2"),
}
CLOUDS = ("cloud-slate", "cloud-blue", "cloud-teal", "cloud-amber", "cloud-rose")
PARTS_ON = {
    "panel": (
        *("edge", "focus", "accent", "program-line", "preview-line"),
        *("warn", "error", "ok", "info", "sandbox", *CLOUDS),
    ),
    "bg": ("edge", "focus"),
    "field": ("edge", "error"),
    "raised": ("focus",),
    "canvas": ("program-line", "preview-line", "select", "guide"),
}


@dataclass(frozen=True)
class Token:
    """One custom property; `light` and `dark` are what it is as a colour, where it is one."""

    name: str
    value: str
    light: str = ""
    dark: str = ""

    @property
    def kind(self) -> str:
        """What its name begins with: "t" for sizes of letters, "s" for spaces …"""
        return self.name.partition("-")[0]


@dataclass(frozen=True)
class Group:
    """Tokens that stand together, and what the sheet says of them."""

    head: str
    tokens: list[Token]

    @property
    def is_of_colours(self) -> bool:
        return any(token.light for token in self.tokens)


@dataclass(frozen=True)
class Pair:
    """What is read on what: the ratios, 1 to 21, and the least there may be."""

    ink: Token
    ground: Token
    least: float

    @property
    def light(self) -> float:
        return ratio(seen(self.ink.light), seen(self.ground.light))

    @property
    def dark(self) -> float:
        return ratio(seen(self.ink.dark), seen(self.ground.dark))


def groups() -> list[Group]:
    """The tokens in the order of their sheet."""
    block = BLOCK.search(SHEET.read_text(encoding="utf-8"))
    assert block
    found: list[Group] = []
    for part in HEAD_OR_TOKEN.finditer(block[1]):
        if part["head"]:
            found.append(Group(part["head"], []))
        else:
            found[-1].tokens.append(token(part["name"], part["value"]))
    return found


def token(name: str, value: str) -> Token:
    shades = SHADES.match(value)
    if not shades:
        return Token(name, value)
    light, dark = shades["light"] or shades["both"], shades["dark"] or shades["both"]
    return Token(name, value, light, dark)


def seen(shade: str) -> Colour:
    """Without what shines through it: that is never more than a tenth of what words stand on."""
    return colour(shade[:7])


def pairs(of: list[Group]) -> Iterator[Pair]:
    named = {token.name: token for group in of for token in group.tokens}
    for least, grounds in ((WORDS, WORDS_ON), (PARTS, PARTS_ON)):
        for ground, inks in grounds.items():
            yield from (Pair(named[ink], named[ground], least) for ink in inks)
