"""The films of the demo, as any player reads them."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from studio.demo import films
from studio.demo.filming import pendulums, pitch
from studio.demo.filming.film import LENGTH

SIZES = {"pitch.flv": pitch.SIZE, "pendulums.mp4": pendulums.SIZE}


@pytest.mark.parametrize("name", films.NAMES)
def test_it_moves_and_sounds_from_the_first_second_to_the_last(filmed: Path, name: str) -> None:
    with av.open(filmed / name) as film:
        (video,), (audio,) = film.streams.video, film.streams.audio
        assert (video.codec.canonical_name, audio.codec.canonical_name) == ("h264", "aac")
        frames = list(film.decode(video))
    assert (frames[0].width, frames[0].height) == SIZES[name]
    step = 1 / float(video.average_rate or 0)
    assert float(frames[-1].time - frames[0].time) == pytest.approx(LENGTH - step, abs=0.002)
    first, middle = (bytes(frames[place].planes[0]) for place in (0, len(frames) // 2))
    assert first != middle
    with av.open(filmed / name) as film:
        heard = [bytes(frame.planes[0]) for frame in film.decode(audio=0)]
    assert len(set(heard)) > LENGTH


def test_a_film_that_is_there_is_not_made_again(filmed: Path) -> None:
    before = [(filmed / name).stat().st_mtime_ns for name in films.NAMES]
    films.make(filmed)
    assert [(filmed / name).stat().st_mtime_ns for name in films.NAMES] == before


def test_a_film_that_can_not_be_made_is_told_of_and_leaves_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(films, "NAMES", ("unheard-of.mp4",))
    assert films.make(tmp_path) == ["unheard-of.mp4"]
    assert "unheard-of" in capfd.readouterr().err
    assert not list(tmp_path.iterdir())
