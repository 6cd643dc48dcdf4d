"""Panels that stay connected: told all at once, then what changes; nobody waits for them."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from studio.processes import web
from studio.processes.panels import QUIET
from tests.driving.processes import RunningStudio, free_ports

# A page that is held up waits for as long as the panels are connected.
SOON = 5.0
# A task on air with one source, whose rundown holds another; two tokens of its workspace, and one
# of another.
SET = """
from studio.accounts.models import Scope
from studio.mixes.models import Look
from studio.rules.geometry import Box
from tests import access, builders
from tests.mixes.control.controlling import FULL, on_air
cast = builders.cast()
task = on_air(cast)
task.put_on_program(FULL, "Full")
task.save()
two = builders.document(Box(0, 0, 960, 1080), Box(960, 0, 960, 1080))
Look.objects.append(task, "Two", two, cast.owner)
people = ((cast.owner, cast.workspace), (cast.viewer, cast.workspace))
tokens = [access.issued(*who, [Scope.READ])["Authorization"] for who in people]
other = cast.stranger.memberships.get().workspace
tokens.append(access.issued(cast.stranger, other, [Scope.READ])["Authorization"])
import json
print(json.dumps([str(task.pk), *tokens]))
"""


@dataclass
class Stage:
    studio: RunningStudio
    task: str
    owner: str
    viewer: str
    stranger: str

    @contextmanager
    def panel(
        self, token: str, method: str = "GET", source: str = "127.0.0.1"
    ) -> Iterator[HTTPResponse]:
        port = self.studio.port
        connection = HTTPConnection("127.0.0.1", port, timeout=20, source_address=(source, 0))
        with closing(connection):
            headers = {"Authorization": token, "Host": f"localhost:{port}"}
            connection.request(method, f"/api/v1/tasks/{self.task}/events", headers=headers)
            yield connection.getresponse()

    def page(self) -> int:
        """What somebody who is not signed in is answered."""
        with closing(HTTPConnection("127.0.0.1", self.studio.port, timeout=20)) as connection:
            headers = {"Host": f"localhost:{self.studio.port}"}
            connection.request("GET", "/templates/", headers=headers)
            return connection.getresponse().status

    def change(self, title: str) -> None:
        self.studio.rows("UPDATE mixes_mixtask SET program_title = ?", title)


@pytest.fixture(scope="module")
def stage(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    data = tmp_path_factory.mktemp("panels")
    shutil.copytree(prepared, data, dirs_exist_ok=True)
    studio = RunningStudio(data, free_ports(3))
    told = studio.manage("shell", "--verbosity", "0", "--command", SET)
    studio.start("web")
    yield Stage(studio, *json.loads(told.splitlines()[-1]))
    studio.stop()


def event(panel: HTTPResponse) -> dict[str, Any]:
    """The next one that says something."""
    told: dict[str, str] = {}
    while "data" not in told:
        while line := panel.readline().decode().rstrip("\n"):
            name, _colon, value = line.partition(": ")
            told[name] = value
    assert told["event"] == "state"
    state: dict[str, Any] = json.loads(told["data"])
    return state


def test_one_is_told_all_at_once_and_then_what_changes(stage: Stage) -> None:
    stage.change("Full")
    with stage.panel(stage.owner) as panel:
        assert panel.headers["Content-Type"] == "text/event-stream"
        first = event(panel)
        assert (first["on_air"], first["program"]["title"]) == (True, "Full")
        assert [row["id"] for row in first["sources"]] == ["source-1", "source-2"]
        began = time.monotonic()
        stage.change("Late")
        assert event(panel)["program"]["title"] == "Late"
        assert time.monotonic() - began < SOON
    with stage.panel(stage.owner) as again:
        assert event(again)["program"]["title"] == "Late"


def test_many_hold_up_no_page_and_are_all_told(stage: Stage) -> None:
    stage.change("Full")
    with ExitStack() as held:
        tokens = [stage.owner, stage.viewer] * 25
        there = [held.enter_context(stage.panel(token)) for token in tokens]
        assert {event(panel)["program"]["title"] for panel in there} == {"Full"}
        began = time.monotonic()
        assert stage.page() == 302
        stage.change("Late")
        assert {event(panel)["program"]["title"] for panel in there} == {"Late"}
        assert time.monotonic() - began < SOON


@pytest.mark.parametrize(
    ("token", "method", "status"),
    [("", "GET", 401), ("stranger", "GET", 404), ("owner", "POST", 405), ("owner", "HEAD", 200)],
)
def test_who_may_not_or_asks_otherwise_is_told_as_anywhere(
    stage: Stage, token: str, method: str, status: int
) -> None:
    with stage.panel(getattr(stage, token) if token else "Bearer no", method) as answer:
        said = answer.read()
    assert answer.status == status
    if status != 200:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(said)["status"] == status


def test_an_address_has_so_many_and_no_more_and_two_hundred_hold_up_nobody(stage: Stage) -> None:
    with ExitStack() as held:
        for _n in range(web.STAYING[1]):
            held.enter_context(stage.panel(stage.owner, source="127.0.0.6"))
        with stage.panel(stage.owner, source="127.0.0.6") as one_more:
            assert one_more.status == 429
        others = [
            held.enter_context(stage.panel(stage.owner, source="127.0.0.7"))
            for _n in range(200 - web.STAYING[1])
        ]
        assert {panel.status for panel in others} == {200}
        assert all(event(panel)["on_air"] for panel in others)
        began = time.monotonic()
        assert stage.page() == 302
        assert time.monotonic() - began < SOON


def test_it_ends_when_the_token_does(stage: Stage) -> None:
    with stage.panel(stage.viewer) as panel:
        event(panel)
        stage.studio.rows(
            "DELETE FROM accounts_token WHERE person_id IN"
            " (SELECT id FROM accounts_user WHERE username = 'viewer')"
        )
        assert panel.read().replace(QUIET, b"") == b""


def test_none_keeps_the_studio_from_ending(stage: Stage) -> None:
    with stage.panel(stage.owner) as panel:
        event(panel)
        process = stage.studio.processes["web"]
        process.terminate()
        process.wait(5)
        assert panel.read() == b""
