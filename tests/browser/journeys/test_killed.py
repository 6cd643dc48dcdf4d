"""Processes that die in the middle of a push leave a record that says what is known; of a fetch,
the next one makes up for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from studio.library import lease
from tests import builders
from tests.driving.processes import RunningStudio, running_studio, wait_for
from tests.driving.pushing import creates, never_answers_a_create, push, states
from tests.driving.visitor import Visitor
from tests.volcengine import stand_in
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY
from tests.volcengine.stand_in import StandIn


@pytest.fixture(scope="module")
def cloud() -> Iterator[StandIn]:
    with stand_in.running(never_answers_a_create) as cloud:
        yield cloud


@dataclass
class Pictures:
    """A server that gives a picture, but to the first who asks for it never."""

    port: int
    asked: int = 0
    done: Event = field(default_factory=Event)

    @property
    def pair(self) -> str:
        return f"127.0.0.1:{self.port}"


@pytest.fixture(scope="module")
def first_hangs() -> Iterator[Pictures]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pictures.asked += 1
            if pictures.asked == 1:
                pictures.done.wait()
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(builders.png())

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        pictures = Pictures(server.server_port)
        Thread(target=server.serve_forever, daemon=True).start()
        yield pictures
        pictures.done.set()
        server.shutdown()


@pytest.fixture(scope="module")
def studio(
    cloud: StandIn, first_hangs: Pictures, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningStudio]:
    keys = {
        "VOLC_ACCESSKEY": ACCESS_KEY,
        "VOLC_SECRETKEY": SECRET_KEY,
        "STUDIO_FETCH_ALLOW": first_hangs.pair,
    }
    data = tmp_path_factory.mktemp("data")
    with running_studio(data, prepared=prepared, VOLC_LIVE_URL=cloud.url, **keys) as studio:
        studio.start("web", "clock")
        yield studio


@pytest.fixture
def visitor(studio: RunningStudio) -> Visitor:
    return Visitor(studio.sign_in_link())


def let_leases_lapse(studio: RunningStudio) -> None:
    """A minute later, as far as the rows know."""
    studio.rows("UPDATE mixes_operation SET lease_until = '2020-01-01 00:00:00'")


def test_a_worker_killed_while_sending_leaves_an_unknown_outcome_and_one_request(
    studio: RunningStudio, cloud: StandIn, visitor: Visitor
) -> None:
    task = push(visitor)
    studio.start("cloud")
    wait_for(lambda: creates(cloud) == 1, "the push is being sent")
    studio.kill("cloud")
    assert states(studio) == ["sending"]
    assert 'data-state="pushing"' in visitor.get(task)

    let_leases_lapse(studio)
    wait_for(lambda: states(studio) == ["unknown"], "the clock says that it is unknown")
    assert "no clear answer came" in visitor.get(task)

    studio.start("cloud")
    wait_for(lambda: "Looked " in visitor.get(task), "the next worker looks")
    assert creates(cloud) == 1
    studio.kill("cloud")


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
    studio.start("cloud")
    wait_for(lambda: creates(cloud) == before + 1, "the clock has it carried out")
    assert 'data-state="pushing"' in again.get(task)
    studio.kill("cloud")


def fetch_jobs(studio: RunningStudio) -> list[str]:
    found = studio.rows(
        "SELECT status FROM django_tasks_database_dbtaskresult "
        "WHERE task_path LIKE '%fetch_frame' ORDER BY enqueued_at"
    )
    return [status for (status,) in found]


def frame_state(studio: RunningStudio, url: str) -> str:
    ((state,),) = studio.rows("SELECT state FROM library_frame WHERE url = ?", url)
    return str(state)


def test_a_picture_whose_worker_was_killed_is_fetched_again_soon_after(
    studio: RunningStudio, first_hangs: Pictures, visitor: Visitor
) -> None:
    template = visitor.post("/templates/new/").removeprefix(visitor.origin)
    url = f"http://{first_hangs.pair}/host.png"
    wanted = {"urls": [{"url": url, "kind": "pic", "second": 0}], "again": False}
    assert '"waiting": true' in visitor.send(f"{template}frames/", wanted)
    studio.start("media")
    wait_for(lambda: first_hangs.asked == 1, "the picture is asked for")
    assert '"waiting": false' in visitor.send(f"{template}frames/", wanted)
    studio.kill("media")

    died = time.monotonic()
    studio.start("media")
    wait_for(lambda: frame_state(studio, url) == "ready", "the next worker has it")
    # Its lease, a round of the clock and of the worker, and a machine that has other things to do.
    assert time.monotonic() - died < 2 * lease.LASTS.total_seconds() + 10
    wait_for(lambda: fetch_jobs(studio) == ["FAILED", "SUCCESSFUL"], "the jobs say so")
    studio.kill("media")
