"""The sandbox keeps the contract, seen through the real client; clocks are turned, not waited."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from studio.rules.document import MixedRules
from studio.volcengine import sandbox
from studio.volcengine.client import Client
from studio.volcengine.errors import Refused
from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.keys import Note
from studio.volcengine.sandbox.server import SandboxServer
from studio.volcengine.sandbox.tasks import Abnormal, Tasks
from tests.volcengine import stand_in
from tests.volcengine.bodies import (
    ACCESS_KEY,
    SECRET_KEY,
    client,
    credentials,
    document,
    mixed_rules,
)
from tests.volcengine.conftest import Sandboxes
from tests.volcengine.stand_in import reply, success

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
THREE_DAYS = 3 * 24 * 3600


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def tasks(tmp_path: Path, clock: time_machine.Traveller) -> Iterator[Tasks]:
    made = Tasks(tmp_path)
    yield made
    made.close()


def new_task(tasks: Tasks, name: str = "show") -> str:
    return str(tasks.create(name, document())["TaskID"])


def status(tasks: Tasks, task_id: str) -> object:
    return tasks.detail(task_id)["Status"]


def moved() -> MixedRules:
    """The same task with another box."""
    layout = {"X": 960, "Y": 540, "W": 960, "H": 540, "Layer": 1}
    scene = {"Height": 1080, "Width": 1920, "Layout": [layout]}
    return document(mixed_rules(InputLayout={"Scene": scene}))


@pytest.mark.parametrize(
    ("seconds", "word"),
    [
        (0, "pending"),
        (0.9, "pending"),
        (1, "prepare"),
        (5.9, "prepare"),
        (6, "runing"),
        (THREE_DAYS - 1, "runing"),
        (THREE_DAYS, "prestop"),
        (THREE_DAYS + 2, "done"),
    ],
)
def test_a_task_goes_through_its_life_by_itself(
    seconds: float, word: str, tasks: Tasks, clock: time_machine.Traveller
) -> None:
    task_id = new_task(tasks)
    clock.move_to(START + timedelta(seconds=seconds))
    assert status(tasks, task_id) == word


def test_a_faster_sandbox_shortens_every_delay(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    tasks = Tasks(tmp_path, speed=100)
    task_id = new_task(tasks)
    clock.shift(0.07)
    assert status(tasks, task_id) == "runing"
    clock.shift(THREE_DAYS / 100)
    assert status(tasks, task_id) == "done"
    tasks.close()


@pytest.mark.parametrize("age", [0, 3, 10])
def test_delete_ends_a_task_at_any_age(
    age: int, tasks: Tasks, clock: time_machine.Traveller
) -> None:
    task_id = new_task(tasks)
    clock.shift(age)
    assert tasks.delete(task_id).startswith(f"kill task [{task_id}] success,")
    assert status(tasks, task_id) == "prestop"
    clock.shift(1)
    tasks.delete(task_id)
    clock.shift(1)
    assert status(tasks, task_id) == "done"
    with pytest.raises(Abnormal, match="already done"):
        tasks.delete(task_id)


def test_a_name_is_free_again_only_when_its_task_is_done(
    tasks: Tasks, clock: time_machine.Traveller
) -> None:
    first = new_task(tasks)
    for wait in (0, 3, 10):
        clock.shift(wait)
        with pytest.raises(Abnormal, match="already exists"):
            new_task(tasks)
    tasks.delete(first)
    with pytest.raises(Abnormal, match="already exists"):
        new_task(tasks)
    clock.shift(2)
    assert new_task(tasks) != first


def test_many_creates_of_one_name_make_one_task(tasks: Tasks) -> None:
    refused: list[Abnormal] = []

    def create() -> None:
        try:
            new_task(tasks)
        except Abnormal as error:
            refused.append(error)

    threads = [threading.Thread(target=create) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 15
    assert tasks.list(1, 100)["Count"] == 1


@pytest.mark.parametrize("age", [0, 3])
def test_a_task_that_does_not_run_yet_takes_no_update(
    age: int, tasks: Tasks, clock: time_machine.Traveller
) -> None:
    task_id = new_task(tasks)
    clock.shift(age)
    with pytest.raises(Abnormal, match="not running"):
        tasks.update(task_id, document())


def test_an_update_is_accepted_first_and_applied_a_moment_later(
    tasks: Tasks, clock: time_machine.Traveller
) -> None:
    task_id = new_task(tasks)
    assert tasks.detail(task_id)["LastSuccessOperationIndex"] == 0
    clock.shift(10)
    assert tasks.update(task_id, moved()) == {"OptID": 2}
    detail = tasks.detail(task_id)
    assert (detail["LastOperationIndex"], detail["LastSuccessOperationIndex"]) == (2, 1)
    clock.shift(1)
    detail = tasks.detail(task_id)
    assert (detail["LastOperationIndex"], detail["LastSuccessOperationIndex"]) == (2, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"urls": ("rtmp://push.example.com/live/other",)},
        {"urls": ()},
        {"video": replace(document().output.video, bit_rate=8_000_001)},
        {"audio": replace(document().output.audio, channel_layout="mono")},
        {"extra": {"Record": True}},
    ],
)
def test_an_update_may_not_change_the_output(
    change: dict[str, Any], tasks: Tasks, clock: time_machine.Traveller
) -> None:
    task_id = new_task(tasks)
    clock.shift(10)
    rules = document()
    with pytest.raises(Abnormal, match="Output"):
        tasks.update(task_id, replace(rules, output=replace(rules.output, **change)))
    assert tasks.detail(task_id)["LastOperationIndex"] == 1


def test_an_update_is_compared_without_its_callback(
    tasks: Tasks, clock: time_machine.Traveller
) -> None:
    task_id = new_task(tasks)
    clock.shift(10)
    rules = document()
    assert rules.output.callback is not None
    without = replace(rules, output=replace(rules.output, callback=None))
    assert tasks.update(task_id, without) == {"OptID": 2}
    assert tasks.update(task_id, rules) == {"OptID": 3}


def test_what_the_cloud_clamps_is_kept_clamped(tasks: Tasks) -> None:
    rules = document()
    video = replace(rules.output.video, bit_rate=1, frame_rate=120)
    loud = replace(rules, output=replace(rules.output, video=video))
    task_id = str(tasks.create("show", loud)["TaskID"])
    kept = json.loads(str(tasks.detail(task_id)["Rule"]))["Output"]["Video"]
    assert (kept["BitRate"], kept["FrameRate"]) == (1_000_000, 60)


@pytest.mark.parametrize("act", [Tasks.delete, Tasks.detail])
def test_an_unknown_task_is_not_there(act: Any, tasks: Tasks) -> None:
    with pytest.raises(Abnormal, match="does not exist"):
        act(tasks, "0000000000000000")


def test_the_list_has_pages_newest_first_ended_ones_too(
    tasks: Tasks, clock: time_machine.Traveller
) -> None:
    ids = []
    for number in range(5):
        ids.append(new_task(tasks, f"show {number}"))
        clock.shift(1)
    tasks.delete(ids[0])
    clock.shift(10)
    seen: list[Any] = []
    for page in (1, 2, 3, 4):
        listing: Any = tasks.list(page, 2)
        assert listing["Count"] == 5
        seen += listing["Result"]
    assert [row["TaskID"] for row in seen] == ids[::-1]
    assert [row["Status"] for row in seen] == ["runing"] * 4 + ["done"]
    assert seen[-1]["CreatedAt"] == {"Time": "2026-11-22T16:00:00+08:00"}
    assert seen[-1]["StoppedAt"] == {"Time": "2026-11-22T16:00:07+08:00"}
    assert "StoppedAt" not in seen[0]


@pytest.mark.parametrize(("page", "size"), [(0, 10), (-1, 10), (1, 0), (1, 101)])
def test_a_page_out_of_bounds_is_refused(page: int, size: int, tasks: Tasks) -> None:
    with pytest.raises(Abnormal, match="Page"):
        tasks.list(page, size)


def test_tasks_and_their_lives_outlast_a_restart(
    tmp_path: Path, clock: time_machine.Traveller
) -> None:
    before = Tasks(tmp_path)
    task_id = new_task(before)
    before.close()
    clock.shift(10)
    after = Tasks(tmp_path)
    assert status(after, task_id) == "runing"
    with pytest.raises(Abnormal, match="already exists"):
        new_task(after)
    after.close()


def client_of(server: SandboxServer, data_dir: Path) -> Client:
    credentials = sandbox.credentials(data_dir)
    assert credentials.url == server.url
    return Client(credentials)


def test_the_whole_way_through_the_sdk(start_sandbox: Sandboxes, tmp_path: Path) -> None:
    cloud = client_of(start_sandbox(speed=5000), tmp_path)
    created = cloud.create("show №1", document())
    (listed,) = cloud.scan().tasks
    assert (listed.task_id, listed.name) == (created.task_id, "show №1")
    assert listed.created_at is not None
    detail = cloud.detail(created.task_id)
    while detail.status != "runing":
        detail = cloud.detail(created.task_id)
    assert json.loads(detail.rule) == mixed_rules()
    assert cloud.update(created.task_id, moved()).operation == 2
    assert cloud.delete(created.task_id).request_id


def test_a_name_in_use_is_result_code_400(start_sandbox: Sandboxes, tmp_path: Path) -> None:
    cloud = client_of(start_sandbox(), tmp_path)
    cloud.create("show", document())
    with pytest.raises(Refused, match="already exists") as caught:
        cloud.create("show", document())
    assert (caught.value.code, caught.value.http_status) == ("400", 200)


@pytest.mark.parametrize(
    ("name", "rules", "path"),
    [
        ("", mixed_rules(), "Name"),
        ("show", mixed_rules(InputSource=[]), "InputSource"),
        (
            "show",
            mixed_rules(InputLayout={"Scene": {"Height": 9, "Width": 9, "Layout": []}}),
            "Width",
        ),
    ],
)
def test_a_document_out_of_bounds_is_result_code_400(
    name: str, rules: dict[str, Any], path: str, start_sandbox: Sandboxes, tmp_path: Path
) -> None:
    cloud = client_of(start_sandbox(), tmp_path)
    with pytest.raises(Refused, match=path) as caught:
        cloud.create(name, document(rules))
    assert caught.value.code == "400"
    assert cloud.list().count == 0


@pytest.mark.parametrize(
    ("wrong", "code", "http_status"),
    [
        ({"access_key": "AKELSE"}, "InvalidAccessKey", 401),
        ({"secret_key": "else"}, "SignatureDoesNotMatch", 401),
        ({"region": "ap-singapore-1"}, "SignatureDoesNotMatch", 401),
    ],
)
def test_wrong_keys_are_turned_away_at_the_gate(
    wrong: dict[str, Any], code: str, http_status: int, start_sandbox: Sandboxes, tmp_path: Path
) -> None:
    start_sandbox()
    cloud = Client(replace(sandbox.credentials(tmp_path), **wrong))
    with pytest.raises(Refused) as caught:
        cloud.list()
    assert (caught.value.code, caught.value.http_status) == (code, http_status)
    assert caught.value.request_id


def test_a_clock_that_is_off_is_an_invalid_timestamp(
    start_sandbox: Sandboxes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = client_of(start_sandbox(), tmp_path)
    monkeypatch.setattr("studio.volcengine.sandbox.gateway.datetime", _Yesterday)
    with pytest.raises(Refused) as caught:
        cloud.list()
    assert caught.value.code == "InvalidTimestamp"


class _Yesterday(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return datetime.now(tz) - timedelta(days=1)


def test_the_eleventh_request_of_a_second_is_limited(tasks: Tasks) -> None:
    with stand_in.running(reply(200, success({"Count": 0}))) as cloud:
        client(cloud.url).list()
    (signed,) = cloud.requests
    note = Note(url=cloud.url, access_key=ACCESS_KEY, secret_key=SECRET_KEY)
    gateway = Gateway(tasks, note)
    answers = [gateway.answer(signed) for _ in range(11)]
    assert [answer.status for answer in answers] == [200] * 10 + [429]
    assert json.loads(answers[-1].body)["ResponseMetadata"]["Error"]["Code"] == "FlowLimitExceeded"


def test_an_account_may_have_two_keys_and_one_that_is_disabled_is_turned_away(tasks: Tasks) -> None:
    first = Note(url="", access_key=ACCESS_KEY, secret_key=SECRET_KEY)
    second = Note(url="", access_key="AKSECOND", secret_key="second secret")
    gateway = Gateway(tasks, first)
    gateway.admit(second)
    with stand_in.running(Fault(), gateway) as cloud:
        keys = {"access_key": second.access_key, "secret_key": second.secret_key}
        old, new = client(cloud.url), Client(credentials(cloud.url, **keys))
        made = old.create("show", document())
        assert [row.task_id for row in new.list().tasks] == [made.task_id]
        gateway.disable(first.access_key)
        with pytest.raises(Refused, match="InvalidAccessKey"):
            old.list()
        assert new.detail(made.task_id).task_id == made.task_id
