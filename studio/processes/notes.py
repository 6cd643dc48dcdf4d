"""What one process leaves in the data folder for the others to read, as JSON."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from studio.files import write_whole


def write(name: str, value: Any) -> None:
    """Whole or not at all; raises OSError where the disk takes nothing."""
    write_whole(path(name), json.dumps(value).encode())


def read(name: str) -> Any:
    """None of what was never written, or is no JSON."""
    try:
        return json.loads(path(name).read_text())
    except (OSError, ValueError):
        return None


def age(name: str) -> float:
    """Seconds since it was written; endless where it never was."""
    try:
        return max(0.0, time.time() - path(name).stat().st_mtime)
    except OSError:
        return math.inf


def path(name: str) -> Path:
    return Path(settings.DATA, f"{name}.json")
