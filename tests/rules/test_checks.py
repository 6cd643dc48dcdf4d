"""One line per rule: an edit of the valid control, and every problem it must bring."""

from __future__ import annotations

import pytest

from studio.rules.checks import check, clamped
from tests.rules.builders import (
    LIVE_URL,
    LOGO,
    OUTPUT,
    PUSH,
    SCENE,
    SOURCE,
    Edits,
    Told,
    at,
    error,
    problems,
    rules,
    told,
    warning,
)

LAYOUT = f"{SCENE}.Layout"


def source(number: int, layer: int) -> Edits:
    url = f"https://a.example.com/{number}.png"
    return {"ID": str(number), "Layer": layer, "Type": "pic", "Url": url}


def layout(layer: int, x: int = 0, y: int = 0, w: int = 100, h: int = 100) -> Edits:
    return {"X": x, "Y": y, "W": w, "H": h, "Layer": layer}


RANGES = [
    (f"{SCENE}.Width", 10, 2160),
    (f"{SCENE}.Height", 10, 2160),
    (f"{LAYOUT}[0].X", 0, 1920),
    (f"{LAYOUT}[0].Y", 0, 1080),
    (f"{LAYOUT}[0].W", 10, 2160),
    (f"{LAYOUT}[0].H", 10, 2160),
    (f"{LOGO}[0].Layout.X", 0, 1920),
    (f"{LOGO}[0].Layout.Y", 0, 1080),
    (f"{LOGO}[0].Layout.W", 10, 2160),
    (f"{LOGO}[0].Layout.H", 10, 2160),
    (f"{SOURCE}[0].Layer", 1, 9999),
    (f"{OUTPUT}.Video.GOP", 1, 10),
    (f"{OUTPUT}.Audio.BitRate", 128_000, 320_000),
]


@pytest.mark.parametrize(("path", "least", "most"), RANGES)
def test_a_number_is_refused_just_outside_its_range_only(path: str, least: int, most: int) -> None:
    for value in (least, most):
        assert (path, "out_of_range", "error") not in told(problems(**{path: value}))
    for value in (least - 1, most + 1, -(10**17), 10**17):
        (problem,) = [p for p in problems(**{path: value}) if p.code == "out_of_range"]
        assert (problem.path, problem.severity) == (path, "error")
        assert problem.params["value"] == value
        assert (problem.params["min"], problem.params["max"]) == (least, most)


CLAMPED = [
    (f"{OUTPUT}.Video.BitRate", 1_000_000, 20_000_000, "bps"),
    (f"{OUTPUT}.Video.FrameRate", 10, 60, "fps"),
]


@pytest.mark.parametrize(("path", "least", "most", "unit"), CLAMPED)
def test_what_the_cloud_clamps_is_told_with_what_it_becomes(
    path: str, least: int, most: int, unit: str
) -> None:
    assert problems(**{path: least}) == problems(**{path: most}) == ()
    for value, becomes in ((least - 1, least), (most + 1, most), (-1, least)):
        (problem,) = problems(**{path: value})
        assert (problem.path, problem.code, problem.severity) == (path, "clamped", "warning")
        assert problem.params == {"value": value, "becomes": becomes, "unit": unit}


def test_a_clamped_document_has_only_those_two_numbers_changed() -> None:
    wild = rules(**{f"{OUTPUT}.Video.BitRate": 1, f"{OUTPUT}.Video.FrameRate": 100})
    inside = {f"{OUTPUT}.Video.BitRate": 1_000_000, f"{OUTPUT}.Video.FrameRate": 60}
    assert clamped(wild) == rules(**inside)
    assert clamped(rules()) == rules()


