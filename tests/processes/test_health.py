"""Whether the studio is well: said to machines, to people, and how to mend what is not."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from studio.mixes.jobs import inquire
from studio.processes import clock, health, hosts, notes, noting, report, storage
from studio.processes.models import HostProcess
from studio.processes.report import Process
from studio.settings import REDIS, STORAGE
from studio.volcengine.sandbox.server import SandboxServer
from tests.builders import Cast, client_for
from tests.processes import signs

BROWSER = "text/html,application/xhtml+xml"
WORKERS = ("cloud", "media", "streams", "clock", "watcher")
# What is checked here; the last two where the suite has them.
CHECKS = ["database", "disk", "jobs", "secrets", "clock", "cloud"]
CHECKS += (["redis"] if REDIS else []) + (["storage"] if STORAGE else [])
CHECKS += ["hosts"] if hosts.are_several() else []


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever database the suite has, other hosts may share it."""
    monkeypatch.setattr(hosts, "are_several", lambda: True)


@pytest.fixture
def well(cast: Cast, data: Path) -> Iterator[Path]:
    """The data folder of a studio that runs."""
    server = SandboxServer(data / "sandbox")
    for name in WORKERS:
        signs.give(name)
    if STORAGE:
        storage.keep()
    yield data
    server.server_close()


def ready(client: Client | None = None) -> tuple[int, dict[str, bool]]:
    """The status, and of each check whether it is well."""
    answer = (client or Client(raise_request_exception=False)).get("/readyz")
    checks = answer.json()["checks"]
    assert all(each["says"] for each in checks)
    return answer.status_code, {each["name"]: each["well"] for each in checks}


def test_a_studio_that_is_well_says_so_to_everybody(well: Path) -> None:
    status, checks = ready()
    assert status == 200
    assert checks == dict.fromkeys(CHECKS, True)
    assert "The studio is well" in Client().get("/readyz", headers={"accept": BROWSER}).text
    assert Client().get("/healthz").text == "ok\n"


def test_a_probe_that_speaks_plain_http_is_answered(well: Path, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/healthz").status_code == 200
    assert ready()[0] == 200
    signs.hang("clock")
    assert ready()[0] == 503
    assert Client().get("/start").status_code == 301


@pytest.mark.parametrize(
    ("silent", "check"),
    [("cloud", "jobs"), ("media", "jobs"), ("clock", "clock"), ("watcher", "clock")],
)
def test_a_worker_that_hangs_is_told(well: Path, silent: str, check: str) -> None:
    signs.hang(silent)
    status, checks = ready()
    assert (status, checks[check]) == (503, False)


def test_work_of_another_host_is_seen_where_none_is_done(
    several: None, cast: Cast, data: Path
) -> None:
    assert not ready()[1]["clock"]
    for name in WORKERS:
        signs.give(name, host="another")
    assert [ready()[1][name] for name in ("jobs", "clock")] == [True, True]
    # Though somebody has worked here, and does not any more.
    signs.hang("clock")
    assert ready()[1]["clock"]
    # One that has not begun a round for long listens, but does not work.
    HostProcess.objects.filter(process="clock").update(works={})
    assert not ready()[1]["clock"]


def test_a_host_that_falls_silent_is_missed_although_others_work(
    several: None, well: Path, cast: Cast
) -> None:
    signs.give("media", host="another")
    status, checks = ready()
    assert (status, checks["hosts"]) == (200, True)
    long_ago = Now() - hosts.MISSED - timedelta(seconds=1)
    HostProcess.objects.filter(host="another").update(heard_at=long_ago)
    assert ready() == (200, checks | {"hosts": False})
    page = Client().get("/readyz", headers={"accept": BROWSER})
    assert "1 host that worked is not heard any more." in page.text
    assert "another" not in page.text
    page = client_for(cast.owner).get("/readyz", headers={"accept": BROWSER})
    assert re.search(r"<td>another</td>\s*<td>media</td>\s*<td>\s*is not heard any more", page.text)
    HostProcess.objects.filter(host="another").update(heard_at=Now())
    assert ready() == (200, checks)


def test_a_host_that_was_taken_away_is_forgotten_after_a_day(several: None, well: Path) -> None:
    signs.give("media", host="another")
    HostProcess.objects.filter(host="another").update(heard_at=Now() - timedelta(hours=23))
    clock.forget_hosts()
    assert not ready()[1]["hosts"]
    HostProcess.objects.filter(host="another").update(heard_at=Now() - timedelta(hours=25))
    clock.forget_hosts()
    assert ready()[1]["hosts"]


def test_a_host_that_was_taken_away_is_forgotten_by_a_command(several: None, well: Path) -> None:
    for name in ("gone", "another"):
        signs.give("media", host=name)
    HostProcess.objects.filter(host="gone").update(heard_at=Now() - timedelta(minutes=1))
    says = StringIO()
    call_command("forget_hosts", stdout=says)
    assert says.getvalue() == "1 host forgotten.\n"
    assert ready()[1]["hosts"]
    assert HostProcess.objects.filter(host="another").exists()


def test_a_host_without_a_clock_notes_by_itself_what_is_not_well(well: Path, cast: Cast) -> None:
    noting.note_instead()
    assert noting.noted() == []
    signs.hang("clock")
    # Somebody has just noted: the clock, as a rule.
    noting.note_instead()
    assert noting.noted() == []
    then = time.time() - noting.NOTED_FOR - 1
    os.utime(notes.path("health"), (then, then))
    noting.note_instead()
    assert "The studio is not well: Clock." in client_for(cast.owner).get("/tasks/").text


def test_a_job_that_nobody_takes_is_told(well: Path) -> None:
    inquire.enqueue("00000000-0000-0000-0000-000000000000")
    assert ready()[0] == 200
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=1))
    assert ready() == (503, ready()[1] | {"jobs": False})
    # Put off until then, it has waited for a second.
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    assert ready()[0] == 200


