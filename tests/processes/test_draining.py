"""Told to end, a studio takes nothing more in, and ends what it is at: answers, and jobs."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import pytest

from tests import builders
from tests.driving.processes import WHOLE, RunningStudio, free_ports
from tests.driving.visitor import Visitor
from tests.volcengine.bodies import mixed_rules

# Surely less than a request waits for SQLite's lock, and when it waits for that surely; as long as
# a picture may take, nearly.
HELD = 3.0
BEGUN = 1.0
SLOW = 8.5


class SlowPicture(BaseHTTPRequestHandler):
    """Comes at last."""

    asked = threading.Event()

    def do_GET(self) -> None:
        self.asked.set()
        time.sleep(SLOW)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(builders.png())

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


@contextmanager
def slow_picture() -> Iterator[str]:
    """The host and port of a server of one."""
    with ThreadingHTTPServer(("127.0.0.1", 0), SlowPicture) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def pair() -> Iterator[str]:
    with slow_picture() as named:
        yield named


@pytest.fixture
def studio(prepared: Path, tmp_path: Path, pair: str) -> Iterator[RunningStudio]:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    studio = RunningStudio(tmp_path, free_ports(3), {"STUDIO_FETCH_ALLOW": pair})
    studio.start()
    yield studio
    studio.stop()


def test_what_is_under_way_is_done_before_it_ends(studio: RunningStudio, pair: str) -> None:
    visitor = Visitor(studio.sign_in_link())
    template = visitor.post("/templates/new/").removeprefix(visitor.origin)
    picture = {"url": f"http://{pair}/slow.png", "kind": "pic", "second": 0}
    visitor.send(f"{template}frames/", {"urls": [picture]})
    assert SlowPicture.asked.wait(20)
    body = {"rules": mixed_rules(), "editor_state": {}, "client": str(uuid4()), "sequence": 1}
    with (
        closing(sqlite3.connect(studio.data / "studio.sqlite3")) as database,
        ThreadPoolExecutor(1) as person,
    ):
        database.execute("BEGIN IMMEDIATE")
        saved = person.submit(visitor.put, f"{template}document/", body, version=1)
        time.sleep(BEGUN)
        studio.processes[WHOLE].send_signal(signal.SIGTERM)
        time.sleep(HELD - BEGUN)
        assert not saved.done()
        database.rollback()
        assert '"version"' in saved.result(10)
    studio.processes[WHOLE].wait(20)
    jobs = "SELECT status, count(*) FROM django_tasks_database_dbtaskresult GROUP BY status"
    assert "RUNNING" not in dict(studio.rows(jobs))
    assert studio.rows("SELECT state FROM library_frame") == [("ready",)]