RULES: dict[str, tuple[Edits, Told]] = {
    # The scene and its boxes.
    "an odd width": at(f"{SCENE}.Width", 1921, ("W", "odd_side")),
    "an odd height": at(f"{SCENE}.Height", 1081, ("W", "odd_side")),
    "an odd side out of range": at(f"{SCENE}.Height", 2161, ("E", "out_of_range")),
    "a box past the right edge": (
        {f"{LAYOUT}[1].X": 961},
        [warning(f"{LAYOUT}[1]", "box_past_edge")],
    ),
    "a box past the bottom edge": (
        {f"{LAYOUT}[1].Y": 541},
        [warning(f"{LAYOUT}[1]", "box_past_edge")],
    ),
    "a box to the very corner": ({f"{LAYOUT}[1].Y": 540}, []),
    "a box that begins at the right edge": (
        {f"{LAYOUT}[1].X": 1920},
        [warning(f"{LAYOUT}[1]", "box_outside")],
    ),
    "a box that begins at the bottom edge": (
        {f"{LAYOUT}[1].Y": 1080},
        [warning(f"{LAYOUT}[1]", "box_outside")],
    ),
    "a logo past the edge": (
        {f"{LOGO}[0].Layout.X": 1900},
        [warning(f"{LOGO}[0]", "box_past_edge")],
    ),
    "a logo outside": (
        {f"{LOGO}[0].Layout.Y": 1080},
        [warning(f"{LOGO}[0]", "box_outside")],
    ),
    "a negative place is told once": at(f"{LAYOUT}[0].X", -1, ("E", "out_of_range")),
    "a box under a higher one of the same place": (
        {f"{LAYOUT}[0]": layout(1, 960, 0, 960, 540)},
        [warning(f"{LAYOUT}[0]", "box_hidden")],
    ),
    "a box above a lower one that would hold it": (
        {f"{LAYOUT}[0]": layout(1, 0, 0, 1920, 1080)},
        [],
    ),
    "a box one pixel wider than the higher one": (
        {f"{LAYOUT}[0]": layout(1, 959, 0, 961, 540)},
        [],
    ),
    "a box whose part in the scene is under a higher one": (
        {f"{LAYOUT}[0]": layout(1, 1000, 0, 2000, 540)},
        [warning(f"{LAYOUT}[0]", "box_past_edge"), warning(f"{LAYOUT}[0]", "box_hidden")],
    ),
    "a box covered by two higher ones together": (
        {
            f"{LAYOUT}[2]": layout(3, 0, 0, 480, 540),
            f"{LAYOUT}[3]": layout(4, 480, 0, 480, 540),
            f"{SOURCE}[2]": source(3, 3),
            f"{SOURCE}[3]": source(4, 4),
        },
        [],
    ),
    "a layer in a logo's layout": at(f"{LOGO}[0].Layout.Layer", 1, ("W", "layer_ignored")),
    "a layer of any kind in a logo's layout": at(
        f"{LOGO}[0].Layout.Layer", None, ("W", "layer_ignored")
    ),
    # How many.
    "no source": (
        {SOURCE: [], LAYOUT: []},
        [error(SOURCE, "too_few")],
    ),
    "eight sources": (
        {
            SOURCE: [source(n, n) for n in range(1, 9)],
            LAYOUT: [layout(n, 100 * n) for n in range(1, 9)],
        },
        [],
    ),
    "nine sources": (
        {
            SOURCE: [source(n, n) for n in range(1, 10)],
            LAYOUT: [layout(n, 100 * n) for n in range(1, 10)],
        },
        [error(SOURCE, "too_many")],
    ),
    "nine push URLs": (
        {PUSH: [f"rtmp://p{n}.example.com/live/a" for n in range(9)]},
        [error(PUSH, "too_many")],
    ),
    "no push URL": at(PUSH, [], ("E", "too_few")),
    "no logo": at(LOGO, []),
    # What joins them.
    "a blank ID": at(f"{SOURCE}[0].ID", " ", ("E", "blank")),
    "an ID that can't be seen": at(f"{SOURCE}[0].ID", "\u200b", ("E", "blank")),
    "two blank IDs": (
        {f"{SOURCE}[0].ID": "", f"{SOURCE}[1].ID": ""},
        [error(f"{SOURCE}[0].ID", "blank"), error(f"{SOURCE}[1].ID", "blank")],
    ),
    "an ID twice": at(f"{SOURCE}[1].ID", "1", ("E", "duplicate_id")),
    "two sources on one layer": (
        {f"{SOURCE}[1].Layer": 1},
        [
            error(f"{LAYOUT}[1].Layer", "layout_without_source"),
            error(f"{SOURCE}[1].Layer", "duplicate_layer"),
        ],
    ),
    "two layouts on one layer": (
        {f"{LAYOUT}[1].Layer": 1},
        [
            error(f"{LAYOUT}[1].Layer", "duplicate_layer"),
            error(f"{SOURCE}[1].Layer", "source_without_layout"),
        ],
    ),
    "a layout without source": (
        {f"{LAYOUT}[2]": layout(7)},
        [error(f"{LAYOUT}[2].Layer", "layout_without_source")],
    ),
    "a source without layout": (
        {f"{SOURCE}[2]": source(3, 7)},
        [error(f"{SOURCE}[2].Layer", "source_without_layout")],
    ),
    # Words.
    "a type that is none": at(f"{SOURCE}[0].Type", "hls", ("E", "not_in_list")),
    "a type in another case": at(f"{SOURCE}[0].Type", "VOD", ("E", "not_in_list")),
    "a codec that is none": at(f"{OUTPUT}.Video.Codec", "vp9", ("E", "not_in_list")),
    "a channel layout that is none": at(
        f"{OUTPUT}.Audio.ChannelLayout", "5.1", ("E", "not_in_list")
    ),
    # Audio.
    "a sample rate of 32000": at(f"{OUTPUT}.Audio.SampleRate", 32_000),
    "a sample rate of 44100": at(f"{OUTPUT}.Audio.SampleRate", 44_100),
    "another sample rate": at(f"{OUTPUT}.Audio.SampleRate", 96_000, ("W", "unusual_sample_rate")),
    "no sample rate at all": at(f"{OUTPUT}.Audio.SampleRate", 0, ("E", "not_positive")),
}


@pytest.mark.parametrize(("edits", "expected"), RULES.values(), ids=RULES.keys())
def test_a_document_with(edits: Edits, expected: Told) -> None:
    assert sorted(told(problems(**edits))) == sorted(expected)


def test_checking_a_document_tells_what_validating_its_text_tells() -> None:
    edits = {f"{SCENE}.Width": 9, LIVE_URL: "x", f"{OUTPUT}.Later": 1}
    assert check(rules(**edits)) == list(problems(**edits))
