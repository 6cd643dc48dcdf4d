"""A push over HTTP, and a cloud that lets it hang."""

from __future__ import annotations

from uuid import uuid4

from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.signature import Request
from tests.driving.processes import RunningStudio
from tests.driving.visitor import Visitor, key_in
from tests.volcengine.bodies import mixed_rules
from tests.volcengine.stand_in import StandIn, hang, reply, success

CREATE = "Action=CreateCloudMixTask"


def never_answers_a_create(request: Request) -> Fault:
    """A Create hangs for good; every list is empty."""
    return hang if CREATE in request.query else reply(200, success({"Count": 0, "Result": []}))


def creates(cloud: StandIn) -> int:
    return sum(CREATE in request.query for request in cloud.requests)


def push(visitor: Visitor) -> str:
    """Makes a template and pushes it; the address of its task."""
    template = visitor.post("/templates/new/").removeprefix(visitor.origin)
    body = {"rules": mixed_rules(), "editor_state": {}, "client": str(uuid4()), "sequence": 1}
    visitor.put(f"{template}document/", body, version=1)
    dialog = visitor.get(f"{template}push/")
    fields = {name: key_in(dialog, name) for name in ("key", "version")}
    task = visitor.post(f"{template}push/", name="pushed", **fields)
    assert "/tasks/" in task
    return task.removeprefix(visitor.origin)


def states(studio: RunningStudio) -> list[str]:
    """Of all operations, the oldest first."""
    rows = studio.rows("SELECT state FROM mixes_operation ORDER BY created_at")
    return [state for (state,) in rows]
