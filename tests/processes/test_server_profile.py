"""The profile of a server: TLS before it, a name of its own, an admin with a password."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.driving.processes import RunningStudio

ADMIN = """
from studio.accounts.models import User, Workspace
owner = Workspace.objects.embedded().owner()
owner.set_password("four plain words and a CANARY 7")
owner.save()
"""
ASYNC = "DJANGO_ALLOW_ASYNC_UNSAFE"
CHECK = ("check", "--deploy", "--fail-level", "WARNING", "--database", "default")


@pytest.fixture
def studio(prepared: Path, tmp_path: Path) -> RunningStudio:
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    # What tests of browsers set in this process is none of a server's.
    server = {"STUDIO_HTTPS": "1", "STUDIO_HOSTS": "studio.example.com"} | {ASYNC: ""}
    return RunningStudio(data, 1, server)


def test_django_finds_nothing_to_warn_of(studio: RunningStudio) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        studio.manage(*CHECK)
    studio.manage("shell", "--no-imports", "--command", ADMIN)
    assert "no issues" in studio.manage(*CHECK)
