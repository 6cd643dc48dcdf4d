"""`manage.py mix`: what scripts rely on — verdicts, exit codes, and JSON alone on stdout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from studio.mixes.models import MixTask, Operation, Stop, Take
from studio.volcengine.sandbox.server import SandboxServer
from tests import picture_server
from tests.media import clips
from tests.mixes.conftest import CloudThat
from tests.volcengine.bodies import STREAM_KEY, mixed_rules
from tests.volcengine.stand_in import (
    Script,
    abnormal,
    drop,
    gateway_error,
    hang,
    reply,
    success,
    truncated,
)

VECTORS = Path(__file__).parents[2] / "vectors"
BAD_RULES = VECTORS / "bad_rules"
SAMPLE = VECTORS / "mixedrules-create.json"


class Ran:
    """How a command ended and what it wrote."""

    def __init__(self, *arguments: object) -> None:
        out, err = StringIO(), StringIO()
        self.code = 0
        try:
            call_command("mix", *map(str, arguments), stdout=out, stderr=err)
        except SystemExit as error:
            self.code = int(error.code or 0)
        self.out, self.err = out.getvalue(), err.getvalue()

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def wait_until_running(task_id: str) -> None:
    """The sandbox's seven seconds, a hundred times as fast; no oftener than it allows."""
    for _ in range(50):
        if Ran("show", task_id, "--json").json["state"] == "runing":
            return
        time.sleep(0.2)
    pytest.fail("the task never ran")


def write(path: Path, body: Any) -> Path:
    path.write_text(json.dumps(body))
    return path


@pytest.fixture
def show(tmp_path: Path) -> Path:
    return write(tmp_path / "show.json", {"Name": "show", "MixedRules": mixed_rules()})


def is_as_expected(row: dict[str, Any], expected: dict[str, str]) -> bool:
    """The verdict, and a problem of that severity at the path the rule book names."""
    verdict = expected["verdict"]
    paths = [item["path"] for item in row["problems"] if item["severity"] == verdict]
    named = verdict == "ok" or any(path.endswith(expected["path"]) for path in paths)
    return bool(row["verdict"] == verdict and named)


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

    def test_needs_no_database_and_no_data_folder(self, tmp_path: Path) -> None:
        """In a process of its own: nothing is written, and standard output is the JSON alone."""
        data = tmp_path / "data"
        ran = manage("mix", "validate", str(SAMPLE), "--json", STUDIO_DATA=str(data))
        assert json.loads(ran.stdout)[0]["verdict"] in ("ok", "warning")
        assert ran.returncode == 0
        assert not data.exists()


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


