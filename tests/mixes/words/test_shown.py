"""What a task's pages say in words and numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from studio.documents.facts import facts
from studio.documents.naming import subject
from studio.mixes.models.push import suggested_name
from studio.mixes.words.durations import duration
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders

BOX = Box(0, 0, 10, 10)


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(seconds=34), "34 s"),
        (timedelta(minutes=12), "12 min"),
        (timedelta(hours=9, minutes=31), "9:31"),
        (timedelta(days=1, hours=4, minutes=12), "1 d 04:12"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_a_duration_reads_as_a_clock_shows_it(span: timedelta, shown: str) -> None:
    assert duration(span) == shown


def test_the_facts_are_in_the_units_people_use() -> None:
    shown = {fact["label"]: fact["value"] for fact in facts(builders.document(BOX, BOX))}
    assert shown == {
        "Scene": "1920 × 1080",
        "Sources": "2 of 8: 2 pic",
        "Logos": "0 of 4",
        "Video": "h264, 30 fps, 6 Mbit/s, GOP 2 s",
        "Sound": "stereo, 48 kHz, 128 kbit/s",
    }


def test_the_facts_are_in_the_readers_words() -> None:
    with translation.override("zh-hans"):
        rows = facts(builders.document(BOX, BOX))
    told = [row["value"] for row in rows]
    assert told == [
        "1920 × 1080",
        "2 / 8：2 pic",
        "0 / 4",
        "h264、30 帧/秒、6 Mbit/s、关键帧间隔 2 秒",
        "stereo、48 kHz、128 kbit/s",
    ]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("MixedRules.InputSource[1].Url", "source-2"),
        ("MixedRules.InputLayout.Scene.Layout[0].W", "source-1"),
        ("MixedRules.InputLayout.Logo[0].Layout.X", "bug.png"),
        ("MixedRules.InputLayout.Logo[1].Layout.X", "Logo 2"),
        ("MixedRules.InputLayout.Scene.Width", "Scene"),
        ("MixedRules.Output.Url[0]", "Push URLs"),
        ("MixedRules.Output.Url", "Push URLs"),
        ("MixedRules.InputSource", "Sources"),
        ("$", ""),
        # A key that the API does not name may look like a place there is not.
        ("MixedRules.InputSource[9].Url", ""),
        ("MixedRules.InputLayout.Scene.Layout[9]", ""),
        ("MixedRules.InputLayout.Logo[9]", ""),
    ],
)
def test_a_problem_is_about_what_a_producer_knows_by_name(path: str, name: str) -> None:
    logos = (Logo(url="https://a.example.com/img/bug.png?key=1", box=BOX), Logo(url="", box=BOX))
    rules = builders.document(BOX, BOX, logos=logos)
    assert subject(path, rules) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [("Thursday talk show", "thursday-talk-show"), ("周四访谈", "mix"), ("x" * 90, "x" * 40)],
)
def test_a_proposed_name_is_one_that_any_console_shows(title: str, name: str) -> None:
    assert suggested_name(title) == name
