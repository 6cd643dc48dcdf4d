"""The first picture of valid films beside that of the newest FFmpeg a wheel carries."""

from __future__ import annotations

import pytest
from PIL import ImageChops

from studio.media.errors import BadPicture
from studio.media.videos import SIDEWAYS, TURNS
from tests.likeness import psnr
from tests.media.decoding import decode
from tests.media.films.peer import shown
from tests.media.films.rows import COMPARED, H264, NO_PICTURE, Row
from tests.media.test_pictures import opened

ALIKE = 40


@pytest.mark.parametrize("row", COMPARED, ids=lambda row: row.about)
def test_the_first_picture_is_that_of_ffmpeg(row: Row) -> None:
    data = row.film()
    decoded, picture = decode(data), shown(data, row.asked)
    assert (decoded.width, decoded.height) == picture.size
    assert decoded.whole
    assert psnr(opened(decoded.picture).convert("RGB"), picture) >= ALIKE


@pytest.mark.parametrize("row", NO_PICTURE, ids=lambda row: row.about)
def test_why_there_is_no_picture_is_told(row: Row) -> None:
    with pytest.raises(BadPicture, match=row.said):
        decode(row.film())


def test_the_films_are_many_and_each_is_another() -> None:
    rows = [*COMPARED, *NO_PICTURE]
    assert len({row.about for row in rows}) == len({row[1:] for row in rows}) == len(rows)
    assert len(COMPARED) >= 80


def test_another_picture_or_another_turn_of_a_film_would_be_noticed() -> None:
    first = shown(Row("first").film())
    others = [shown(Row("next", f"{H264} -vf select=gte(n\\,1)").film())]
    others += [first.transpose(turn) for turn in TURNS.values() if turn not in SIDEWAYS]
    others.append(ImageChops.offset(first, 1, 0))
    assert max(psnr(first, other) for other in others) < ALIKE - 5