@pytest.mark.django_db
class TestOnAir:
    """Against the sandbox, over the wire."""

    def test_the_way_there_and_back(self, sandbox: SandboxServer, show: Path) -> None:
        pushed = Ran("push", show, "--json")
        assert pushed.code == 0
        answer = pushed.json
        assert answer["state"] == "accepted"
        assert answer["error"] is None
        assert answer["request_id"]
        assert answer["name"].startswith("show-")
        task_id = answer["task_id"]

        listed = Ran("tasks", "--json").json
        assert [row["task_id"] for row in listed["tasks"]] == [task_id]
        assert listed["error"] is None

        wait_until_running(task_id)
        assert Ran("take", task_id, show, "--json").code == 0
        shown = Ran("show", task_id, "--json").json
        assert (shown["name"], shown["last_operation"]) == (answer["name"], 2)

        assert Ran("stop", task_id, "--json").code == 0
        assert Ran("show", task_id, "--json").json["state"] in ("prestop", "done")

    def test_a_push_sends_one_create_with_the_file_s_rules(self, cloud_that: CloudThat) -> None:
        stand_in = cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})))
        ran = Ran("push", SAMPLE, "--json")
        assert (ran.code, ran.json["task_id"]) == (0, "3b1a7bb73ab6b06c")
        assert "Action=CreateCloudMixTask" in stand_in.requests[0].query
        assert stand_in.sent["MixedRules"] == json.loads(SAMPLE.read_text())["MixedRules"]

    @pytest.mark.parametrize(
        ("script", "code", "state"),
        [
            (reply(400, gateway_error("MissingParameter")), 3, "refused"),
            (reply(200, gateway_error("AccessDenied")), 3, "refused"),
            (reply(200, abnormal(400)), 3, "refused"),
            (reply(200, abnormal(500)), 4, "unknown"),
            (reply(500, "<html>"), 4, "unknown"),
            (reply(200, "not JSON"), 4, "unknown"),
            (reply(302, "", Location="/elsewhere"), 3, "refused"),
            (hang, 4, "unknown"),
            (drop, 4, "unknown"),
            (truncated(success({"TaskID": "3b1a7bb73ab6b06c"})), 4, "unknown"),
        ],
    )
    def test_each_way_of_failing_has_its_exit_code_and_one_request(
        self, cloud_that: CloudThat, show: Path, script: Script, code: int, state: str
    ) -> None:
        stand_in = cloud_that(script)
        ran = Ran("push", show, "--json")
        assert (ran.code, ran.json["state"]) == (code, state)
        assert ran.json["error"]["code"]
        creates = [row for row in stand_in.requests if "CreateCloudMixTask" in row.query]
        assert len(creates) == 1

    def test_an_unreachable_cloud_is_final(
        self, cloud_that: CloudThat, show: Path, settings: Settings
    ) -> None:
        cloud_that(drop)
        settings.VOLC_LIVE_URL = "http://127.0.0.1:9"
        ran = Ran("push", show, "--json")
        assert (ran.code, ran.json["state"]) == (5, "unreachable")
        assert Operation.objects.get().state == "failed"
        for act in (["tasks"], ["show", "3b1a7bb73ab6b06c"], ["stop", "3b1a7bb73ab6b06c"]):
            assert Ran(*act, "--json").code == 5

    def test_a_stop_under_way_is_taken_over_or_waited_for(
        self, sandbox: SandboxServer, show: Path
    ) -> None:
        """Asked for on a page: put off there, or left behind by a worker that was killed."""
        now = timezone.now()
        put_off = {"not_before": now + timedelta(minutes=1)}
        left = {"state": "sending", "sent_at": now, "lease_until": now - timedelta(seconds=1)}
        for values, code in ((put_off, 0), (left, 4)):
            task_id = Ran("push", show, "--json").json["task_id"]
            under_way = Stop.record(task=MixTask.objects.get(task_id=task_id), person=None)
            Operation.objects.filter(pk=under_way.pk).update(**values)
            ran = Ran("stop", task_id, "--json")
            assert ran.code == code
            assert Stop.objects.filter(task__task_id=task_id).count() == 1
        assert Ran("stop", task_id, "--json").code == 0

    def test_a_document_with_an_error_is_not_recorded(self, cloud_that: CloudThat) -> None:
        stand_in = cloud_that(drop)
        ran = Ran("push", BAD_RULES / "104_w_9.json", "--json")
        assert (ran.code, ran.json["state"]) == (1, "invalid")
        assert ran.json["problems"][0]["path"].endswith("Layout[0].W")
        assert not Operation.objects.exists()
        assert stand_in.requests == []

    def test_a_bare_document_needs_a_name_to_be_pushed(
        self, cloud_that: CloudThat, tmp_path: Path
    ) -> None:
        stand_in = cloud_that(drop)
        ran = Ran("push", write(tmp_path / "bare.json", mixed_rules()), "--json")
        assert ran.code == 1
        assert ran.json["problems"][0]["path"] == "Name"
        assert stand_in.requests == []

    def test_a_take_with_another_output_is_said(self, sandbox: SandboxServer) -> None:
        expected = json.loads((BAD_RULES / "expected.json").read_text())
        (row,) = [name for name, case in expected.items() if case["layer"] == "update"]
        task_id = Ran("push", BAD_RULES / "000_control_valid.json", "--json").json["task_id"]
        ran = Ran("take", task_id, BAD_RULES / row, "--json")
        assert ran.code == 1
        assert ran.json["problems"][0]["path"].endswith(expected[row]["path"])
        assert not Take.objects.exists()

    def test_a_task_made_elsewhere_is_taken_by_what_its_rule_says(
        self, sandbox: SandboxServer, show: Path, tmp_path: Path
    ) -> None:
        task_id = Ran("push", show, "--json").json["task_id"]
        MixTask.objects.all().delete()
        wait_until_running(task_id)
        other = mixed_rules()
        other["Output"]["Url"] = ["rtmp://push.example.com/live/other"]
        ran = Ran("take", task_id, write(tmp_path / "other.json", other), "--json")
        assert ran.code == 1
        assert Ran("take", task_id, show, "--json").code == 0
        assert Ran("stop", task_id, "--json").code == 0

    def test_show_holds_no_path_of_an_address(self, sandbox: SandboxServer, tmp_path: Path) -> None:
        pic = {"ID": "1", "Layer": 1, "Type": "pic", "Url": "https://a.example.com/CANARY/a.png"}
        rules = mixed_rules(InputSource=[pic])
        rules["Output"]["Url"] = ["rtmp://b.example.com/CANARY/key"]
        file = write(tmp_path / "a.json", {"Name": "a", "MixedRules": rules})
        task_id = Ran("push", file, "--json").json["task_id"]
        said = Ran("show", task_id, "--json").out
        assert "a.example.com/" in said
        assert "b.example.com/" in said
        assert "CANARY" not in said

    def test_show_holds_no_stream_key(self, sandbox: SandboxServer, show: Path) -> None:
        task_id = Ran("push", show, "--json").json["task_id"]
        assert STREAM_KEY not in Ran("show", task_id, "--json").out

    def test_a_task_the_cloud_does_not_know_is_refused(self, sandbox: SandboxServer) -> None:
        for act in ("show", "stop"):
            ran = Ran(act, "0000000000000000", "--json")
            assert (ran.code, ran.json["state"]) == (3, "refused")
        assert not MixTask.objects.exists()


@pytest.mark.parametrize(
    "cloud",
    [
        {"VOLC_ACCESSKEY": "AK"},
        {"VOLC_ACCESSKEY": "AK", "VOLC_SECRETKEY": "SK", "VOLC_LIVE_URL": "ftp://cloud.test"},
    ],
)
def test_a_cloud_configured_by_half_is_said_and_nothing_is_sent(
    tmp_path: Path, show: Path, cloud: dict[str, str]
) -> None:
    ran = manage("mix", "push", str(show), "--json", STUDIO_DATA=str(tmp_path / "data"), **cloud)
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert "VOLC_" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "data").exists()


def test_the_first_push_on_a_fresh_data_folder_works(
    sandbox: SandboxServer, settings: Settings, show: Path
) -> None:
    data = Path(settings.SANDBOX).parent
    ran = manage("mix", "push", str(show), "--json", STUDIO_DATA=str(data))
    assert json.loads(ran.stdout)["state"] == "accepted", ran.stderr


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if "VOLC" not in name}
    kept.pop("DATABASE_URL", None)
    kept["DJANGO_SETTINGS_MODULE"] = "studio.settings"
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
