from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pytest_django import Settings

from studio.environment import engines
from studio.library.bucket import Pause
from studio.library.models import Mark
from tests.builders import Cast
from tests.driving.several.storage import Server, at, running

NUMBERS = count(1)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """That of the whole suite, where it has one."""
    if url := os.environ.get("TEST_STORAGE_URL"):
        yield at(urlsplit(url).port or 0)
        return
    with running(tmp_path_factory.mktemp("storage")) as server:
        yield server


@dataclass
class Storage:
    """What the studio's STORAGE_URL names; another may be named by `lead`."""

    server: Server
    bucket: str
    settings: Settings

    def lead(self, url: str) -> None:
        """As if the process were started with that STORAGE_URL."""
        said = engines.storage(url)
        backend = "studio.library.bucket.Bucket"
        self.settings.STORAGE = said
        self.settings.STORAGES = self.settings.STORAGES | {
            room: {"BACKEND": backend, "OPTIONS": said | {"location": room}}
            for room in ("frames", "uploads")
        }
        answers_again()

    def begin(self) -> None:
        """As if it were started anew: nothing is remembered."""
        self.lead(self.server.url(self.bucket))

    def objects(self) -> dict[str, bytes]:
        """What lies there, past the studio."""
        return self.server.objects(self.bucket)

    def pictures(self) -> set[str]:
        """The names of all objects but the mark."""
        return self.objects().keys() - {"mix-studio"}

    def put(self, key: str, data: bytes) -> None:
        self.server.client.put_object(Bucket=self.bucket, Key=key, Body=data)


@pytest.fixture
def storage(server: Server, data: Path, settings: Settings) -> Iterator[Storage]:
    """A bucket of the test's own, in which the studio keeps its pictures."""
    bucket = f"pictures-{next(NUMBERS)}"
    server.create(bucket)
    made = Storage(server, bucket, settings)
    made.begin()
    yield made
    answers_again()


def answers_again() -> None:
    """As if nothing had been asked in vain."""
    Pause.until = Pause.lacking_until = 0.0


@pytest.fixture
def cast(cast: Cast, storage: Storage) -> Cast:
    """In a transaction: who asks the storage has marked it before."""
    storage.put("mix-studio", str(Mark.objects.own()).encode())
    return cast
