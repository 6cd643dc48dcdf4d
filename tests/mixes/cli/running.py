"""`manage.py mix` run here or in a process of its own, and files to give it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

VECTORS = Path(__file__).parents[2] / "vectors"
BAD_RULES = VECTORS / "bad_rules"
SAMPLE = VECTORS / "mixedrules-create.json"


class Ran:
    """How a command ended and what it wrote."""

    def __init__(self, *arguments: object) -> None:
        out, err = StringIO(), StringIO()
        self.code = 0
        try:
            call_command("mix", *map(str, arguments), stdout=out, stderr=err)
        except SystemExit as error:
            self.code = int(error.code or 0)
        self.out, self.err = out.getvalue(), err.getvalue()

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if "VOLC" not in name}
    kept.pop("DATABASE_URL", None)
    kept["DJANGO_SETTINGS_MODULE"] = "studio.settings"
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def wait_until_running(task_id: str) -> None:
    """The sandbox's seven seconds, a hundred times as fast; no oftener than it allows."""
    for _ in range(50):
        if Ran("show", task_id, "--json").json["state"] == "runing":
            return
        time.sleep(0.2)
    pytest.fail("the task never ran")


def write(path: Path, body: Any) -> Path:
    path.write_text(json.dumps(body))
    return path
