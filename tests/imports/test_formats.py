"""The other formats: units, origins, order and fit, by files as their vendors tell them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from studio.imports import ImportedScene, NotReadable, read, recognised
from studio.imports.measures import Measures
from studio.imports.sizes import PICTURE_SIDE
from studio.library.wording import OF_UPLOADS
from studio.media.picturedecoder.program import MAX_SIDE
from studio.rules import codec
from studio.rules.geometry import Box
from tests.imports import files


def scenes(value: Any, **wish: Any) -> tuple[ImportedScene, ...]:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return read(data, **wish).scenes


def placed(found: ImportedScene) -> list[tuple[str, Box]]:
    """What is seen, bottom first."""
    boxes = {layout.layer: layout.box for layout in found.rules.scene.layouts}
    return [(row.id, boxes[row.layer]) for row in found.rules.sources]


def said(found: ImportedScene) -> dict[str, set[str]]:
    return {row.path: {note.code for note in row.notes} for row in found.report}


@pytest.mark.parametrize(
    ("name", "data"), [(name, data) for name, rows in files.FILES.items() for data in rows]
)
def test_every_format_is_recognised_by_its_content(name: str, data: bytes) -> None:
    assert recognised(data) == name == read(data).format
    assert all(row.message for found in read(data).scenes for row in found.report)


class TestVdoNinja:
    def test_percent_pixels_and_order(self) -> None:
        full, pip, pixels = scenes(files.VDO)
        assert [row.name for row in (full, pip, pixels)] == ["1", "2", "3"]
        assert placed(full) == [("slot 1", Box(0, 0, 1920, 1080))]
        assert placed(pip) == [
            ("slot 2", Box(0, 0, 1920, 1080)),
            ("slot 1", Box(960, 270, 960, 540)),
        ]
        assert "filled" in said(pip)["layouts[1][0]"]
        assert said(pip)["layouts[1][2]"] == {"empty"}
        assert placed(pixels) == [("slot 1", Box(10, 20, 300, 200))]

    def test_the_stage_is_the_wished_one_and_without_a_wish_it_is_said(self) -> None:
        (found,) = scenes(files.VDO_LAYOUTS[0], size=(1080, 1920))
        assert placed(found) == [("slot 1", Box(0, 0, 1080, 1920))]
        (assumed,) = scenes(files.VDO_LAYOUTS[0])
        assert said(assumed)[""] == {"scene_assumed"}

    def test_slots_by_stream_are_named_for_it(self) -> None:
        (found,) = scenes({"host": {"x": 0, "y": 0, "w": 50, "h": 50}})
        assert placed(found) == [("host", Box(0, 0, 960, 540))]


class TestVmix:
    def test_the_state_by_pan_and_zoom_and_by_pixels(self) -> None:
        (found,) = scenes(files.VMIX_STATE)
        assert placed(found) == [
            ("camera", Box(10, 20, 320, 180)),
            # Up and to the right of the middle.
            ("film", Box(960, 0, 960, 540)),
        ]
        assert "cropped" in said(found)["inputs.input[0].overlay[0]"]
        assert said(found)["inputs.input[0]"] == {"background"}

    def test_a_preset_has_its_size_and_escaped_positions(self) -> None:
        (found,) = scenes(files.VMIX_PRESET)
        assert (found.rules.scene.width, found.rules.scene.height) == (1280, 720)
        assert placed(found) == [
            ("wide", Box(0, 0, 1280, 720)),
            ("host", Box(0, 360, 640, 360)),
            ("host 2", Box(320, 270, 640, 180)),
        ]
        assert "stretched" in said(found)["Input[0].Overlay1"]
        assert said(found)["Input[0].Overlay2"] == {"hidden"}

    def test_a_layout_alone_is_a_scene(self) -> None:
        (found,) = scenes(files.VMIX_LAYOUT, size=(1280, 720))
        assert [box for _, box in placed(found)][1] == Box(0, 360, 640, 360)

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b'<!DOCTYPE a [<!ENTITY b "c">]><vmix>&b;</vmix>', "xml_entities"),
            (b"<vmix><inputs>", "xml_syntax"),
            (b"<a/>", "not_recognised"),
            (b"<a>" * 100, "xml_too_much"),
            (b"<vmix>" + b"<a/>" * 30_000 + b"</vmix>", "xml_too_much"),
            (b"<vmix>" + b" " * (1024 * 1024), "too_large"),
            (b"<vmix/>", "no_scenes"),
        ],
    )
    def test_hostile_xml_is_refused(self, data: bytes, code: str) -> None:
        with pytest.raises(NotReadable) as refused:
            read(data)
        assert refused.value.code == code


class TestRegions:
    def test_agora(self) -> None:
        (found,) = scenes(files.AGORA)
        assert placed(found) == [
            ("image", Box(0, 0, 1280, 720)),
            ("uid 201", Box(640, 0, 640, 720)),
        ]
        assert [row.type for row in found.rules.sources] == ["pic", "live"]
        assert said(found)["layout[0]"] == {"exact", "no_address"}
        assert "filled" in said(found)["layout[1]"]

    def test_zego_s_right_and_bottom_are_edges(self) -> None:
        (found,) = scenes(files.ZEGO)
        assert found.name == "out"
        assert placed(found) == [("host", Box(0, 0, 640, 720)), ("guest", Box(700, 20, 320, 180))]

    def test_twilio_s_regions_of_one_source_and_with_rows_and_columns(self) -> None:
        (found,) = scenes(files.TWILIO)
        assert placed(found) == [
            ("a", Box(0, 0, 640, 720)),
            ("b", Box(640, 0, 640, 720)),
            ("host", Box(960, 540, 320, 180)),
        ]
        assert said(found)["rest"] == {"several_sources"}


class TestTencent:
    def test_a_mix_counts_in_pixels_and_shares(self) -> None:
        (found,) = scenes(files.TENCENT_MIX)
        assert (found.rules.scene.width, found.rules.scene.height) == (1280, 720)
        assert placed(found) == [
            ("guest", Box(640, 180, 320, 360)),
            ("host", Box(10, 20, 320, 180)),
        ]
        notes = said(found)
        assert notes["InputStreamList[0]"] >= {"y_share", "fit_unknown"}
        assert notes["InputStreamList[1]"] == {"background"}
        assert "fit_unknown" in notes["InputStreamList[2]"]
        assert notes["InputStreamList[3]"] == {"sound_only"}

    def test_a_mix_that_cuts_cuts_all_of_its_inputs(self) -> None:
        cutting = {"ControlParams": {"UseMixCropCenter": 1}}
        (found,) = scenes(files.TENCENT_MIX | cutting)
        notes = said(found)
        assert "filled" in notes["InputStreamList[0]"] & notes["InputStreamList[2]"]

    def test_relay_and_recording_say_other_things_by_one_number(self) -> None:
        (relay,) = scenes(files.TRTC_RELAY)
        assert placed(relay) == [("a", Box(10, 20, 640, 360)), ("b", Box(10, 20, 640, 360))]
        fits = [codes - {"no_address"} for codes in said(relay).values()]
        assert fits == [{"exact"}, {"filled"}]
        (recording,) = scenes(files.TRTC_RECORDING)
        fits = [codes - {"no_address"} for codes in said(recording).values()]
        assert fits == [{"exact"}, {"filled"}, {"stretched"}]


class TestAlibaba:
    def test_a_caster_s_layers_are_shares_from_a_corner(self) -> None:
        (found,) = scenes(files.CASTER, size=(1280, 720))
        assert placed(found) == [
            ("RV01", Box(0, 0, 1280, 720)),
            ("RV02", Box(832, 468, 320, 180)),
        ]
        assert "anchor" in said(found)["VideoLayer[1]"]

    @pytest.mark.parametrize(
        ("refer", "x", "y"),
        [
            (row + column, x, y)
            for row, y in (("top", 0), ("center", 270), ("bottom", 540))
            for column, x in (("Left", 0), ("Center", 480), ("Right", 960))
            if row + column != "centerCenter"
        ]
        + [("center", 480, 270)],
    )
    def test_the_nine_corners(self, refer: str, x: int, y: int) -> None:
        layer = {"FillMode": "fit", "WidthNormalized": 0.25, "HeightNormalized": 0.25}
        (found,) = scenes({"VideoLayer": [layer | {"PositionRefer": refer}]}, size=(1280, 720))
        assert placed(found) == [("source 1", Box(x, y, 320, 180))]

    def test_a_mix_s_list_is_a_text_with_keys_in_any_case(self) -> None:
        (found,) = scenes(files.MIX_STREAM, size=(1280, 720))
        assert placed(found) == [
            ("host", Box(0, 0, 1280, 720)),
            ("input 2", Box(640, 360, 640, 360)),
        ]
        assert found.rules.sources[1].url == "rtmp://live.example.com/a/b"
        assert said(found)["InputStreamList[0]"] == {"exact"}


class TestSmelter:
    def test_edges_flow_and_order(self) -> None:
        (found,) = scenes(files.SMELTER)
        assert placed(found) == [
            ("left", Box(0, 0, 480, 720)),
            # What is left of the row is shared with the words.
            ("rest", Box(480, 0, 400, 720)),
            ("pip", Box(940, 530, 320, 180)),
            ("top", Box(0, 0, 400, 225)),
            ("out", Box(100, 150, 200, 50)),
        ]
        notes = [codes - {"no_address"} for path, codes in sorted(said(found).items())]
        assert notes == [
            {"exact"},
            {"filled"},
            {"exact"},
            {"assumed"},
            {"cut"},
            {"not_a_picture"},
        ]

    def test_what_a_picture_measures_is_what_is_given(self) -> None:
        (found,) = scenes(files.SMELTER, measures=Measures(given={"top": (100, 100)}))
        assert dict(placed(found))["top"] == Box(0, 0, 400, 400)
        assert {"given", "no_address"} < said(found)["root.children[3].child"]


class TestSamples:
    @pytest.mark.parametrize("name", files.SAMPLES)
    def test_the_literal_body_is_the_document(self, name: str) -> None:
        (found,) = scenes(files.SAMPLES[name])
        assert codec.write(found.rules) == files.BODY["MixedRules"]

    def test_a_body_with_names_instead_of_values_is_refused(self) -> None:
        with pytest.raises(NotReadable, match="json_syntax"):
            read(b'body = {"MixedRules": {"InputLayout": layout, "Output": output}}')


def test_what_an_item_may_measure_is_what_a_picture_of_it_may() -> None:
    assert PICTURE_SIDE.max == MAX_SIDE
    assert f" {MAX_SIDE} pixels a side" in str(OF_UPLOADS["too_many_pixels"])
