from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.media import video_server
from tests.media.internet import Internet
from tests.media.origin import Origin
from tests.media.video_server import VideoServer


@pytest.fixture(scope="session")
def origin() -> Iterator[Origin]:
    server = Origin()
    yield server
    server.close()


@pytest.fixture(scope="session")
def canary() -> Iterator[Origin]:
    """Stands for everything that must never be reached."""
    server = Origin()
    yield server
    server.close()


@pytest.fixture
def internet(origin: Origin, canary: Origin, monkeypatch: pytest.MonkeyPatch) -> Internet:
    """Names and addresses of our own, leading to the origin, the canary, or nowhere."""
    origin.requests.clear()
    canary.requests.clear()
    network = Internet(origin, canary)
    network.install(monkeypatch)
    return network


@pytest.fixture
def videos() -> Iterator[VideoServer]:
    with video_server.running() as server:
        yield server
