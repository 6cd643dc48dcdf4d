"""The studio that is backed up: one for all of these tests, on each database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.driving.cluster import cluster
from tests.driving.processes import RunningStudio
from tests.driving.visitor import Visitor
from tests.processes.backup.contents import in_one_order
from tests.processes.backup.studios import (
    BEGIN,
    FILL,
    Place,
    Restored,
    Was,
    backup,
    no_cluster,
    pictures,
    restored,
)


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
    studio.manage("shell", "--no-imports", "-c", BEGIN + FILL)
    studio.start("web")
    yield studio
    studio.stop()


@pytest.fixture(scope="package")
def was(place: Place, source: RunningStudio) -> Was:
    """The studio when nobody saves, and a backup of it."""
    visitor = Visitor(source.sign_in_link())
    seen = pictures(visitor)
    return Was(source, backup(source), place.rows(source), seen, visitor)


@pytest.fixture(scope="package")
def kept(was: Was) -> Path:
    return was.file


@pytest.fixture(scope="package")
def copied(place: Place, kept: Path) -> Iterator[Restored]:
    """What was made of the backup."""
    studio, said = restored(place, "copy", kept)
    yield Restored(studio, said, place.rows(studio), place.rows(studio, in_one_order))
    studio.stop()


@pytest.fixture(scope="package")
def keyed(place: Place, source: RunningStudio) -> tuple[Path, RunningStudio, str]:
    """A backup with the keys, and what was made of it with what was said."""
    file = backup(source, str(place.folder / "keyed"), "--with-secret-key")
    return file, *restored(place, "with_key", file)
