"""What an entry of the cloud's list that can't be read means: never that our task is not there."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studio.accounts.models import Workspace
from studio.mixes.models import Account, MixTask, Operation, Phase
from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.signature import Request
from tests.mixes.cli.running import Ran
from tests.mixes.conftest import CloudThat, RecordPush, aged, ago, carry_out, usual_cloud
from tests.mixes.models.test_odd_rules import deep
from tests.volcengine.stand_in import drop, gateway_error, reply, success

ODD_ID = "4c2b8cc84bc7c17d"
ODD = {"Name": None, "Status": "runing", "TaskID": ODD_ID}


@pytest.fixture
def lost(cloud_that: CloudThat, record_push: RecordPush) -> Operation:
    """A push whose outcome is unknown."""
    cloud_that(drop)
    return carry_out(record_push())


def listing(cloud_that: CloudThat, *entries: Any) -> None:
    cloud_that(reply(200, success({"Count": len(entries), "Result": list(entries)})))
    for rows in (Operation.objects, MixTask.objects):
        rows.update(cloud=usual_cloud())


def inquired(operation: Operation) -> tuple[str, int]:
    """The state and the inquiries that showed nothing, after one more."""
    Operation.objects.inquire(str(operation.pk))
    operation = Operation.objects.get(pk=operation.pk)
    return operation.state, operation.inquiries


@pytest.mark.parametrize(
    "odd",
    [
        None,
        {},
        ODD,
        ODD | {"Name": {"a": 1}},
        ODD | {"Name": "sho\ud83d"},
        ODD | {"Name": "\0"},
        ODD | {"Name": None, "TaskID": 7},
    ],
)
def test_one_that_may_be_ours_shows_nothing_of_absence(
    lost: Operation, cloud_that: CloudThat, odd: Any
) -> None:
    listing(cloud_that, odd)
    assert inquired(lost) == ("unknown", 0)
    assert Operation.objects.get().inquire_at


def test_ours_whose_id_cannot_be_read_is_not_absent(lost: Operation, cloud_that: CloudThat) -> None:
    listing(cloud_that, ODD | {"Name": lost.task.name, "TaskID": 7})
    assert inquired(lost) == ("unknown", 0)


def test_ours_whose_status_cannot_be_read_is_found(lost: Operation, cloud_that: CloudThat) -> None:
    listing(cloud_that, ODD, ODD | {"Name": lost.task.name, "TaskID": "1", "Status": ""})
    assert inquired(lost) == ("accepted", 0)
    assert MixTask.objects.get().task_id == "1"


@pytest.mark.parametrize(
    "odd",
    [
        ODD | {"Name": "another", "TaskID": 7},
        ODD | {"Name": "another\ud83d"},
        ODD | {"CreatedAt": {"Time": "2020-01-01T00:00:00+08:00"}},
    ],
)
def test_one_that_is_surely_not_ours_hides_no_absence(
    lost: Operation, cloud_that: CloudThat, odd: Any
) -> None:
    listing(cloud_that, odd)
    assert inquired(lost) == ("unknown", 1)


@pytest.mark.parametrize(("name", "inquiries"), [("another", 1), ("ano\ufffdther", 0), (ODD_ID, 0)])
def test_an_id_once_listed_by_another_name_is_not_ours(
    lost: Operation, cloud_that: CloudThat, name: str, inquiries: int
) -> None:
    """One that was adopted is called by its id: nobody knows its name."""
    MixTask.objects.create(
        workspace=lost.workspace, name=name, title=name, cloud=lost.cloud, task_id=ODD_ID
    )
    listing(cloud_that, ODD)
    assert inquired(lost) == ("unknown", inquiries)


def test_one_created_just_before_the_push_may_be_ours(
    lost: Operation, cloud_that: CloudThat
) -> None:
    """The two computers' clocks differ."""
    before = (lost.created_at - timedelta(hours=3)).isoformat()
    listing(cloud_that, ODD | {"CreatedAt": {"Time": before}})
    assert inquired(lost) == ("unknown", 0)


class TestARound:
    def refresh(self) -> None:
        MixTask.objects.update(checked_at=None)
        MixTask.objects.refresh_due(usual_cloud())

    @pytest.fixture
    def pushed(self, cloud_that: CloudThat, record_push: RecordPush) -> MixTask:
        cloud_that(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"})))
        return carry_out(record_push()).task

    def test_sees_our_tasks_beside_it(self, pushed: MixTask, cloud_that: CloudThat) -> None:
        ours = {"Name": pushed.name, "Status": "runing", "TaskID": pushed.task_id}
        listing(cloud_that, None, ODD, ODD | {"Name": "a\0b", "TaskID": "2"}, ours)
        self.refresh()
        names = {task.name: task.phase for task in MixTask.objects.all()}
        assert names == {pushed.name: Phase.ON_AIR, "a\ufffdb": Phase.ON_AIR}
        assert Account.objects.unread([usual_cloud().account_id]) == 2

    def test_asks_for_every_task_whatever_another_one_runs(
        self, cloud_that: CloudThat, workspace: Workspace
    ) -> None:
        """One whose Detail can't be read, or is refused, is not first for ever."""
        asked: list[str] = []
        ids = ["deep", "refused", "odd", "one", "two", "three", "four"]
        entries = [{"Name": one, "Status": "runing", "TaskID": one} for one in ids]

        def answers(request: Request) -> Fault:
            if "ListCloudMixTask" in request.query:
                return reply(200, success({"Count": len(ids), "Result": entries}))
            task_id = json.loads(request.body)["TaskID"]
            asked.append(task_id)
            detail = {"TaskID": task_id, "Status": "runing", "LastOperationIndex": 3}
            if task_id == "deep":
                detail["Rule"] = deep(800)
            if task_id == "refused":
                return reply(400, gateway_error("NoSuchTask"))
            return reply(200, success({} if task_id == "odd" else detail))

        cloud_that(answers)
        for _round in range(2):
            MixTask.objects.refresh(usual_cloud(), [])
        assert sorted(asked) == sorted(ids)
        assert MixTask.objects.get(name="deep").version == 3

    def test_takes_up_a_push_that_had_been_given_up(
        self, lost: Operation, cloud_that: CloudThat
    ) -> None:
        aged(lost, state="given_up", settled_at=ago(seconds=5))
        odd = {"Name": lost.task.name, "Status": "", "TaskID": "1"}
        listing(cloud_that, odd)
        MixTask.objects.refresh(usual_cloud(), [])
        assert Operation.objects.get().state == "accepted"


@pytest.mark.parametrize("entries", [(), (ODD, None)])
def test_how_many_could_not_be_read_is_said(
    cloud_that: CloudThat, owner: Any, plain_static: None, client: Client, entries: tuple[Any, ...]
) -> None:
    listing(cloud_that, *entries)
    MixTask.objects.refresh(usual_cloud(), [])
    client.force_login(owner)
    said = "2 entries of the cloud's list could not be read." in " ".join(
        client.get(reverse("tasks")).content.decode().replace("&#x27;", "'").split()
    )
    ran = Ran("tasks", "--json")
    assert (said, ran.code, ran.json["unread"]) == (bool(entries), 0, len(entries))
    assert ("could not be read: 2" in Ran("tasks").out) is bool(entries)
