"""Kills, mishaps and a cloud that misbehaves cost no push, take or stop, and double none.

No task is left behind, and the studio shows what viewers see.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.air.__main__ import FAILURES, SHOW_FAILURES
from tests.bench.air.databases import chosen

# As short as may be and still hard; `python -m bench.air` goes on for many minutes.
PUSHES = 54
SHOWS = 6
TAKES = 1
# One account's limit alone would take half of the time.
ACCOUNTS = 2
OPERATIONS = 60
LAG = 1.0


def test_pushes_takes_and_stops_survive_kills_and_faults(prepared: Path, tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    options = {
        "pushes": str(PUSHES),
        "shows": str(SHOWS),
        "takes": str(TAKES),
        "accounts": str(ACCOUNTS),
        "lag": str(LAG),
        "database": chosen(),
        "prepared": str(prepared),
        "json": str(file),
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    subprocess.run([sys.executable, "-m", "bench.air", *words], check=False)
    result = json.loads(file.read_text())
    assert not any(result[name] for name in FAILURES), result
    assert result["acknowledged"] == result["rows"] == PUSHES
    shows = result["on_air"]
    assert not any(shows[name] for name in SHOW_FAILURES), result
    assert shows["takes"] >= TAKES * shows["shows"] > 0
    assert result["most_in_a_second"] <= 10
    # It was hard.
    assert result["operations"] >= OPERATIONS
    assert sum(result["faults"].values()) >= 4
