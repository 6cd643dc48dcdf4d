"""What a benchmark's figures depend on, and how they are told."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from pathlib import Path
from typing import Any


def machine() -> dict[str, Any]:
    """Revision, cores, load and Python; a benchmark adds what it is made of."""
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True
    )
    return {
        "revision": revision.stdout.strip(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
    }


def slowness() -> float:
    """How many want each core now: so many times longer takes what a busy process does."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def tell(results: dict[str, Any], file: Path | None) -> None:
    """Print them all, and write them to the file where one is named."""
    text = json.dumps(results, indent=1)
    print(text)
    if file:
        file.write_text(f"{text}\n")
