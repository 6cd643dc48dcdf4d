"""A cloud's keys, and then the sealing key, may be replaced while pushes are under way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.air.rotation import FAILURES
from tests.bench.air.databases import chosen

PUSHES = 20


def test_pushes_survive_the_replacing_of_the_keys_they_are_sent_with(
    prepared: Path, tmp_path: Path
) -> None:
    file = tmp_path / "result.json"
    words = ["--pushes", str(PUSHES), "--database", chosen(), "--json", str(file)]
    words += ["--prepared", str(prepared)]
    subprocess.run([sys.executable, "-m", "bench.air.rotation", *words], check=False)
    result = json.loads(file.read_text())
    assert not any(result[name] for name in FAILURES), result
    assert result["acknowledged"] == result["rows"] == PUSHES
    assert result["most_in_a_second"] <= 10
    # It was hard.
    assert result["under_way"] >= PUSHES / 4, result
    assert result["at_the_gate"] >= 1, result
