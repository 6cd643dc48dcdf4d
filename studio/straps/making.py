"""From what somebody types to a picture: checked, drawn, encoded."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from studio.compositor import straps
from studio.compositor.pixels import Size
from studio.compositor.straps import ENOUGH, Lacking, Style, TooLong, Unwritable, Words
from studio.media import Decoded
from studio.straps.models import LONGEST

# As of every picture that a stage shows.
STAGE_SIDE = 1280
SMALLEST, LARGEST = 8, 400


class Refused(Exception):
    """There is no such strap, and `sentence` says why; `field` is "name", "line" or "" for none."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


def words_of(name: str, line: str) -> Words:
    """What was typed, without what can't be seen of it. Raises Refused."""
    words = Words(" ".join(name.split()), " ".join(line.split()))
    if not words.name:
        raise Refused("name", _("Write a name."))
    for field, most in LONGEST.items():
        if len(getattr(words, field)) > most:
            raise Refused(field, _("This has more than %(most)d characters.") % {"most": most})
    return words


def drawn(words: Words, style: Style, canvas: Size, size: int) -> Decoded:
    """The strap in a scene of that size, its name in letters of `size` pixels. Raises Refused."""
    if not straps.is_at_hand(style.font):
        raise Refused("", _("This computer has no font of the kind that the straps’ style names."))
    try:
        picture = straps.draw(words, style, canvas, size)
    except Unwritable as unwritable:
        raise Refused(unwritable.field, why(unwritable)) from None
    stage = picture
    if max(picture.size) > STAGE_SIDE:
        stage = picture.copy()
        stage.thumbnail((STAGE_SIDE, STAGE_SIDE), Image.Resampling.LANCZOS)
    return Decoded(
        width=picture.width,
        height=picture.height,
        picture=png(picture),
        picture_type="image/png",
        stage=png(stage),
        stage_type="image/png",
    )


def png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def why(unwritable: Unwritable) -> str:
    if isinstance(unwritable, Lacking):
        signs = " ".join(map(shown, unwritable.signs))
        return _("No font of this computer can draw %(signs)s in a strap.") % {"signs": signs}
    assert isinstance(unwritable, TooLong)
    return _("This is too long for the scene, even in smaller letters. Shorten it.")


def shown(sign: str) -> str:
    """A sign in quotes, or its number where it can't be seen."""
    return f"“{sign}”" if sign.isprintable() and not sign.isspace() else f"U+{ord(sign):04X}"


def doubt(style: Style) -> str:
    """What makes the words hard to read; "" where nothing does."""
    ratio = straps.contrast(style)
    if ratio >= ENOUGH:
        return ""
    return _(
        "The words are hard to read: their contrast is %(ratio).1f : 1 where the picture below is "
        "worst, and should be %(enough).1f : 1 at least."
    ) % {"ratio": ratio, "enough": ENOUGH}
