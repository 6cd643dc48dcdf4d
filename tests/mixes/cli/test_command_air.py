"""`manage.py mix` push, take, stop, tasks and show: exit codes, and JSON alone on stdout."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from studio.mixes.models import MixTask, Operation, Stop, Take
from studio.volcengine.sandbox.server import SandboxServer
from tests.mixes.cli.running import BAD_RULES, SAMPLE, Ran, manage, wait_until_running, write
from tests.mixes.conftest import CloudThat
from tests.volcengine.bodies import PUSH_URL, STREAM_KEY, mixed_rules
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

    def test_show_says_what_the_cloud_says_is_wrong(
        self, cloud_that: CloudThat, show: Path
    ) -> None:
        rules = mixed_rules()
        rules["InputSource"][0]["ID"] = "host"
        said = f"{STREAM_KEY} at {PUSH_URL} is gone"
        cloud_that(
            reply(
                200,
                success(
                    {
                        "TaskID": "3b1a7bb73ab6b06c",
                        "Status": "runing",
                        "LastOperationIndex": 2,
                        "LastSuccessOperationIndex": 1,
                        "Rule": json.dumps(rules),
                        "LastOperationErrCode": 5001,
                        "LastOperationErrMsg": said,
                        "TaskErrMsg": said,
                        "TaskErrSrcIDs": f"host,{STREAM_KEY}",
                    }
                ),
            )
        )
        ran = Ran("show", "3b1a7bb73ab6b06c", "--json")
        assert ran.json["not_applied"] == {"code": "5001", "message": "… at … is gone"}
        assert ran.json["trouble"] == {"code": "", "message": "… at … is gone"}
        assert ran.json["in_trouble"] == ["host", "…"]
        lines = Ran("show", "3b1a7bb73ab6b06c").out.splitlines()
        assert lines[1:] == [
            "  Last update: 5001 … at … is gone",
            "  Task: … at … is gone",
            "  Sources in trouble: host, …",
        ]

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
