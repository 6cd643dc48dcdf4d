"""How well the words of a strap are told from what is behind them, as WCAG 2 counts it."""

from __future__ import annotations

from PIL import ImageColor

from studio.compositor.straps.style import Style

# What WCAG asks for of text.
ENOUGH = 4.5
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
# Without a fill there is a shadow alone; this is what it leaves of a white picture.
SHADED = (102, 102, 102)

Colour = tuple[int, int, int]


def colour(text: str) -> Colour:
    """ "#rrggbb" as numbers."""
    red, green, blue = ImageColor.getrgb(text)[:3]
    return red, green, blue


def contrast(style: Style) -> float:
    """The ratio, 1 to 21, of the words to what is behind them, where the picture below is worst."""
    ink, behind = colour(style.ink), grounds(style)
    lights = [luminance(ground) for ground in behind]
    if min(lights) <= luminance(ink) <= max(lights):
        # Over some grey picture the ground is as light as the words.
        return 1
    return min(ratio(ink, ground) for ground in behind)


def grounds(style: Style) -> list[Colour]:
    """The darkest and the lightest there may be behind the words: the fill over a black picture,
    and over a white one.
    """
    if style.shape == "plain":
        return [SHADED]
    return [over(colour(style.fill), below, style.opacity / 100) for below in (BLACK, WHITE)]


def over(above: Colour, below: Colour, opacity: float) -> Colour:
    red, green, blue = (
        round(a * opacity + b * (1 - opacity)) for a, b in zip(above, below, strict=True)
    )
    return red, green, blue


def readable_on(ground: Colour) -> Colour:
    """White or black, whichever is told better from it."""
    return max(WHITE, BLACK, key=lambda ink: ratio(ink, ground))


def ratio(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(of: Colour) -> float:
    red, green, blue = (linear(part / 255) for part in of)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
