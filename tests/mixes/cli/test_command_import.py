"""`manage.py mix import`: format, scenes and report of each file."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from tests.imports.files import FILES, VDO, ZEGO
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
        assert scene.keys() == {"name", "rules", "report"}
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
        assert empty["error"] == {"code": "json_empty", "message": "There is nothing in it."}
        assert "error" not in own
        told = Ran("import", SAMPLE, "--scene", "none")
        assert told.code == 1
        assert told.out.startswith("unreadable")

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
