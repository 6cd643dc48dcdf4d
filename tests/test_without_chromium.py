"""Where there is no Chromium, the suite goes on without it, and says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests import chromium
from tests.driving.processes import ROOT

IN_A_BROWSER = "tests/browser/modules/test_tiles_js.py"


def test_what_needs_a_browser_is_skipped_with_a_sentence(tmp_path: Path) -> None:
    named = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    kept = {key: value for key, value in os.environ.items() if key not in ("CHROMIUM", "CI")}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-rs", "-p", "no:cacheprovider", IN_A_BROWSER],
        cwd=ROOT,
        env=kept | named,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert chromium.ADVICE in ran.stdout
    assert "passed" not in ran.stdout
