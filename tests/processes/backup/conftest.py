"""The studio that is backed up: one for all of these tests, on each database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.driving.cluster import cluster
from tests.driving.processes import RunningStudio
from tests.processes.backup.studios import FILL, Place, backup, no_cluster


@pytest.fixture(
    scope="package",
    params=["sqlite", pytest.param("postgresql", marks=no_cluster())],
)
def place(
    request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("backup")
    if request.param == "sqlite":
        yield Place(folder, None, prepared)
        return
    with cluster() as made:
        yield Place(folder, made, prepared)


@pytest.fixture(scope="package")
def source(place: Place) -> Iterator[RunningStudio]:
    """A studio in which there is something of everything, and of which the pages are served."""
    studio = place.studio("source")
    shutil.copytree(place.prepared, studio.data)
    if place.cluster:
        studio.manage("migrate", "--verbosity", "0")
    studio.manage("demo")
    studio.manage("shell", "--no-imports", "-c", FILL)
    studio.start("web")
    yield studio
    studio.stop()


@pytest.fixture(scope="package")
def kept(source: RunningStudio) -> Path:
    """A backup of it, of when nobody saves."""
    return backup(source)
