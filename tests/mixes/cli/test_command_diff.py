"""`manage.py mix diff`: what a file changes of another one, or of what a task runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from studio.mixes.models import Operation
from studio.volcengine.sandbox.server import SandboxServer
from tests.mixes.cli.running import BAD_RULES, SAMPLE, Ran, manage, write
from tests.mixes.conftest import CloudThat
from tests.volcengine.bodies import CANARIES, PUSH_URL, mixed_rules
from tests.volcengine.stand_in import drop, reply, success


def moved(x: int = 960, **changes: Any) -> dict[str, Any]:
    body = mixed_rules(**changes)
    body["InputLayout"]["Scene"]["Layout"][0]["X"] = x
    return body


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return write(tmp_path / "other.json", moved())


class TestFiles:
    def test_no_difference_is_exit_code_0_however_they_are_wrapped(
        self, show: Path, tmp_path: Path
    ) -> None:
        bare = write(tmp_path / "bare.json", mixed_rules())
        ran = Ran("diff", show, bare, "--json")
        assert ran.code == 0
        assert ran.json == {"state": "same", "changes": [], "error": None}
        assert Ran("diff", show, bare).out == "No difference.\n"

    def test_a_difference_is_a_sentence_and_exit_code_6(self, show: Path, other: Path) -> None:
        ran = Ran("diff", show, other, "--json")
        assert ran.code == 6
        assert ran.json == {
            "state": "differs",
            "changes": [
                {
                    "kind": "moved",
                    "path": "MixedRules.InputSource[0]",
                    "message": "1 moves from 0, 0 to 960, 0 px",
                }
            ],
            "error": None,
        }
        assert Ran("diff", show, other).out == "moved   1 moves from 0, 0 to 960, 0 px\n"

    def test_no_secret_is_said(self, show: Path, tmp_path: Path) -> None:
        rules = mixed_rules()
        rules["Output"]["Url"] = [f"{PUSH_URL}2"]
        rules["Output"]["Callback"]["Url"] += "2"
        rules["InputSource"][0]["Url"] += "2"
        changed = write(tmp_path / "changed.json", rules)
        for both in ([show, changed], [changed, show]):
            ran = Ran("diff", *both, "--json")
            assert len(ran.json["changes"]) == 4
            assert not any(canary in ran.out + ran.err for canary in CANARIES)

    def test_what_the_cloud_would_refuse_is_compared_too(self) -> None:
        names = ("000_control_valid.json", "104_w_9.json")
        assert Ran("diff", *(BAD_RULES / name for name in names)).code == 6

    @pytest.mark.parametrize("first", [True, False])
    def test_what_is_no_document_is_named(self, show: Path, tmp_path: Path, first: bool) -> None:
        for bad in (BAD_RULES / "012_truncated.json", tmp_path / "none.json", tmp_path):
            both = [bad, show] if first else [show, bad]
            ran = Ran("diff", *both, "--json")
            assert (ran.code, ran.json["state"]) == (1, "invalid")
            assert ran.json["problems"][0]["message"]
            assert str(bad) in Ran("diff", *both).out

    def test_needs_no_database_and_no_data_folder(self, tmp_path: Path) -> None:
        data = tmp_path / "data"
        ran = manage("mix", "diff", str(SAMPLE), str(SAMPLE), STUDIO_DATA=str(data))
        assert (ran.returncode, ran.stdout) == (0, "No difference.\n")
        assert not data.exists()

    def test_a_mistyped_command_line_is_not_taken_for_a_difference(self, show: Path) -> None:
        ran = manage("mix", "diff", str(show))
        assert ran.returncode == 2


@pytest.mark.django_db
class TestTask:
    def test_what_a_take_of_the_file_would_change(
        self, sandbox: SandboxServer, show: Path, other: Path, tmp_path: Path
    ) -> None:
        task_id = Ran("push", show, "--json").json["task_id"]
        assert Ran("diff", task_id, show).code == 0
        ran = Ran("diff", task_id, other, "--json")
        assert (ran.code, ran.json["changes"][0]["kind"]) == (6, "moved")
        # No take holds a callback, and the cloud clamps.
        rules = mixed_rules()
        del rules["Output"]["Callback"]
        assert Ran("diff", task_id, write(tmp_path / "bare.json", rules)).code == 0
        assert Operation.objects.count() == 1

    def test_a_file_goes_before_a_task_of_its_name(
        self, show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        write(Path("3b1a7bb73ab6b06c"), mixed_rules())
        assert Ran("diff", "3b1a7bb73ab6b06c", show).code == 0

    def test_a_task_the_cloud_does_not_know_is_refused(
        self, sandbox: SandboxServer, show: Path
    ) -> None:
        ran = Ran("diff", "0000000000000000", show, "--json")
        assert (ran.code, ran.json["state"]) == (3, "refused")

    def test_a_cloud_that_does_not_answer_has_its_exit_codes(
        self, cloud_that: CloudThat, show: Path, settings: Settings
    ) -> None:
        cloud_that(drop)
        assert Ran("diff", "3b1a7bb73ab6b06c", show).code == 4
        settings.VOLC_LIVE_URL = "http://127.0.0.1:9"
        assert Ran("diff", "3b1a7bb73ab6b06c", show).code == 5

    def test_a_rule_that_is_no_document_is_said(self, cloud_that: CloudThat, show: Path) -> None:
        detail = {"TaskID": "3b1a7bb73ab6b06c", "Status": "runing", "Rule": json.dumps([1])}
        cloud_that(reply(200, success(detail)))
        ran = Ran("diff", "3b1a7bb73ab6b06c", show)
        assert ran.code == 1
        assert "No document: 3b1a7bb73ab6b06c" in ran.out

    def test_an_odd_key_beside_the_document_is_not_its_own(
        self, cloud_that: CloudThat, show: Path
    ) -> None:
        rule = json.dumps({"MixedRules": mixed_rules(), "AccountID": 10**18})
        cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c", "Rule": rule})))
        assert Ran("diff", "3b1a7bb73ab6b06c", show).code == 0
