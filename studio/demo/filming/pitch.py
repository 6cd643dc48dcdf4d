"""A match, as a camera beside the pitch sees it: the ball goes from player to player."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import pi, sin
from random import Random

from PIL import Image, ImageDraw

from studio.demo.filming.film import SMOOTHING, Film, smooth

SIZE = WIDTH, HEIGHT = 1280, 720
# What the camera pans over, to either side of the middle.
PAN = 70
FIELD = WIDTH + 2 * PAN
STANDS, TOUCHLINE = 215, 285
LIGHT, DARK, LINE = (76, 160, 80), (62, 140, 70), (226, 240, 226)
NIGHT, STEP = (24, 27, 38), (44, 49, 64)
CROWD = ((150, 152, 162), (168, 126, 66), (92, 100, 118), (134, 74, 70), (70, 96, 134))
BOARDS = ((18, 44, 60), (246, 178, 66), (45, 124, 154), (18, 44, 60), (226, 226, 232))
WHITE, AMBER, SHORTS = (238, 240, 244), (244, 170, 48), (30, 34, 46)
SKIN = ((233, 180, 140), (150, 92, 62), (205, 150, 110))
HAIR = ((70, 46, 34), (26, 22, 22), (46, 34, 30))
SHADOW = (52, 122, 60)
# So high and broad is a player at the near side, and so many steps each makes.
TALL, BROAD = 150, 60
STEPS = 48
BALL = 22


@dataclass(frozen=True, slots=True)
class Player:
    """Runs around a place, so many rounds in the film."""

    x: int
    y: int
    shirt: tuple[int, int, int]
    skin: int
    rounds: int

    def at(self, time: float) -> tuple[float, float]:
        turn = 2 * pi * self.rounds * time + self.x
        return self.x + 46 * sin(turn), self.y + 14 * sin(2 * turn)


PLAYERS = (
    Player(330, 400, WHITE, 0, 1),
    Player(985, 372, AMBER, 1, 1),
    Player(700, 470, WHITE, 1, 2),
    Player(1180, 520, WHITE, 2, 1),
    Player(250, 590, AMBER, 2, 1),
    Player(890, 630, AMBER, 0, 2),
)
# Who gives the ball to whom, in turn.
PASSES = ((2, 5), (5, 3), (3, 1), (1, 2), (2, 0), (0, 4), (4, 2))


def picture(time: float) -> Image.Image:
    left = round(PAN * (1 + 0.9 * sin(2 * pi * time)))
    image = field().crop((left, 0, left + WIDTH, HEIGHT))
    # Whoever is nearer stands before the others.
    for player in sorted(PLAYERS, key=lambda player: player.at(time)[1]):
        x, y = player.at(time)
        stand(image, runner(player, stride=bool(int(time * STEPS + player.x) % 2)), x - left, y)
    x, y, height = ball_at(time)
    stand(image, ball(), x - left, y - height)
    return image


def stand(image: Image.Image, figure: Image.Image, x: float, y: float) -> None:
    """With its feet there."""
    image.paste(figure, (round(x - figure.width / 2), round(y - figure.height)), figure)


def ball_at(time: float) -> tuple[float, float, float]:
    """Its place, and how high it flies."""
    leg, share = divmod(time * len(PASSES), 1)
    giver, taker = (PLAYERS[number] for number in PASSES[int(leg)])
    (from_x, from_y), (to_x, to_y) = giver.at(time), taker.at(time)
    eased = share * share * (3 - 2 * share)
    x, y = from_x + (to_x - from_x) * eased, from_y + (to_y - from_y) * eased
    return x + 26, y + 6, 60 * sin(pi * share) ** 2


@cache
def field() -> Image.Image:
    """All that does not move."""
    scale = 2
    image = Image.new("RGB", (FIELD * scale, HEIGHT * scale), DARK)
    canvas = ImageDraw.Draw(image)
    grass(canvas, scale)
    lines(canvas, scale)
    stands(canvas, scale)
    return image.reduce(scale)


def grass(canvas: ImageDraw.ImageDraw, scale: int) -> None:
    """Mown in stripes that meet far behind."""
    far, near = FIELD / 12, FIELD / 5
    for number in range(-4, 5):
        top = FIELD / 2 + (2 * number - 0.5) * far
        foot = FIELD / 2 + (2 * number - 0.5) * near
        stripe = [(top, STANDS), (top + far, STANDS), (foot + near, HEIGHT), (foot, HEIGHT)]
        canvas.polygon([(x * scale, y * scale) for x, y in stripe], fill=LIGHT)


def lines(canvas: ImageDraw.ImageDraw, scale: int) -> None:
    middle, width = FIELD / 2, 5 * scale
    for stroke in (
        (0, TOUCHLINE, FIELD, TOUCHLINE),
        (middle, TOUCHLINE, middle, HEIGHT),
        (110, TOUCHLINE, -120, HEIGHT),
        (FIELD - 110, TOUCHLINE, FIELD + 120, HEIGHT),
    ):
        canvas.line([end * scale for end in stroke], fill=LINE, width=width)
    ring = (middle - 235, 375, middle + 235, 605)
    canvas.ellipse([end * scale for end in ring], outline=LINE, width=width)


def stands(canvas: ImageDraw.ImageDraw, scale: int) -> None:
    """Rows of people, and the boards before them."""
    canvas.rectangle((0, 0, FIELD * scale, STANDS * scale), fill=NIGHT)
    chance = Random(7)  # noqa: S311  # the same crowd each time  # nosec B311
    for row in range(7):
        y = (12 + row * 26) * scale
        canvas.rectangle((0, y + 15 * scale, FIELD * scale, y + 18 * scale), fill=STEP)
        for seat in range(FIELD // 16):
            if chance.random() < 0.8:
                x = (seat * 16 + 8 * (row % 2) + chance.uniform(-2, 2)) * scale
                head = (x, y, x + 11 * scale, y + 12 * scale)
                canvas.ellipse(head, fill=chance.choice(CROWD))
    for number in range(FIELD // 142 + 1):
        board = (number * 142, STANDS - 26, number * 142 + 139, STANDS)
        canvas.rectangle([side * scale for side in board], fill=BOARDS[number % len(BOARDS)])


@cache
def runner(player: Player, *, stride: bool) -> Image.Image:
    """As large as one is at that place."""
    size = 0.45 + 0.55 * (player.y - TOUCHLINE) / (HEIGHT - TOUCHLINE)

    def draw(image: Image.Image) -> None:
        canvas, unit = ImageDraw.Draw(image), SMOOTHING * size
        canvas.ellipse(scaled((2, 134, 58, 150), unit), fill=SHADOW)
        legs = (14, 40) if stride else (24, 30)
        for hip, foot in zip((22, 38), legs, strict=True):
            canvas.line(scaled((hip, 88, foot + 4, 138), unit), fill=SHORTS, width=round(13 * unit))
            canvas.ellipse(scaled((foot - 4, 136, foot + 12, 147), unit), fill=SHORTS)
        canvas.rounded_rectangle(scaled((13, 36, 47, 94), unit), 14 * unit, fill=player.shirt)
        arms = ((8, 62), (52, 74)) if stride else ((8, 74), (52, 62))
        for (x, y), shoulder in zip(arms, (18, 42), strict=True):
            canvas.line(
                scaled((shoulder, 44, x, y), unit), fill=player.shirt, width=round(11 * unit)
            )
        canvas.rectangle(scaled((14, 80, 46, 98), unit), fill=SHORTS)
        canvas.ellipse(scaled((17, 2, 43, 34), unit), fill=SKIN[player.skin])
        canvas.chord(scaled((16, 1, 44, 34), unit), 175, 350, fill=HAIR[player.skin])

    return smooth(round(BROAD * size), round(TALL * size), draw)


def scaled(box: tuple[float, ...], unit: float) -> list[float]:
    return [side * unit for side in box]


@cache
def ball() -> Image.Image:
    def draw(image: Image.Image) -> None:
        edge = image.width - 1
        ImageDraw.Draw(image).ellipse((0, 0, edge, edge), fill=(252, 252, 252))

    return smooth(BALL, BALL, draw)


NOISE = Random(11)  # noqa: S311  # no secret  # nosec B311


def sound(time: float) -> float:
    """Many voices, from afar."""
    swell = 0.7 + 0.3 * sin(2 * pi * 3 * time)
    return 0.05 * swell * NOISE.uniform(-1, 1)


FILM = Film(size=SIZE, rate=20, picture=picture, sound=sound)
