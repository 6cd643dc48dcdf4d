"""`manage.py mix import`: format, scenes and report of each file."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from tests.imports.files import FILES, VDO, ZEGO
from tests.imports.obs_files import camera, collection, scene, unbounded
from tests.mixes.cli.running import BAD_RULES, SAMPLE, Ran, manage, write


class TestImport:
    def test_says_format_scenes_and_report_per_file(self, tmp_path: Path) -> None:
        ran = Ran("import", write(tmp_path / "mix.json", ZEGO), SAMPLE, "--json")
        zego, own = ran.json
        assert ran.code == 0
        assert zego.keys() == {"file", "format", "scenes"}
        assert (zego["format"], own["format"]) == ("zego", "mixedrules")
        assert zego["file"].endswith("mix.json")
        (scene,) = zego["scenes"]
        assert scene.keys() == {"name", "rules", "report", "verdict", "problems"}
        assert scene["rules"]["InputLayout"]["Scene"]["Width"] == 1280
        (first, *_) = scene["report"]
        assert first.keys() == {"path", "outcome", "px", "message"}
        assert first["outcome"] in ("exact", "adapted", "left_out")
        assert own["scenes"][0]["rules"] == json.loads(SAMPLE.read_text())["MixedRules"]

    def test_every_format_is_told_in_sentences(self, tmp_path: Path) -> None:
        for name, rows in FILES.items():
            file = tmp_path / name
            file.write_bytes(rows[0])
            ran = Ran("import", file)
            assert (ran.code, ran.out.split()[0]) == (0, name)

    def test_one_scene_in_a_size(self, tmp_path: Path) -> None:
        file = tmp_path / "vdo.json"
        file.write_bytes(VDO)
        ran = Ran("import", file, "--scene", "2", "--size", "1280x720", "--json")
        ((scene,),) = [row["scenes"] for row in ran.json]
        assert scene["name"] == "2"
        assert scene["rules"]["InputLayout"]["Scene"]["Height"] == 720

    def test_an_item_measures_what_is_said(self, tmp_path: Path) -> None:
        file = tmp_path / "obs.json"
        file.write_bytes(collection(scene("show", unbounded()), camera()))
        ran = Ran("import", file, "--measure", "camera=640x360", "--json")
        (layout,) = ran.json[0]["scenes"][0]["rules"]["InputLayout"]["Scene"]["Layout"]
        assert (layout["W"], layout["H"]) == (640, 360)

    @pytest.mark.parametrize("measure", ["640x360", "=640x360", "camera=640", "camera=0x9"])
    def test_what_nothing_measures_is_refused(self, measure: str) -> None:
        with pytest.raises(CommandError, match="NAME=WIDTHxHEIGHT"):
            Ran("import", SAMPLE, "--measure", measure)

    def test_a_dash_reads_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(VDO)))
        ran = Ran("import", "-", "--json")
        assert [(row["file"], row["format"]) for row in ran.json] == [("-", "vdo-ninja")]

    def test_where_nothing_can_be_read_the_code_is_1(self, tmp_path: Path) -> None:
        ran = Ran("import", tmp_path / "none", BAD_RULES / "010_empty_file.json", SAMPLE, "--json")
        none, empty, own = ran.json
        assert ran.code == 1
        assert (none["format"], none["scenes"], none["error"]["code"]) == (
            None,
            [],
            "file_unreadable",
        )
        why = "There is nothing in it."
        assert (empty["error"]["code"], empty["error"]["message"]) == ("json_empty", why)
        assert "error" not in own
        told = Ran("import", SAMPLE, "--scene", "none")
        assert told.code == 1
        assert told.out.startswith("unreadable")

    def test_what_is_wrong_with_a_scene_is_told_as_validate_tells_it(self) -> None:
        files = sorted(BAD_RULES.glob("1*.json"))
        told = Ran("import", *files, "--json").json
        said = Ran("validate", *files, "--json").json
        for row, verdict in zip(told, said, strict=True):
            (scene,) = row["scenes"]
            assert {"file": row["file"], **verdict}.items() <= {**row, **scene}.items()

    @pytest.mark.parametrize("is_readable", [True, False])
    def test_every_error_is_told_once_in_a_sentence(
        self, tmp_path: Path, *, is_readable: bool
    ) -> None:
        body = json.loads(SAMPLE.read_text())
        video = body["MixedRules"]["Output"]["Video"]
        video |= {"GOP": -1, "Codec": "vp9"} if is_readable else {"GOP": "a", "BitRate": "b"}
        file = write(tmp_path / "body.json", body)
        (said,) = Ran("validate", file, "--json").json
        places = [row["path"] for row in said["problems"] if row["severity"] == "error"]
        out = Ran("import", file).out
        assert [out.count(place) for place in places] == [1, 1]

    @pytest.mark.parametrize("size", ["9x9", "1920", "4000x4000", "axb"])
    def test_a_size_that_no_scene_has_is_refused(self, size: str) -> None:
        with pytest.raises(CommandError, match="WIDTHxHEIGHT"):
            Ran("import", SAMPLE, "--size", size)

    def test_needs_no_database_and_no_data_folder(self, tmp_path: Path) -> None:
        data = tmp_path / "data"
        ran = manage("mix", "import", str(SAMPLE), "--json", STUDIO_DATA=str(data))
        assert json.loads(ran.stdout)[0]["format"] == "mixedrules"
        assert ran.returncode == 0
        assert not data.exists()
