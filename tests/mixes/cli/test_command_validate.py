"""`manage.py mix validate`: verdict, path and sentence of each file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils.translation import override

from studio.mixes.management.commands.mix import Command
from tests.mixes.cli.running import BAD_RULES, SAMPLE, VECTORS, Ran, manage


class TestValidate:
    def test_says_verdict_path_and_sentence_per_file(self) -> None:
        ran = Ran("validate", BAD_RULES / "104_w_9.json", "--json")
        (row,) = ran.json
        assert row["verdict"] == "error"
        assert row["file"].endswith("104_w_9.json")
        (problem,) = [item for item in row["problems"] if item["severity"] == "error"]
        assert problem["path"] == "MixedRules.InputLayout.Scene.Layout[0].W"
        assert problem["message"]
        assert problem.keys() == {"path", "code", "severity", "message"}
        assert ran.code == 1

    def test_the_api_s_own_samples_have_no_error(self) -> None:
        ran = Ran("validate", SAMPLE, VECTORS / "mixedrules-update.json", "--json")
        assert {row["verdict"] for row in ran.json} <= {"ok", "warning"}
        assert ran.code == 0

    def test_every_file_of_the_rule_book_gets_its_verdict(self) -> None:
        expected = json.loads((BAD_RULES / "expected.json").read_text())
        files = sorted(path for path in BAD_RULES.glob("*.json") if path.name != "expected.json")
        rows = {Path(row["file"]).name: row for row in Ran("validate", *files, "--json").json}
        wrong = {
            name: row
            for name, row in rows.items()
            if expected[name]["layer"] != "update" and not is_as_expected(row, expected[name])
        }
        assert wrong == {}

    def test_a_file_that_is_not_there_is_a_verdict(self, tmp_path: Path) -> None:
        ran = Ran("validate", tmp_path / "none.json", tmp_path, "--json")
        assert [row["verdict"] for row in ran.json] == ["error", "error"]
        assert {row["problems"][0]["path"] for row in ran.json} == {"$"}
        assert ran.code == 1

    def test_speaks_the_language_of_the_terminal(self) -> None:
        ran = manage("mix", "validate", str(BAD_RULES / "104_w_9.json"), LC_ALL="zh_CN.UTF-8")
        assert "9 超出范围：应为 10 到 2160 px。" in ran.stdout
        with override("zh-hans"):
            told = Command().create_parser("manage.py", "mix").format_help()
        assert "检查、绘制和比较 MixedRules 文档" in told
        assert "指出文档中的问题" in told

    def test_needs_no_database_and_no_data_folder(self, tmp_path: Path) -> None:
        """In a process of its own: nothing is written, and standard output is the JSON alone."""
        data = tmp_path / "data"
        ran = manage("mix", "validate", str(SAMPLE), "--json", STUDIO_DATA=str(data))
        assert json.loads(ran.stdout)[0]["verdict"] in ("ok", "warning")
        assert ran.returncode == 0
        assert not data.exists()


def is_as_expected(row: dict[str, Any], expected: dict[str, str]) -> bool:
    """The verdict, and a problem of that severity at the path the rule book names."""
    verdict = expected["verdict"]
    paths = [item["path"] for item in row["problems"] if item["severity"] == verdict]
    named = verdict == "ok" or any(path.endswith(expected["path"]) for path in paths)
    return bool(row["verdict"] == verdict and named)
