"""What `mix` says may be lost; what became of the task may not: its exit code stands.

Some rows are real processes: what Python does with a broken output at its exit counts, too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.signature import Request
from tests.driving.outputs import OUTPUTS, STREAMS, captured
from tests.mixes.cli.running import SAMPLE, write
from tests.volcengine import stand_in
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY, mixed_rules
from tests.volcengine.stand_in import StandIn, drop, gateway_error, reply, success

# Letters that neither Latin-1 nor GBK has.
NAME = "Smørrebrød 😀"
LISTED = {"Count": 1, "Result": [{"Name": NAME, "Status": "等待ø", "TaskID": "t-listed"}]}


def answer(request: Request) -> Fault:
    """Whatever is asked for is done, and every task is on air."""
    action = request.query.split("Action=")[1].split("&")[0]
    body = json.loads(request.body)
    task_id = body.get("TaskID", "t-created")
    detail = {
        "TaskID": task_id,
        "Status": "runing",
        "LastOperationIndex": 1,
        "LastSuccessOperationIndex": 1,
        "Rule": json.dumps(mixed_rules(InputSource=[source(NAME)])),
    }
    said: dict[str, Any] = {
        "CreateCloudMixTask": {"TaskID": task_id},
        "UpdateCloudMixTask": {"OptID": 2},
        "DeleteCloudMixTask": "ok",
        "ListCloudMixTask": LISTED,
        "GetCloudMixTaskDetail": detail,
    }
    return reply(200, success(said[action]))


def source(name: str) -> dict[str, Any]:
    return {"ID": name, "Layer": 1, "Type": "vod", "Url": "https://tos.example.org/a.mp4"}


@pytest.fixture
def show(tmp_path: Path) -> Path:
    body = {"Name": NAME, "MixedRules": mixed_rules(InputSource=[source(f"{NAME} 2")])}
    return write(tmp_path / f"{NAME}.json", body)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database has its tables."""
    folder = tmp_path_factory.mktemp("data")
    with stand_in.running(answer) as cloud:
        assert captured("utf-8")(["mix", "tasks"], environment(folder, cloud.url))[0] == 0
    return folder


def environment(data: Path, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "VOLC" not in name}
    kept.pop("DATABASE_URL", None)
    return kept | {
        "DJANGO_SETTINGS_MODULE": "studio.settings",
        "STUDIO_DATA": str(data),
        "VOLC_ACCESSKEY": ACCESS_KEY,
        "VOLC_SECRETKEY": SECRET_KEY,
        "VOLC_LIVE_URL": url,
    }


PUSH = ["push", "{show}"]
# One of each kind of output for whatever ends differently.
ROWS: list[tuple[list[str], str, int]] = [
    *((PUSH, output, 0) for output in OUTPUTS),
    (["take", "t-1", "{show}"], "gbk", 0),
    (["stop", "t-2"], "closed", 0),
    (["tasks", "--json"], "latin-1", 0),
    (["tasks"], "unread", 0),
    (["show", "t-3"], "full", 0),
    (["watch", "t-3", "--until", "on_air"], "unread", 0),
    (["diff", "t-3", "{show}"], "closed", 6),
    (["validate", "{show}.none"], "full", 1),
    (["render", "{show}", "--out", "{show}.gif"], "both full", 1),
]


@pytest.fixture
def cloud() -> Iterator[StandIn]:
    with stand_in.running(answer) as started:
        yield started


@pytest.mark.parametrize(("arguments", "output", "code"), ROWS)
def test_what_cannot_be_printed_changes_no_exit_code(
    arguments: list[str], output: str, code: int, cloud: StandIn, data: Path, show: Path
) -> None:
    filled = [part.format(show=show) for part in arguments]
    ended, out, err = OUTPUTS[output](["mix", *filled], environment(data, cloud.url))
    assert (ended, "Traceback" in err, "Exception ignored" in err) == (code, False, False), err
    if out and "--json" in arguments:
        json.loads(out.decode(output))
    creates = [row for row in cloud.requests if "CreateCloudMixTask" in row.query]
    assert len(creates) == (arguments[0] == "push")


ACTS: list[tuple[list[str], int]] = [
    (PUSH, 0),
    (["take", "t-1", "{show}"], 0),
    (["stop", "t-2"], 0),
    (["tasks"], 0),
    (["show", "t-3"], 0),
    (["diff", "t-3", "{show}"], 6),
    (["watch", "t-3", "--until", "on_air"], 0),
    (["validate", "{show}"], 0),
]


@pytest.mark.django_db
@pytest.mark.parametrize("output", STREAMS)
@pytest.mark.parametrize("as_json", [False, True], ids=["sentences", "json"])
def test_every_act_ends_as_its_task_did_whatever_the_output(
    output: str, as_json: bool, cloud: StandIn, settings: Settings, show: Path
) -> None:
    """Within this process: the streams are real, and what writes to them is one for all."""
    settings.VOLC_ACCESSKEY, settings.VOLC_SECRETKEY = ACCESS_KEY, SECRET_KEY
    settings.VOLC_LIVE_URL = cloud.url
    ended = {}
    for arguments, _code in ACTS:
        filled = [part.format(show=show) for part in arguments]
        stream = STREAMS[output]()
        ended[arguments[0]] = 0
        try:
            call_command("mix", *filled, *["--json"] * as_json, stdout=stream, stderr=stream)
        except SystemExit as end:
            ended[arguments[0]] = int(end.code or 0)
        if as_json and output in ("gbk", "latin-1"):
            written: bytes = stream.buffer.getvalue()  # type: ignore[attr-defined]  # BytesIO
            json.loads(written.decode(output))
    assert ended == {arguments[0]: code for arguments, code in ACTS}


@pytest.mark.parametrize(
    ("script", "output", "code"),
    [
        (reply(400, gateway_error("MissingParameter", "ø 😀")), "latin-1", 3),
        (drop, "full", 4),
        (None, "full", 5),
    ],
)
def test_each_outcome_of_a_push_has_its_exit_code_without_a_line(
    script: Fault | None, output: str, code: int, data: Path
) -> None:
    with stand_in.running(script or drop) as cloud:
        url = cloud.url if script else "http://127.0.0.1:9"
        ended, _out, err = OUTPUTS[output](["mix", "push", str(SAMPLE)], environment(data, url))
    assert (ended, "Traceback" in err) == (code, False), err


def test_what_the_terminal_has_no_letter_for_is_written_as_its_number(
    cloud: StandIn, data: Path
) -> None:
    _code, out, _err = OUTPUTS["latin-1"](["mix", "tasks"], environment(data, cloud.url))
    assert "Smørrebrød \\U0001f600" in (out or b"").decode("latin-1")
