"""One studio on air for all shows and bad days: what runs five processes is started once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.pages.conftest import judge
from tests.driving import air
from tests.driving.processes import RunningStudio

__all__ = ["judge"]


@pytest.fixture(scope="package")
def air_studio(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[RunningStudio]:
    with air.air_studio(tmp_path_factory.mktemp("data"), prepared) as studio:
        yield studio
