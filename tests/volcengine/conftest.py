from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.volcengine.sandbox.server import SandboxServer


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this computer goes through does not decide what these tests say."""
    for name in ("http_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


Sandboxes = Callable[..., SandboxServer]


@pytest.fixture
def start_sandbox(tmp_path: Path) -> Iterator[Sandboxes]:
    """Starts sandboxes in this test's data directory; all end with the test."""
    started: list[tuple[SandboxServer, threading.Thread]] = []

    def start(speed: float = 1.0) -> SandboxServer:
        server = SandboxServer(tmp_path, speed=speed)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        started.append((server, thread))
        return server

    yield start
    for server, thread in started:
        server.shutdown()
        thread.join()
        server.server_close()
