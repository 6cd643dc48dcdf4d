"""Makes a studio of a backup, in an empty data folder and an empty database; all of it or nothing.

The rows are loaded into the tables as they were, which are then migrated forward, in the one
transaction that ends it all. What was waiting to be sent is not sent.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from studio.library import tidying
from studio.library.models import Frame, Upload
from studio.library.stores import PICTURE
from studio.mixes.models import Operation
from studio.processes.backup import archive as archives
from studio.processes.backup import database, tables
from studio.processes.backup.archive import (
    DAMAGED,
    NEWER,
    Archive,
    Manifest,
    Unfit,
    opened,
)
from studio.processes.folder import occupied
from studio.sealing.rotating import survey
from studio.sqlite.emptied import is_empty

# Where files lie until all of them do.
STAGE = "restoring"
# What may lie in the data folder before.
HARMLESS = frozenset({"lock", "backups", STAGE})


class NoPlace(Exception):
    """Why no studio can be made there, in a sentence."""


@dataclass(frozen=True)
class Restored:
    """What was restored. Of its operations so many were `unsent`, and of so many it is `unknown`
    whether they were sent; so many frames were `forgotten`, to be fetched again. So many secrets
    are `locked`: the key they were sealed with is not there.
    """

    manifest: Manifest
    unsent: int
    unknown: int
    forgotten: int
    locked: int

    @property
    def has_key(self) -> bool:
        return archives.KEY in self.manifest.files


def restore(path: Path) -> Restored:
    """Raises Unfit, NoPlace, folder.Occupied, and OSError where the folder can't be written to."""
    with opened(path) as archive:
        migrations = archive.manifest.migrations
        if database.unknown(MigrationLoader(None), migrations):
            raise Unfit(NEWER)
        check_room(archive)
        archive.verify()
        with occupied(), no_database_left():
            check_empty(archive)
            with unpacked(archive) as stage, placed(stage):
                return fill(archive)


def check_empty(archive: Archive) -> None:
    """Raises NoPlace."""
    allowed = {*HARMLESS, *(path.name for path in database.files())}
    allowed |= {key for key in archives.KEYS if key not in archive.manifest.files}
    there = sorted(path.name for path in settings.DATA.iterdir() if path.name not in allowed)
    if there:
        sentence = _("{folder} is not empty ({names}). Set STUDIO_DATA to a new folder.")
        raise NoPlace(sentence.format(folder=settings.DATA, names=", ".join(there[:5])))
    if not is_empty():
        raise NoPlace(_("The database is not empty: a backup is restored into a new one."))


def check_room(archive: Archive) -> None:
    """Raises NoPlace where the disk is too full."""
    there = next(path for path in (settings.DATA, *settings.DATA.parents) if path.exists())
    if archive.size > shutil.disk_usage(there).free:
        sentence = _("There is no room for this backup in {folder}.")
        raise NoPlace(sentence.format(folder=settings.DATA))


@contextmanager
def no_database_left() -> Iterator[None]:
    """Removes SQLite's file again if the block fails, unless it was there."""
    main = database.file()
    was_there = main is not None and main.exists()
    try:
        yield
    except BaseException:
        if not was_there:
            connection.close()
            for path in database.files():
                path.unlink(missing_ok=True)
        raise


@contextmanager
def unpacked(archive: Archive) -> Iterator[Path]:
    """The files, in a folder that is gone afterwards: one that a killed process left goes first."""
    stage = settings.DATA / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(mode=0o700)
    try:
        for name in archive.manifest.files:
            if not name.startswith("tables/"):
                archive.unpack(name, stage)
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def placed(stage: Path) -> Iterator[None]:
    """The files lie where the studio looks for them, unless the block fails."""
    done: list[Path] = []
    try:
        done.extend(path.rename(settings.DATA / path.name) for path in stage.iterdir())
        os.sync()
        yield
    except BaseException:
        for path in done:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def fill(archive: Archive) -> Restored:
    """The database, in one transaction. Raises Unfit."""
    with connection.constraint_checks_disabled(), transaction.atomic():
        then = database.as_of(archive.manifest.migrations)
        targets = database.nodes(then, archive.manifest.migrations)
        migrate(then, leaves(then, targets))
        # PostgreSQL's are deferred again, of which migrations leave some immediate.
        connection.check_constraints()
        tables.load(archive, then.project_state(targets).apps)
        check_sound()
        now = MigrationLoader(connection)
        migrate(now, now.graph.leaf_nodes())
        return settle(archive)


def migrate(loader: MigrationLoader, targets: database.Migrations) -> None:
    """Without the signals that would fill tables."""
    executor = MigrationExecutor(connection, between)
    executor.loader = loader
    executor.migrate(targets)


def between(action: str, *_which: Any) -> None:
    """All is one transaction: PostgreSQL alters no table of whose rows a check is still to come."""
    if action == "apply_success":
        connection.check_constraints()


def leaves(loader: MigrationLoader, migrations: database.Migrations) -> database.Migrations:
    """The last of each app: a target that others come after would undo those."""
    later = {
        (parent.key[0], parent.key[1])
        for one in migrations
        for parent in loader.graph.node_map[one].parents
        if parent.key[0] == one[0]
    }
    return [one for one in migrations if one not in later]


def check_sound() -> None:
    """Raises Unfit where rows name rows that are not there."""
    try:
        connection.check_constraints()
    except IntegrityError:
        raise Unfit(DAMAGED) from None
    if not database.is_sound():
        raise OSError("SQLite finds what it wrote damaged")


def settle(archive: Archive) -> Restored:
    """What is otherwise than it was, because time has passed and files are missing."""
    check_names()
    unsent, unknown = Operation.objects.settle_restored()
    prefix = f"{archives.FRAMES}/"
    there = {
        name.removeprefix(prefix) for name in archive.manifest.files if name.startswith(prefix)
    }
    forgotten = tidying.forget_all_but(there)
    _left, locked = survey()
    return Restored(archive.manifest, unsent, unknown, forgotten, locked)


def check_names() -> None:
    """Raises Unfit where a row names a file that is none of ours."""
    for rows in (Frame.objects, Upload.objects):
        for names in rows.values_list("picture", "stage"):
            if not all(name == "" or PICTURE.fullmatch(name) for name in names):
                raise Unfit(DAMAGED)
