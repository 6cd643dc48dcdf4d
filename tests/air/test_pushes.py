"""Kill -9 and a cloud that misbehaves cost no push, double none and leave no task behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PUSHES = 60
# The harder one of the two of docs/benchmarks.md.
LAG = 4.0


def test_pushes_survive_kills_and_faults(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    database = os.environ.get("TEST_DATABASE_URL", "sqlite")
    options = {"pushes": PUSHES, "database": database, "lag": LAG, "seed": 1, "json": file}
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    subprocess.run([sys.executable, "-m", "tests.air", *words], check=False)
    result = json.loads(file.read_text())
    found = {name: result[name] for name in ("duplicates", "orphans", "lost", "sent_again")}
    assert found == dict.fromkeys(found, 0), result
    assert result["acknowledged"] == result["rows"] == PUSHES
    assert (result["unsettled"], result["unfinished"]) == (0, 0), result
    assert result["most_in_a_second"] <= 10
    # It was hard.
    assert result["kills"]["worker-cloud"] >= 8
    assert result["kills"]["web"] >= 2
    assert sum(result["faults"].values()) >= 15
