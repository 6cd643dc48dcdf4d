"""`manage.py doctor` and /readyz where they are needed: what is the matter, and what mends it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.driving.processes import ROOT, RunningStudio

# Both in one process, as much of the time goes into its start.
SCRIPT = """
import io, json, sys
import django
from django.conf import settings
settings.STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
settings.ALLOWED_HOSTS = ["testserver"]
django.setup()
from django.core.management import call_command
from django.db import connection
from django.test import Client
says, code = io.StringIO(), 0
try:
    call_command("doctor", stdout=says)
except SystemExit as end:
    code = end.code
connection.close()
made = sorted(path.name for path in settings.DATA.rglob("*")) if settings.DATA.exists() else None
client = Client(raise_request_exception=False)
answer = client.get("/readyz")
page = client.get("/readyz", headers={"accept": "text/html"})
told = {
    "code": code, "says": says.getvalue(), "made": made, "status": answer.status_code,
    "checks": answer.json()["checks"], "page_status": page.status_code, "page": page.text,
}
sys.stdout.write(json.dumps(told))
"""
# Whoever may do everything may write everywhere.
BOUND = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
RESTORE = "manage.py restore BACKUP"
NOT_YET = ("There is no studio here yet.", "manage.py run")
EMPTIED = ("is empty or gone, although a studio was here", "manage.py restore BACKUP")
DAMAGED = ("The studio’s database is damaged.", RESTORE)
BYTES = b"no database " * 999


class State(NamedTuple):
    """How a folder is brought into it, and what the doctor says and tells to do."""

    bring: Callable[[Path, Path], None]
    says: str
    mend: str


def fresh(data: Path, prepared: Path) -> None:
    data.mkdir()


def collected(data: Path, prepared: Path) -> None:
    """Somebody has collected the static files, as a deployment does before its first start."""
    shutil.copytree(prepared / "static", data / "static")


def copied(data: Path, prepared: Path) -> Path:
    shutil.copytree(prepared, data)
    (data / "frames").mkdir()
    (data / "secret-key").write_text("k" * 60)
    for file in data.glob("studio.sqlite3-*"):
        file.unlink()
    return data / "studio.sqlite3"


def emptied(data: Path, prepared: Path) -> None:
    copied(data, prepared).write_bytes(b"")


def gone(data: Path, prepared: Path) -> None:
    copied(data, prepared).unlink()


def damaged(data: Path, prepared: Path) -> None:
    copied(data, prepared).write_bytes(BYTES)


def torn(data: Path, prepared: Path) -> None:
    """The list of tables can be read, and nothing in them."""
    file = copied(data, prepared)
    whole = file.read_bytes()
    file.write_bytes(whole[: 16 * 4096] + bytes(len(whole) - 16 * 4096))


def read_only(data: Path, prepared: Path) -> None:
    copied(data, prepared).chmod(0o400)
    data.chmod(0o500)


STATES = {
    "no folder": State(lambda data, prepared: None, *NOT_YET),
    "fresh": State(fresh, *NOT_YET),
    "collected": State(collected, *NOT_YET),
    "emptied": State(emptied, *EMPTIED),
    "gone": State(gone, *EMPTIED),
    "damaged": State(damaged, *DAMAGED),
    "torn": State(torn, *DAMAGED),
    "read-only": State(read_only, "The data folder can only be read.", "read and write there."),
}


def examined(data: Path) -> dict[str, Any]:
    bound = BOUND if os.geteuid() == 0 else []
    ran = subprocess.run(
        [*bound, sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=RunningStudio(data, port=1).all_environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ran.stderr, ran.stderr[-2000:]
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def names(data: Path) -> list[str] | None:
    return sorted(path.name for path in data.rglob("*")) if data.exists() else None


@pytest.mark.parametrize("name", STATES)
def test_it_is_told_what_is_the_matter(name: str, prepared: Path, tmp_path: Path) -> None:
    data, state = tmp_path / "data", STATES[name]
    state.bring(data, prepared)
    before = names(data)
    told = examined(data)
    assert (told["code"], told["status"], told["page_status"]) == (1, 503, 503)
    assert state.says in told["says"]
    assert state.mend in told["says"]
    assert [each["name"] for each in told["checks"] if each["name"] != "jobs"] == [
        "database", "disk", "clock", "cloud",
    ]  # fmt: skip
    assert "The studio is not well" in told["page"]
    assert str(data) not in told["page"]
    assert any(not each["well"] and each["says"] in told["says"] for each in told["checks"])
    if name != "torn":
        assert told["made"] == before
