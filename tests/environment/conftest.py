from __future__ import annotations

import os
import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.driving.processes import ROOT


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """settings.py as a process with these variables and no others reads it."""

    def run(**variables: str) -> dict[str, Any]:
        for name in os.environ:
            monkeypatch.delenv(name)
        monkeypatch.setenv("STUDIO_DATA", str(tmp_path))
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "studio" / "settings.py"))

    return run
