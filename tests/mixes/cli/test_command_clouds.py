"""`--cloud NAME`: which of several clouds a command speaks with."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.accounts.models import Workspace
from studio.mixes.models import Connection, Operation
from studio.volcengine.sandbox.server import SandboxServer
from tests.builders import paid_cloud
from tests.mixes.cli.running import Ran
from tests.volcengine import stand_in
from tests.volcengine.stand_in import StandIn, reply, success

KEYS = ("AKLTOFTHISCLOUD", "CANARY")


@pytest.fixture
def hall(workspace: Workspace) -> Connection:
    """A paid cloud that nothing but its name leads to: nobody listens there."""
    return paid_cloud(workspace, name="Hall", keys=KEYS, url="http://127.0.0.1:9")


def answering(hall: Connection, service: StandIn) -> None:
    Connection.objects.filter(pk=hall.pk).update(url=service.url)


def test_a_push_goes_where_it_is_told(hall: Connection, show: Path) -> None:
    with stand_in.running(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"}))) as service:
        answering(hall, service)
        assert Ran("push", show, "--cloud", "hall").code == 0
    assert len(service.requests) == 1
    assert Operation.objects.get().cloud == hall


def test_each_act_speaks_with_the_cloud_it_is_told(
    hall: Connection, sandbox: SandboxServer, show: Path
) -> None:
    task_id = Ran("push", show, "--cloud", "sandbox", "--json").json["task_id"]
    for act in (["tasks"], ["show", task_id], ["stop", task_id]):
        assert Ran(*act, "--cloud", "Sandbox").code == 0, act
        assert Ran(*act, "--cloud", "Hall").code == 5, act


@pytest.mark.parametrize(
    "act", [["push", "show"], ["tasks"], ["show", "1"], ["take", "1", "show"], ["stop", "1"]]
)
def test_a_name_that_no_cloud_has_is_said_with_those_there_are(
    hall: Connection, show: Path, act: list[str]
) -> None:
    ran = Ran(*(show if word == "show" and act[0] != word else word for word in act), "--json",
              "--cloud", "Foyer")  # fmt: skip
    assert ran.code == 1
    assert ran.json["error"]["code"] == "no_cloud"
    assert ran.json["error"]["message"].endswith("There are: Hall, Sandbox.")


def test_one_without_keys_cannot_be_told(workspace: Workspace) -> None:
    paid_cloud(workspace, name="Hall")
    assert Ran("tasks", "--cloud", "Hall").code == 1


def test_what_is_for_rehearsal_only_takes_no_push(hall: Connection, show: Path) -> None:
    Connection.objects.filter(pk=hall.pk).update(open_to="nobody")
    ran = Ran("push", show, "--cloud", "Hall", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (3, "rehearsal_only")
