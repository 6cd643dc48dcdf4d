"""`manage.py mix render`: documents drawn into files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from tests import picture_server
from tests.media import clips
from tests.media.awkward_pictures import saved
from tests.media.colours import profiles
from tests.mixes.cli.running import BAD_RULES, Ran, write
from tests.volcengine.bodies import mixed_rules


class TestRender:
    def test_draws_one_file_at_scene_size(self, show: Path, tmp_path: Path) -> None:
        out = tmp_path / "show.png"
        assert Ran("render", show, "--out", out, "--offline").code == 0
        with Image.open(out) as image:
            assert (image.format, image.size) == ("PNG", (1920, 1080))

    def test_the_suffix_chooses_the_format_and_scale_the_size(
        self, show: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "show.jpg"
        assert Ran("render", show, "--out", out, "--scale", "0.5", "--offline").code == 0
        with Image.open(out) as image:
            assert (image.format, image.size) == ("JPEG", (960, 540))

    def test_several_files_go_into_a_folder(self, show: Path, tmp_path: Path) -> None:
        other = write(tmp_path / "other.json", mixed_rules())
        out = tmp_path / "pictures"
        assert Ran("render", show, other, "--out", out, "--offline").code == 0
        assert sorted(path.name for path in out.iterdir()) == ["other.png", "show.png"]

    def test_takes_pictures_for_sources_by_id_and_logos_by_index(self, tmp_path: Path) -> None:
        Image.new("RGB", (160, 90), "red").save(tmp_path / "red.png")
        Image.new("RGB", (10, 10), "lime").save(tmp_path / "green.png")
        logo = {"Url": "http://tos.example.org/l.png", "Layout": {"X": 0, "Y": 0, "W": 10, "H": 10}}
        body = mixed_rules()
        body["InputLayout"]["Logo"] = [logo]
        out = tmp_path / "out.png"
        ran = Ran(
            "render", write(tmp_path / "a.json", body), "--out", out, "--offline",
            "--picture", f"1={tmp_path / 'red.png'}", "--logo", f"0={tmp_path / 'green.png'}",
        )  # fmt: skip
        assert ran.code == 0
        with Image.open(out) as image:
            assert image.getpixel((5, 5)) == (0, 255, 0)
            assert image.getpixel((959, 539)) == (255, 0, 0)
            assert image.getpixel((960, 540)) == (0, 0, 0)

    @pytest.mark.parametrize("path", ["secret-token.png", "secret/a.png", "a.png?b=secret"])
    def test_a_picture_that_cannot_be_had_is_drawn_as_a_card_and_said(
        self, path: str, tmp_path: Path
    ) -> None:
        pic = {"ID": "1", "Layer": 1, "Type": "pic", "Url": f"http://127.0.0.1:9/{path}"}
        file = write(tmp_path / "a.json", mixed_rules(InputSource=[pic]))
        ran = Ran("render", file, "--out", tmp_path / "a.png")
        assert ran.code == 0
        assert "no picture" in ran.err
        assert "http://127.0.0.1:9/…: no picture" in ran.err

    def test_a_video_is_drawn_by_its_first_picture(
        self, tmp_path: Path, settings: Settings
    ) -> None:
        red = Image.new("RGB", (160, 90), "red")
        with picture_server.running() as server:
            settings.FETCH_ALLOW = [server.pair]
            server.files["talk.mp4"] = clips.clip(picture=red, frames=1)
            vod = {"ID": "1", "Layer": 1, "Type": "vod", "Url": server.url("talk.mp4")}
            file = write(tmp_path / "a.json", mixed_rules(InputSource=[vod]))
            assert Ran("render", file, "--out", tmp_path / "a.png").code == 0
        with Image.open(tmp_path / "a.png") as image:
            assert image.getpixel((480, 270)) == pytest.approx((255, 0, 0), abs=4)

    def test_of_a_picture_that_the_cloud_may_show_otherwise_it_is_said(
        self, tmp_path: Path, settings: Settings
    ) -> None:
        red = Image.new("RGB", (160, 90), (234, 51, 35))
        with picture_server.running() as server:
            settings.FETCH_ALLOW = [server.pair]
            server.files["red.png"] = saved(red, "PNG", icc_profile=profiles.display_p3())
            pic = {"ID": "1", "Layer": 1, "Type": "pic", "Url": server.url("red.png")}
            file = write(tmp_path / "a.json", mixed_rules(InputSource=[pic]))
            ran = Ran("render", file, "--out", tmp_path / "a.png")
        assert ran.code == 0
        assert "…: Colours are not exact" in ran.err

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--out", "a.gif"],
            ["--out", "a.png", "--picture", "no-equals-sign"],
            ["--out", "a.png", "--picture", "1=/does/not/exist.png"],
            ["--out", "a.png", "--scale", "0"],
            ["--out", "a.png", "--scale", "nan"],
        ],
    )
    def test_bad_input_is_a_sentence_and_exit_code_1(
        self, show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        ran = Ran("render", show, *arguments, "--offline")
        assert ran.code == 1
        assert ran.err.strip()
        assert not (tmp_path / "a.png").exists()

    def test_what_is_no_document_is_not_drawn(self, tmp_path: Path) -> None:
        ran = Ran("render", BAD_RULES / "012_truncated.json", "--out", tmp_path / "a.png")
        assert ran.code == 1
        assert "012_truncated" in ran.err

    def test_a_document_with_problems_is_drawn(self, tmp_path: Path) -> None:
        file = BAD_RULES / "106_x_negative.json"
        assert Ran("render", file, "--out", tmp_path / "a.png", "--offline").code == 0
