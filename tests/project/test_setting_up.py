"""What `make` sets up before anything of the project runs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
# As Debian's without its package python3-venv: the folder is made, and pip is not.
WITHOUT_PIP = """#!/bin/sh
[ "$1" = -c ] && exit 0
mkdir -p "$3/bin" && touch "$3/bin/python"
exit 1
"""


def test_an_environment_that_could_not_be_made_whole_is_made_anew_the_next_time(
    tmp_path: Path,
) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    python = tmp_path / "python"
    python.write_text(WITHOUT_PIP)
    python.chmod(0o700)
    asked = ["make", f"PYTHON={python}", ".venv/bin/python"]
    for _time in range(2):
        ran = subprocess.run(asked, cwd=tmp_path, capture_output=True, check=False)
        assert ran.returncode != 0
        assert f"{python} -m venv .venv" in ran.stdout.decode()
