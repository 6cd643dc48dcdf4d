"""A command that has a Redis and a storage of its own while it runs:
`python -m tests.driving.several python -m pytest tests/library`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.driving.several import redis, storage


def main(command: list[str]) -> int:
    """Its status. What is started finds their addresses in the environment (tests/settings.py)."""
    if why := redis.missing():
        sys.exit(why)
    with (
        tempfile.TemporaryDirectory(prefix="mix-studio-storage-") as folder,
        redis.redis() as notes,
        storage.running(Path(folder)) as pictures,
    ):
        named = {"TEST_REDIS_URL": notes.url, "TEST_STORAGE_URL": pictures.create("suite")}
        return subprocess.run(command, env=os.environ | named, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
