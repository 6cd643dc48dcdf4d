"""Whether the exported scripts create the very task, by the SDKs as they are published.

    python -m bench.snippets

Makes an environment for each in a folder that it removes, installs the SDK there from the
registry, and runs the script against a sandbox. The suite runs the one whose SDK the studio has.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import venv
from pathlib import Path

from studio.exports import EXPORTERS
from studio.volcengine import sandbox
from studio.volcengine.client import Client
from studio.volcengine.credentials import Credentials
from studio.volcengine.sandbox.server import SandboxServer
from tests.volcengine.bodies import document

SDKS = {"sdk": "volcengine==1.0.229", "core": "volcenginesdk-core==5.0.54"}


def created(kind: str, python: Path | str, cloud: Credentials, folder: Path) -> str:
    """What the script wrote. Raises CalledProcessError where it failed."""
    script = folder / f"{kind}.py"
    script.write_text(EXPORTERS[kind].write(f"task of {kind}", document()), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if "VOLC" not in name}
    keys = {
        "VOLC_ACCESSKEY": cloud.access_key,
        "VOLC_SECRETKEY": cloud.secret_key,
        "VOLC_LIVE_URL": cloud.url,
    }
    command = [str(python), str(script)]
    ran = subprocess.run(
        command, env=kept | keys, capture_output=True, text=True, timeout=60, check=True
    )
    return ran.stdout


def with_sdk(folder: Path, package: str) -> Path:
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=True)
    return python


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = SandboxServer(folder)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cloud = sandbox.credentials(folder)
        for kind, package in SDKS.items():
            said = created(kind, with_sdk(folder / kind, package), cloud, folder)
            print(f"{package}: {said.strip()}")
        names = sorted(task.name for task in Client(cloud).list().tasks)
        print(f"tasks: {names}")
        server.shutdown()
    return 0 if names == sorted(f"task of {kind}" for kind in SDKS) else 1


if __name__ == "__main__":
    sys.exit(main())
