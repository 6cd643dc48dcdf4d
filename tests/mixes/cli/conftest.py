from __future__ import annotations

from pathlib import Path

import pytest

from tests.mixes.cli.running import write
from tests.volcengine.bodies import mixed_rules


@pytest.fixture
def show(tmp_path: Path) -> Path:
    return write(tmp_path / "show.json", {"Name": "show", "MixedRules": mixed_rules()})
