"""The sandbox as a process: how it starts, what it leaves on disk, how it stops."""

from __future__ import annotations

import json
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.volcengine import sandbox
from studio.volcengine.client import Client
from studio.volcengine.credentials import Credentials
from studio.volcengine.errors import Unreachable
from studio.volcengine.sandbox import SandboxNotStarted
from tests.volcengine.bodies import document

COMMAND = [sys.executable, "-m", "studio.volcengine.sandbox"]


@contextmanager
def process(data_dir: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A sandbox that has said where it answers."""
    command = [*COMMAND, "--data", str(data_dir), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            assert running.stdout.readline().startswith("The sandbox answers at http://127.0.0.1:")
            yield running
        finally:
            running.kill()


def stop(running: subprocess.Popen[str], number: signal.Signals = signal.SIGTERM) -> int:
    running.send_signal(number)
    return running.wait(10)


def test_it_starts_answers_stops_and_remembers(tmp_path: Path) -> None:
    data_dir = tmp_path / "new" / "sandbox"
    with process(data_dir) as running:
        first = sandbox.credentials(data_dir)
        created = Client(first).create("show", document())
        assert stop(running) == 0
    with pytest.raises(Unreachable):
        Client(first).list()
    with process(data_dir, "--speed", "10") as running:
        second = sandbox.credentials(data_dir)
        assert Client(second).detail(created.task_id).task_id == created.task_id
        assert stop(running, signal.SIGINT) == 0
    assert (first.access_key, first.secret_key) == (second.access_key, second.secret_key)
    assert second.sandbox
    assert second.identity == "sandbox"
    assert [oct(stat.S_IMODE(path.stat().st_mode)) for path in sorted(data_dir.iterdir())] == [
        "0o600",
        "0o600",
    ]


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [*COMMAND, "--data", str(tmp_path), "--port", str(taken.getsockname()[1])]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("The sandbox can not start: ")
    assert len(ended.stderr.splitlines()) == 1


def test_a_speed_of_nothing_is_refused(tmp_path: Path) -> None:
    command = [*COMMAND, "--data", str(tmp_path), "--speed", "0"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 2
    assert "must be above 0" in ended.stderr


def test_a_sandbox_never_started_says_how_to_start_it(tmp_path: Path) -> None:
    with pytest.raises(SandboxNotStarted, match=r"python -m studio\.volcengine\.sandbox"):
        sandbox.credentials(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"url": "http://127.0.0.1:1"}', '{"url": 1}', "\udcff"]
)
def test_a_note_that_is_none_is_not_trusted(text: str, tmp_path: Path) -> None:
    (tmp_path / "sandbox.json").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(SandboxNotStarted):
        sandbox.credentials(tmp_path)


def test_a_note_is_read_as_it_is_written(tmp_path: Path) -> None:
    note = {"url": "http://127.0.0.1:8099", "access_key": "AK", "secret_key": "SK"}
    (tmp_path / "sandbox.json").write_text(json.dumps(note))
    assert sandbox.credentials(tmp_path) == Credentials(**note, region="cn-north-1", sandbox=True)
