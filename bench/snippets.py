"""Whether the exported scripts create the very task, by the SDKs as they are published, and whether
the exported body of an update changes it.

    python -m bench.snippets

Makes an environment for each in a folder that it removes, installs the SDK there from the
registry, and runs the script against a sandbox. The suite runs the one whose SDK the studio has.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import venv
from pathlib import Path

from studio.exports import EXPORTERS
from studio.volcengine import sandbox
from studio.volcengine.client import Client
from studio.volcengine.credentials import Credentials
from studio.volcengine.sandbox.server import SandboxServer
from tests.volcengine.bodies import document

# How fast the sandbox's hours go by: a task is changed once it is on air.
SPEED, PATIENCE = 20.0, 30.0
CHANGES = """
import json, os, sys
from urllib.parse import urlsplit
from volcengine.live.v20230101.live_service import LiveService
endpoint, service = urlsplit(os.environ["VOLC_LIVE_URL"]), LiveService()
service.set_host(endpoint.netloc)
service.set_scheme(endpoint.scheme)
service.set_ak(os.environ["VOLC_ACCESSKEY"])
service.set_sk(os.environ["VOLC_SECRETKEY"])
print(service.update_cloud_mix_task(json.load(sys.stdin)))
"""
SDKS = {"sdk": "volcengine==1.0.229", "core": "volcenginesdk-core==5.0.54"}


def created(kind: str, python: Path | str, cloud: Credentials, folder: Path) -> str:
    """What the script wrote. Raises CalledProcessError where it failed."""
    script = folder / f"{kind}.py"
    script.write_text(EXPORTERS[kind].write(f"task of {kind}", document()), encoding="utf-8")
    return ran([str(python), str(script)], cloud)


def changed(python: Path, cloud: Credentials, task_id: str) -> bool:
    """Whether the exported body makes a second version of a task. Raises CalledProcessError."""
    client, ends = Client(cloud), time.monotonic() + PATIENCE
    while client.detail(task_id).last_success < 1 and time.monotonic() < ends:
        time.sleep(0.2)
    body = json.loads(EXPORTERS["update"].write("", document())) | {"TaskID": task_id}
    print(ran([str(python), "-c", CHANGES], cloud, json.dumps(body)).strip())
    return client.detail(task_id).last_operation == 2


def ran(command: list[str], cloud: Credentials, told: str = "") -> str:
    """What a program wrote that was given the cloud and a text."""
    kept = {name: value for name, value in os.environ.items() if "VOLC" not in name}
    keys = {
        "VOLC_ACCESSKEY": cloud.access_key,
        "VOLC_SECRETKEY": cloud.secret_key,
        "VOLC_LIVE_URL": cloud.url,
    }
    done = subprocess.run(
        command,
        env=kept | keys,
        input=told,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def with_sdk(folder: Path, package: str) -> Path:
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=True)
    return python


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = SandboxServer(folder, speed=SPEED)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cloud = sandbox.credentials(folder)
        pythons = {kind: with_sdk(folder / kind, package) for kind, package in SDKS.items()}
        for kind, package in SDKS.items():
            said = created(kind, pythons[kind], cloud, folder)
            print(f"{package}: {said.strip()}")
        tasks = {task.name: task.task_id for task in Client(cloud).list().tasks}
        print(f"tasks: {sorted(tasks)}")
        is_changed = changed(pythons["sdk"], cloud, tasks["task of sdk"])
        server.shutdown()
    return 0 if is_changed and tasks.keys() == {f"task of {kind}" for kind in SDKS} else 1


if __name__ == "__main__":
    sys.exit(main())
