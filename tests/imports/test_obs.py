"""OBS scene collections: what is taken, adapted and left out, and where the boxes lie.

The expected places are worked out here from what OBS documents of bounds and alignments, picture
by picture, not by the importer's own steps.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from studio.imports import ImportedScene, Line, read, recognised
from studio.imports.measures import Measures
from studio.rules.geometry import Box, letterbox
from tests.imports.obs_files import camera, collection, colour, group, item, relative, scene

CANVASES = ((1920, 1080), (1080, 1920), (1001, 777))
ALIGNS = (0, 1, 2, 4, 8, 5, 6, 9, 10)
CROPS = ((0, 0, 0, 0), (40, 20, 0, 60))
SIZE = (800, 600)
CAMERA = "https://live.example.com/camera.flv"
GIVEN = {"camera": SIZE}


def only(data: bytes, **wish: Any) -> ImportedScene:
    (found,) = read(data, **wish).scenes
    return found


def boxes(found: ImportedScene) -> list[Box]:
    return [layout.box for layout in found.rules.scene.layouts]


def line_of(found: ImportedScene, end: str) -> Line:
    (row,) = [row for row in found.report if row.path.endswith(end)]
    return row


def codes(row: Line) -> set[str]:
    return {note.code for note in row.notes}


class TestTheTable:
    """Each type × alignment × crop × canvas × both ways to write it: 7 · 9 · 2 · 3 · 2 items."""

    @pytest.mark.parametrize("canvas", CANVASES, ids=lambda size: f"{size[0]}x{size[1]}")
    @pytest.mark.parametrize("is_relative", [False, True], ids=["absolute", "relative"])
    def test_the_picture_lies_where_obs_draws_it_or_is_reported(
        self, canvas: tuple[int, int], is_relative: bool
    ) -> None:
        wrong, near = [], 0
        for kind, align, crop in product(range(7), ALIGNS, CROPS):
            row = cased(kind, align, crop, canvas)
            written = relative(row, *canvas) if is_relative else row
            found = only(collection(scene("show", written), colour("camera", *SIZE), size=canvas))
            (said,) = found.report
            away = distance(row, crop, boxes(found)[0])
            is_unsaid = codes(said) <= {"exact", "rounded", "colour"}
            near += is_unsaid
            if away > 1 and is_unsaid and (said.px or 0) < 1:
                wrong.append((kind, align, crop, away))
            # Half a pixel is what OBS rounds relative numbers to.
            assert said.px == pytest.approx(away, abs=0.6 if is_relative else 0.02)
        assert wrong == []
        assert near >= 40  # without a crop: most of 7 × 9

    def test_contained_in_the_middle_needs_no_measure(self) -> None:
        for canvas, align in product(CANVASES, ALIGNS):
            row = cased(2, align, CROPS[0], canvas) | {"bounds_align": 0}
            found = only(collection(scene("show", row), camera(), size=canvas))
            (box,) = boxes(found)
            wanted = bounds_of(row)
            assert [abs(a - b) <= 1 for a, b in zip(box, wanted, strict=True)] == [True] * 4
            assert found.report[0].outcome in ("exact", "adapted")
            assert (found.report[0].px or 0) <= 1


def cased(kind: int, align: int, crop: tuple[int, ...], canvas: tuple[int, int]) -> dict[str, Any]:
    """Bounds of 0.4 × 0.3 of the canvas, aligned about its middle."""
    width, height = canvas
    sides = zip(("left", "top", "right", "bottom"), crop, strict=True)
    return item(
        bounds_type=kind,
        align=align,
        bounds_align=align if kind else 0,
        pos={"x": width // 2, "y": height // 2},
        bounds={"x": width * 2 // 5, "y": height * 3 // 10},
        scale={"x": 0.5, "y": 0.5},
    ) | {f"crop_{side}": value for side, value in sides}


def start(pos: Fraction, side: Fraction, align: int, near: int, far: int) -> Fraction:
    """The near edge of what stands at `pos` by this alignment."""
    if align & near:
        return pos
    return pos - side if align & far else pos - side / 2


def bounds_of(row: dict[str, Any]) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    w, h = Fraction(row["bounds"]["x"]), Fraction(row["bounds"]["y"])
    x = start(Fraction(row["pos"]["x"]), w, row["align"], 1, 2)
    return x, start(Fraction(row["pos"]["y"]), h, row["align"], 4, 8), w, h


def picture_of(row: dict[str, Any], crop: tuple[int, ...]) -> tuple[Fraction, ...]:
    """Left, top, right, bottom of what OBS draws, in exact fractions."""
    w, h = Fraction(SIZE[0] - crop[0] - crop[2]), Fraction(SIZE[1] - crop[1] - crop[3])
    kind, align = row["bounds_type"], row["align"]
    half = Fraction(1, 2)
    if kind == 0:
        x = start(Fraction(row["pos"]["x"]), w * half, align, 1, 2)
        y = start(Fraction(row["pos"]["y"]), h * half, align, 4, 8)
        return x, y, x + w * half, y + h * half
    left, top, bw, bh = bounds_of(row)
    if kind == 1:
        return left, top, left + bw, top + bh
    by_width, by_height = bw / w, bh / h
    larger, smaller = max(by_width, by_height), min(by_width, by_height)
    scale = {2: smaller, 3: larger, 4: by_width, 5: by_height, 6: min(smaller, half)}[kind]
    pw, ph = w * scale, h * scale
    within = row["bounds_align"]
    x = left + (0 if within & 1 else bw - pw if within & 2 else (bw - pw) / 2)
    y = top + (0 if within & 4 else bh - ph if within & 8 else (bh - ph) / 2)
    return x, y, x + pw, y + ph


def distance(row: dict[str, Any], crop: tuple[int, ...], box: Box) -> float:
    """How far the farthest edge of our picture lies from OBS's, in pixels."""
    ours = letterbox(*SIZE, box)
    edges = (ours.x, ours.y, ours.right, ours.bottom)
    return max(float(abs(a - b)) for a, b in zip(edges, picture_of(row, crop), strict=True))


