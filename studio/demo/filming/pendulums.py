"""A lecture's experiment: pendulums that leave together, fall out of step and meet again."""

from __future__ import annotations

from functools import cache
from math import pi, sin

from PIL import Image, ImageDraw

from studio.demo.filming.film import LENGTH, Film, smooth

SIZE = WIDTH, HEIGHT = 960, 540
COUNT = 15
# How often the slowest one swings, and in how much more each of the next, until all are back.
SLOWEST = 5
SWING, RADIUS = 190, 24
# It begins where the waves are seen best.
BEGINS = 0.06
NIGHT, DUSK = (13, 24, 36), (28, 52, 70)
TEAL, AMBER = (64, 178, 190), (255, 190, 84)
WOOD, THREAD = (214, 200, 176), (70, 96, 112)


def picture(time: float) -> Image.Image:
    image = backdrop().copy()
    canvas = ImageDraw.Draw(image)
    hanging = [(place(number), swing(number, time)) for number in range(COUNT)]
    for x, y in hanging:
        canvas.line((x, HEIGHT // 2, x, y), fill=THREAD, width=2)
    canvas.rounded_rectangle((48, HEIGHT // 2 - 5, WIDTH - 48, HEIGHT // 2 + 5), 5, fill=WOOD)
    for number, (x, y) in enumerate(hanging):
        image.paste(bob(number), (x - RADIUS, y - RADIUS), bob(number))
    return image


def place(number: int) -> int:
    return round(96 + number * (WIDTH - 192) / (COUNT - 1))


def swing(number: int, time: float) -> int:
    turns = (SLOWEST + number) * (time + BEGINS)
    return round(HEIGHT / 2 + SWING * sin(2 * pi * turns))


@cache
def backdrop() -> Image.Image:
    shade = Image.linear_gradient("L").resize(SIZE)
    return Image.composite(Image.new("RGB", SIZE, DUSK), Image.new("RGB", SIZE, NIGHT), shade)


@cache
def bob(number: int) -> Image.Image:
    share = number / (COUNT - 1)
    colour = tuple(round(a + (b - a) * share) for a, b in zip(TEAL, AMBER, strict=True))

    def draw(image: Image.Image) -> None:
        canvas, edge = ImageDraw.Draw(image), image.width - 1
        canvas.ellipse((0, 0, edge, edge), fill=colour)
        shine = [edge * share for share in (0.24, 0.18, 0.48, 0.42)]
        canvas.ellipse(shine, fill=tuple((level + 255) // 2 for level in colour))

    return smooth(2 * RADIUS, 2 * RADIUS, draw)


def sound(time: float) -> float:
    """A fifth, low and soft."""
    second = 2 * pi * LENGTH * time
    return 0.16 * sin(220 * second) + 0.08 * sin(330 * second)


FILM = Film(size=SIZE, rate=20, picture=picture, sound=sound)
