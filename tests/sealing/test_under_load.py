"""The sealing keys are changed while pushes are under way: none is doubled, lost or refused."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.driving.processes import ROOT, RunningStudio, running_studio, wait_for
from tests.sealing.keys import NEW, OLD

PUSHES = 20
# A process of its own, which does as the push dialog's view does.
PUSH = f"""
import time
from django.db import transaction
from studio.accounts.models import Workspace
from studio.mixes.models import Push
from tests import builders
workspace = Workspace.objects.embedded()
for number in range({PUSHES}):
    to = builders.output(f"rtmp://push.example.com/live/key-{{number:02}}")
    rules = builders.document().with_output(to)
    name = f"push-{{number:02}}"
    with transaction.atomic():
        push = Push.record(workspace=workspace, person=None, rules=rules, name=name)
        push.wake()
    time.sleep(0.3)
"""


def put_keys(studio: RunningStudio, *keys: str) -> None:
    draft = studio.data / "sealing-keys.new"
    draft.write_text("\n".join(keys))
    draft.replace(studio.data / "sealing-keys")


def states(studio: RunningStudio) -> Counter[str]:
    return Counter(state for (state,) in studio.rows("SELECT state FROM mixes_operation"))


def at_the_cloud(studio: RunningStudio) -> dict[str, list[str]]:
    """What the sandbox was sent: the push addresses by the name of each task."""
    query = "SELECT name, rules FROM tasks JOIN operations USING (task_id)"
    with closing(sqlite3.connect(studio.data / "sandbox" / "tasks.sqlite3")) as database:
        rows = database.execute(query).fetchall()
    assert len({name for name, _rules in rows}) == len(rows)
    return {name[: len("push-00")]: json.loads(rules)["Output"]["Url"] for name, rules in rows}


def test_while_pushes_are_under_way(tmp_path: Path, prepared: Path) -> None:
    with running_studio(tmp_path / "data", prepared=prepared) as studio:
        put_keys(studio, OLD)
        studio.start("cloud", "sandbox")
        with subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", PUSH],
            cwd=ROOT,
            env=studio.all_environment | {"PYTHONPATH": os.fspath(ROOT)},
        ) as pushing:
            wait_for(lambda: states(studio)["accepted"] >= 2, "some are pushed")
            put_keys(studio, NEW, OLD)
            said = studio.manage("rotate_sealing_keys")
            under_way = pushing.poll() is None
        wait_for(lambda: states(studio) == {"accepted": PUSHES}, "all are pushed")
        again = studio.manage("rotate_sealing_keys")
        put_keys(studio, NEW)
        assert "are under an older key" not in studio.manage("rotate_sealing_keys")
        sent = at_the_cloud(studio)
    assert under_way
    assert "those can go" in said
    assert "those can go" in again
    wanted = {
        f"push-{number:02}": [f"rtmp://push.example.com/live/key-{number:02}"]
        for number in range(PUSHES)
    }
    assert sent == wanted