class TestWhatCounts:
    def test_the_relative_place_goes_before_and_the_difference_is_told(self) -> None:
        row = relative(item(), 1920, 1080) | {"pos": {"x": 0.0, "y": 0.0}}
        found = only(collection(scene("show", row), camera()))
        assert boxes(found) == [Box(100, 50, 640, 360)]
        assert found.report[0].outcome == "adapted"
        assert "100" in found.report[0].message

    @pytest.mark.parametrize("gone", ["pos_rel", "scale_rel", "scale_ref"])
    def test_without_all_three_relative_numbers_the_absolute_place_counts(self, gone: str) -> None:
        row = relative(item(), 1920, 1080) | {"pos": {"x": 7.0, "y": 9.0}}
        del row[gone]
        found = only(collection(scene("show", row), camera()))
        assert boxes(found) == [Box(7, 9, 640, 360)]

    def test_relative_bounds_count_on_their_own(self) -> None:
        row = item(bounds_rel={"x": 1.0, "y": 0.5})
        found = only(collection(scene("show", row), camera()))
        assert boxes(found) == [Box(100, 50, 540, 270)]

    def test_an_absolute_collection_ignores_relative_numbers(self) -> None:
        row = relative(item(), 1920, 1080) | {"pos": {"x": 7.0, "y": 9.0}}
        found = only(collection(scene("show", row), camera(), version=1))
        assert boxes(found) == [Box(7, 9, 640, 360)]

    def test_relative_scale_counts_by_the_height_it_was_made_for(self) -> None:
        row = relative(item(bounds_type=0), 1280, 720) | {"pos_rel": {"x": 0, "y": 0}, "align": 0}
        found = only(collection(scene("show", row), colour("camera", 640, 360)))
        assert boxes(found) == [Box(480, 270, 960, 540)]


