"""An exported script, run as it is: it creates the very task at the endpoint it is told. The one
for the SDK that the studio has not is run by `bench/snippets.py`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.snippets import created
from studio.rules import codec
from studio.volcengine import sandbox
from studio.volcengine.client import Client
from tests.volcengine.bodies import document
from tests.volcengine.conftest import Sandboxes


def test_it_creates_the_task(start_sandbox: Sandboxes, tmp_path: Path) -> None:
    start_sandbox()
    cloud = sandbox.credentials(tmp_path)
    said = created("core", sys.executable, cloud, tmp_path)
    (task,) = Client(cloud).list().tasks
    assert task.name == "task of core"
    assert task.task_id in said
    rule = Client(cloud).detail(task.task_id).rule
    assert isinstance(rule, str)
    assert json.loads(rule) == codec.write(document())
