from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

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