class TestShapes:
    def test_an_item_without_bounds_takes_the_assumed_size_and_says_so(self) -> None:
        row = item(bounds_type=0, scale={"x": 0.5, "y": 0.5}, pos={"x": 0, "y": 0})
        found = only(collection(scene("show", row), camera()))
        assert boxes(found) == [Box(0, 0, 960, 540)]
        assert codes(found.report[0]) == {"assumed"}

    @pytest.mark.parametrize(
        ("measures", "box", "said"),
        [
            ({"known": {CAMERA: (800, 600)}}, Box(0, 0, 400, 300), "measured"),
            ({"given": {"camera": (640, 360)}}, Box(0, 0, 320, 180), "given"),
            (
                {"given": {"camera": (640, 360)}, "known": {CAMERA: (800, 600)}},
                Box(0, 0, 320, 180),
                "given",
            ),
        ],
    )
    def test_what_its_picture_measures_is_taken_where_somebody_knows(
        self, measures: dict[str, Any], box: Box, said: str
    ) -> None:
        row = item(bounds_type=0, scale={"x": 0.5, "y": 0.5}, pos={"x": 0, "y": 0})
        data = collection(scene("show", row), camera())
        found = only(data, measures=Measures(**measures))
        assert boxes(found) == [box]
        assert codes(found.report[0]) == {"exact", said}
        assert (found.report[0].outcome, found.report[0].px) == ("exact", 0)

    def test_bounds_tell_the_place_whatever_it_measures(self) -> None:
        found = only(collection(scene("show", item()), camera()), measures=Measures(given=GIVEN))
        assert codes(found.report[0]) == {"exact"}

    def test_mirrored_and_rotated_items_take_the_room_they_took(self) -> None:
        flat = item(bounds_type=0, pos={"x": 600, "y": 100})
        mirrored = only(
            collection(
                scene("show", flat | {"scale": {"x": -1, "y": 1}}), colour("camera", 200, 100)
            )
        )
        assert boxes(mirrored) == [Box(400, 100, 200, 100)]
        assert codes(mirrored.report[0]) == {"mirrored", "colour"}
        upright = only(collection(scene("show", flat | {"rot": 90.0}), colour("camera", 200, 100)))
        assert boxes(upright) == [Box(500, 100, 100, 200)]
        assert "rotated" in codes(upright.report[0])

    def test_what_hangs_out_of_bounds_is_cut_when_obs_cuts_it(self) -> None:
        row = item(bounds_type=3, bounds_crop=True, bounds={"x": 400, "y": 400})
        found = only(collection(scene("show", row), colour("camera", 1600, 900)))
        assert boxes(found) == [Box(100, 50, 400, 400)]
        assert codes(found.report[0]) == {"cut", "colour"}


class TestScenes:
    def test_a_scaled_group_is_followed_to_the_pixel_and_its_copies_are_passed_over(self) -> None:
        inside = item("camera", pos={"x": 40, "y": 20}, bounds={"x": 320, "y": 180})
        around = item("pair", bounds_type=0, pos={"x": 300, "y": 200}, scale={"x": 1.5, "y": 1.5})
        copy = item("camera", pos={"x": 360, "y": 230}, group_item_backup=True)
        found = only(
            collection(scene("show", copy, around), group("pair", (400, 220), inside), camera())
        )
        assert boxes(found) == [Box(360, 230, 480, 270)]
        assert [row.outcome for row in found.report] == ["exact"]

    @pytest.mark.parametrize("canvas", CANVASES, ids=lambda size: f"{size[0]}x{size[1]}")
    def test_relative_numbers_in_a_group_count_by_the_canvas(self, canvas: tuple[int, int]) -> None:
        inside = item("camera", pos={"x": 40, "y": 20}, bounds={"x": 320, "y": 180})
        around = item("pair", bounds_type=0, pos={"x": 30, "y": 20}, scale={"x": 2, "y": 2})
        found = only(
            collection(
                scene("show", relative(around, *canvas)),
                group("pair", (400, 220), relative(inside, *canvas)),
                camera(),
                size=canvas,
            )
        )
        assert boxes(found) == [Box(110, 60, 640, 360)]

    def test_a_scene_within_a_scene_is_drawn_in_its_bounds(self) -> None:
        inner = scene(
            "inner",
            item("camera", pos={"x": 500, "y": 0}, bounds={"x": 500, "y": 500}),
            settings={"custom_size": True, "cx": 1000, "cy": 500},
        )
        outer = scene("outer", item("inner", pos={"x": 0, "y": 0}, bounds={"x": 800, "y": 400}))
        found = only(collection(outer, inner, camera()), scene="outer")
        assert boxes(found) == [Box(400, 0, 400, 400)]
        assert found.report[0].path == "sources[1].settings.items[0]"

    def test_a_crop_of_a_scene_shows_the_rest_of_it_larger(self) -> None:
        inner = scene(
            "inner",
            item("camera", pos={"x": 500, "y": 0}, bounds={"x": 500, "y": 500}),
            settings={"custom_size": True, "cx": 1000, "cy": 500},
        )
        outer = scene(
            "outer",
            item("inner", crop_left=500, pos={"x": 0, "y": 0}, bounds={"x": 800, "y": 800}),
        )
        assert boxes(only(collection(outer, inner, camera()), scene="outer")) == [
            Box(0, 0, 800, 800)
        ]

    def test_scenes_come_in_the_order_of_obs(self) -> None:
        data = collection(
            scene("b", item()),
            scene("a", item()),
            camera(),
            scene_order=[{"name": "a"}, {"name": "b"}],
        )
        assert [row.name for row in read(data).scenes] == ["a", "b"]
        assert recognised(data) == "obs"

    def test_a_scene_in_itself_ends(self) -> None:
        found = only(collection(scene("show", item("show"), item()), camera()))
        assert codes(line_of(found, "items[0]")) == {"nested_in_itself"}
        assert len(boxes(found)) == 1

    def test_scenes_that_double_one_another_are_read_no_further_than_any_show(self) -> None:
        doubling = [scene(f"s{n}", *[item(f"s{n + 1}"), item(f"s{n + 1}")]) for n in range(7)]
        many = [item(f"c{n}") for n in range(200)]
        found = read(
            collection(*doubling, scene("s7", *many), *[camera(f"c{n}") for n in range(200)])
        )
        assert any("too_many_items" in codes(row) for one in found.scenes for row in one.report)


