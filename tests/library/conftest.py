from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from studio.accounts.models import Workspace
from studio.library.models import Frame, Kind, Wanted
from tests import picture_server
from tests.builders import png
from tests.picture_server import PictureServer


@pytest.fixture
def pictures(data: Path, settings: Settings) -> Iterator[PictureServer]:
    """A server that may be fetched from, with one picture."""
    with picture_server.running() as server:
        settings.FETCH_ALLOW = [server.pair]
        server.files["host.png"] = png(320, 180, "red")
        yield server


def ask(workspace: Workspace, *urls: str, again: bool = False) -> list[Frame]:
    wanted = [Wanted(url, Kind.PICTURE) for url in urls]
    return list(Frame.objects.ask(workspace, wanted, again=again).values())


def ask_one(workspace: Workspace, url: str, kind: Kind) -> Frame:
    wanted = Wanted(url, kind)
    return Frame.objects.ask(workspace, [wanted])[wanted]


def jobs() -> int:
    return DBTaskResult.objects.count()
