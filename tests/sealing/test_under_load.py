"""The sealing keys are changed while pushes are under way: none is doubled, lost or refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.driving.processes import ROOT, RunningStudio, free_ports
from tests.sealing.rotating_under_load import PUSHES, address_of


def at_the_cloud(studio: RunningStudio) -> dict[str, list[str]]:
    """What the sandbox was sent: the push addresses by the name of each task."""
    query = "SELECT name, rules FROM tasks JOIN operations USING (task_id)"
    with closing(sqlite3.connect(studio.data / "sandbox" / "tasks.sqlite3")) as database:
        rows = database.execute(query).fetchall()
    assert len({name for name, _rules in rows}) == len(rows)
    return {name[: len("push-00")]: json.loads(rules)["Output"]["Url"] for name, rules in rows}


@pytest.mark.sqlite  # its studio has a database of its own
def test_while_pushes_are_under_way(tmp_path: Path, prepared: Path) -> None:
    studio = RunningStudio(tmp_path / "data", free_ports(3))
    shutil.copytree(prepared, studio.data)
    with ExitStack() as at_the_end:
        at_the_end.callback(studio.stop)
        studio.start("cloud", "sandbox")
        ran = subprocess.run(
            [sys.executable, "-m", "tests.sealing.rotating_under_load"],
            cwd=ROOT,
            env=studio.all_environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        told = json.loads(ran.stdout)
        sent = at_the_cloud(studio)
    assert told["under_way"]
    assert all("those can go" in said for said in told["said"])
    assert "are under an older key" not in told["at_last"]
    assert sent == {f"push-{number:02}": [address_of(number)] for number in range(PUSHES)}
