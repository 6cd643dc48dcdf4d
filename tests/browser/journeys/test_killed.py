"""Processes that die in the middle of a push leave a record that says what is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.signature import Request
from tests.driving.processes import RunningStudio, running_studio, wait_for
from tests.driving.visitor import Visitor, key_in
from tests.volcengine import stand_in
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY, mixed_rules
from tests.volcengine.stand_in import StandIn, hang, reply, success

CREATE = "Action=CreateCloudMixTask"


def never_answers_a_create(request: Request) -> Fault:
    """A Create hangs for good; every list is empty."""
    return hang if CREATE in request.query else reply(200, success({"Count": 0, "Result": []}))


@pytest.fixture(scope="module")
def cloud() -> Iterator[StandIn]:
    with stand_in.running(never_answers_a_create) as cloud:
        yield cloud


@pytest.fixture(scope="module")
def studio(
    cloud: StandIn, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningStudio]:
    keys = {"VOLC_ACCESSKEY": ACCESS_KEY, "VOLC_SECRETKEY": SECRET_KEY}
    data = tmp_path_factory.mktemp("data")
    with running_studio(data, prepared=prepared, VOLC_LIVE_URL=cloud.url, **keys) as studio:
        studio.start("web", "clock")
        yield studio


@pytest.fixture
def visitor(studio: RunningStudio) -> Visitor:
    return Visitor(studio.sign_in_link())


def push(visitor: Visitor) -> str:
    """Makes a template and pushes it; the address of its task."""
    template = visitor.post("/templates/new/").removeprefix(visitor.origin)
    body = {
        "rules": mixed_rules(),
        "editor_state": {},
        "client": str(uuid4()),
        "sequence": 1,
    }
    visitor.put(f"{template}document/", body, version=1)
    dialog = visitor.get(f"{template}push/")
    fields = {name: key_in(dialog, name) for name in ("key", "version")}
    task = visitor.post(f"{template}push/", name="killed", **fields)
    assert "/tasks/" in task
    return task.removeprefix(visitor.origin)


def states(studio: RunningStudio) -> list[str]:
    rows = studio.rows("SELECT state FROM mixes_operation ORDER BY created_at")
    return [state for (state,) in rows]


def let_leases_lapse(studio: RunningStudio) -> None:
    """A minute later, as far as the rows know."""
    studio.rows("UPDATE mixes_operation SET lease_until = '2020-01-01 00:00:00'")


def creates(cloud: StandIn) -> int:
    return sum(CREATE in request.query for request in cloud.requests)


def test_a_worker_killed_while_sending_leaves_an_unknown_outcome_and_one_request(
    studio: RunningStudio, cloud: StandIn, visitor: Visitor
) -> None:
    task = push(visitor)
    studio.start("worker-cloud")
    wait_for(lambda: creates(cloud) == 1, "the push is being sent")
    studio.kill("worker-cloud")
    assert states(studio) == ["sending"]
    assert 'data-state="pushing"' in visitor.get(task)

    let_leases_lapse(studio)
    wait_for(lambda: states(studio) == ["unknown"], "the clock says that it is unknown")
    assert "no clear answer came" in visitor.get(task)

    studio.start("worker-cloud")
    wait_for(lambda: "Looked once" in visitor.get(task), "the next worker looks")
    assert creates(cloud) == 1
    studio.kill("worker-cloud")


def test_a_web_process_killed_after_the_click_loses_nothing(
    studio: RunningStudio, cloud: StandIn, visitor: Visitor
) -> None:
    before = creates(cloud)
    task = push(visitor)
    # Killed between the row and the wake-up: the row is there, its job is not.
    studio.kill("web")
    studio.rows("DELETE FROM django_tasks_database_dbtaskresult")
    assert states(studio)[-1] == "queued"

    studio.start("web")
    again = Visitor(studio.sign_in_link())
    studio.start("worker-cloud")
    wait_for(lambda: creates(cloud) == before + 1, "the clock has it carried out")
    assert 'data-state="pushing"' in again.get(task)
    studio.kill("worker-cloud")
