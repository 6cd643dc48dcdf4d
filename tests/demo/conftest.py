from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from studio.demo import serving
from studio.demo.serving import DemoServer
from studio.editor.models import LayoutTemplate


@pytest.fixture
def filmed(data: Path, prepared: Path) -> Path:
    """The folder of the films, which are there."""
    shutil.copytree(prepared / "demo", data / "demo")
    return data / "demo"


@pytest.fixture
def demo(db: None, filmed: Path, settings: Settings) -> list[LayoutTemplate]:
    settings.DEMO = True
    call_command("demo")
    return list(LayoutTemplate.objects.all())


@pytest.fixture
def server(filmed: Path, settings: Settings) -> Iterator[DemoServer]:
    """The demo's own, which may be fetched from."""
    with serving.server(0) as server:
        settings.PICTURES_PORT = server.server_port
        settings.FETCH_ALLOW = [f"127.0.0.1:{server.server_port}"]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