def test_a_disk_without_room_is_told(well: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 2**60)
    assert ready() == (503, ready()[1] | {"disk": False})


@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_nothing_is_told(well: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        monkeypatch.setattr(health, "LOCK_SECONDS", 0.1)
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
            other.execute("BEGIN IMMEDIATE")
            status, checks = ready()
            page = Client().get("/readyz", headers={"accept": BROWSER})
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = on")
            status, checks = ready()
            cursor.execute("SET default_transaction_read_only = off")
            page = None
    assert (status, checks["database"]) == (503, False)
    assert page is None or "holds the lock of the studio’s database" in page.text


def test_a_cloud_that_is_out_of_reach_stops_nothing_else(well: Path, settings: Settings) -> None:
    settings.SANDBOX = well / "never started"
    status, checks = ready()
    assert (status, checks["cloud"]) == (200, False)


def test_admins_alone_see_the_processes(well: Path, cast: Cast) -> None:
    row = Process(name="web-1", pid=7, ends=1, last_end="SIGKILL", ended_at=time.time())
    notes.write(report.NAME, [row._asdict()])
    assert report.read() == [row]
    people = {"owner": cast.owner, "viewer": cast.viewer}
    pages = {
        name: client_for(person).get("/readyz", headers={"accept": BROWSER}).text
        for name, person in people.items()
    }
    assert "SIGKILL" in pages["owner"]
    assert "SIGKILL" not in pages["viewer"]
    assert "SIGKILL" not in Client().get("/readyz", headers={"accept": BROWSER}).text


def test_every_page_tells_admins_what_is_not_well_while_it_is_not(
    well: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(person: Any) -> bool:
        return "The studio is not well: Disk." in client_for(person).get("/templates/").text

    noting.note()
    assert not told(cast.owner)
    monkeypatch.setattr(health, "LEAST_FREE", 2**60)
    noting.note()
    assert told(cast.owner)
    assert not told(cast.viewer)
    monkeypatch.undo()
    noting.note()
    assert not told(cast.owner)


def examined() -> tuple[int, str]:
    """The doctor's exit code, and what was said."""
    says = StringIO()
    try:
        call_command("doctor", stdout=says)
    except SystemExit as end:
        return int(end.code or 0), says.getvalue()
    return 0, says.getvalue()


def test_the_doctor_says_how_to_mend_what_is_not_well(well: Path) -> None:
    well.chmod(0o700)
    code, says = examined()
    assert (code, "NOT WELL" in says) == (0, False)
    well.chmod(0o755)
    code, says = examined()
    assert code == 1
    assert f"chmod 700 {well}" in says
    well.chmod(0o700)
    signs.hang("cloud")
    code, says = examined()
    assert code == 1
    assert "Nobody sees to: pushes, takes and stops." in says
    assert "Start the studio again." in says