class TestTheCanvas:
    def test_a_size_that_is_in_no_file_is_asked_for(self) -> None:
        data = collection(scene("show", item()), camera(), size=None)
        assert codes(line_of(only(data), "sources[0]")) == {"scene_assumed"}
        sized = only(data, size=(1280, 720))
        assert (sized.rules.scene.width, sized.rules.scene.height) == (1280, 720)
        assert [row.outcome for row in sized.report] == ["exact"]

    def test_another_canvas_has_no_size_in_the_file(self) -> None:
        data = collection(scene("tall", item(), canvas_uuid="another"), camera())
        found = only(data, size=(1080, 1920))
        assert (found.rules.scene.width, found.rules.scene.height) == (1080, 1920)

    def test_a_canvas_larger_than_a_mix_is_made_smaller_with_all_it_holds(self) -> None:
        row = item(pos={"x": 1920, "y": 0}, bounds={"x": 1920, "y": 1080})
        found = only(collection(scene("show", row), camera(), size=(3840, 2160)))
        assert (found.rules.scene.width, found.rules.scene.height) == (1920, 1080)
        assert boxes(found) == [Box(960, 0, 960, 540)]
        assert any(codes(row) == {"scene_scaled"} for row in found.report)


class TestWhatIsLeft:
    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"visible": False}, "hidden"),
            ({"name": "none", "source_uuid": "none"}, "no_source"),
            ({"pos": {"x": 5000, "y": 0}}, "outside"),
            ({"bounds": {"x": 0, "y": 0}}, "no_place"),
            ({"crop_left": 5000}, "no_place"),
        ],
    )
    def test_an_item_that_nothing_is_seen_of(self, more: dict[str, Any], code: str) -> None:
        found = only(collection(scene("show", item(**more)), camera()))
        assert boxes(found) == []
        (row,) = found.report
        assert (row.outcome, row.px, codes(row)) == ("left_out", None, {code})

    def test_the_uppermost_eight_are_kept(self) -> None:
        rows = [item(f"c{n}") for n in range(10)]
        found = only(collection(scene("show", *rows), *[camera(f"c{n}") for n in range(10)]))
        assert [source.id for source in found.rules.sources] == [f"c{n}" for n in range(2, 10)]
        assert [row.path[-2] for row in found.report if row.outcome == "left_out"] == ["1", "0"]

    def test_addresses_and_names_become_sources(self) -> None:
        pictures = {
            "id": "image_source",
            "name": "still",
            "settings": {"file": "https://x.example.com/a.png"},
        }
        local = {"id": "image_source", "name": "local", "settings": {"file": "C:/a.png"}}
        sound = {"id": "wasapi_input_capture", "name": "mic", "settings": {}}
        rows = [item(row, source_uuid="") for row in ("camera", "still", "local", "mic", "camera")]
        found = only(collection(scene("show", *rows), camera(), pictures, local, sound))
        assert [(row.id, row.type, row.url) for row in found.rules.sources] == [
            ("camera", "live", "https://live.example.com/camera.flv"),
            ("still", "pic", "https://x.example.com/a.png"),
            ("local", "pic", ""),
            ("camera 2", "live", "https://live.example.com/camera.flv"),
        ]
        assert line_of(found, "items[3]").outcome == "left_out"

    def test_what_hangs_over_the_left_edge_is_made_to_fit_what_is_seen(self) -> None:
        found = only(collection(scene("show", item(pos={"x": -100, "y": 0})), camera()))
        assert boxes(found) == [Box(0, 0, 540, 360)]
        assert found.report[0].outcome == "adapted"
        assert found.report[0].px == 100
