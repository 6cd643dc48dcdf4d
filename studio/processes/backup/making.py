"""Makes a backup while the studio runs.

First the rows, all of one moment; then the files that these rows name, which were there before
their rows and are removed after them. What was tidied away meanwhile is a frame's, which is fetched
again. The file gets its name once it was read back whole.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import StateApps
from django.utils import timezone
from django.utils.translation import gettext as _

from studio.library.fetching import whole
from studio.library.stores import PICTURE, Store, frames, uploads
from studio.processes.backup import archive, database, tables
from studio.processes.backup.archive import Manifest, Table, Writer, opened
from studio.sqlite.emptied import is_empty
from studio.version import version

MEBIBYTE = 2**20


class NotMade(Exception):
    """Why there is no backup, in a sentence."""


@dataclass(frozen=True)
class Made:
    path: Path
    manifest: Manifest


@dataclass(frozen=True)
class Rows:
    """What was read in one moment: the tables, and the pictures they name, by their folder."""

    migrations: database.Migrations
    tables: dict[str, Table]
    pictures: dict[str, set[str]]


def make(folder: Path, *, with_secret_key: bool) -> Made:
    """Raises NotMade, and OSError where the folder can't be written to."""
    if is_empty():
        raise NotMade(_("There is no studio to back up: its database is empty."))
    began = timezone.now()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_room(folder)
    final = folder / f"mix-studio-backup-{began:%Y%m%dT%H%M%SZ}.zip"
    with drafted(final) as draft:
        manifest = write(draft, began, with_secret_key=with_secret_key)
        with opened(draft) as made:
            made.verify()
    return Made(final, manifest)


def check_room(folder: Path) -> None:
    """Raises NotMade where the disk may be too full."""
    pictures = sum(file.size for store in (frames(), uploads()) for file in store.kept())
    needed, free = database.size() + pictures, shutil.disk_usage(folder).free
    if needed > free:
        sentence = _(
            "There is no room for a backup in {folder}: it may take {needed} MiB, and {free} MiB "
            "are free."
        )
        raise NotMade(
            sentence.format(folder=folder, needed=needed // MEBIBYTE + 1, free=free // MEBIBYTE)
        )


@contextmanager
def drafted(final: Path) -> Iterator[Path]:
    """An empty file, readable by its owner alone, that gets its name once the block has ended well
    and else is removed. Raises NotMade where there is one of that name.
    """
    draft = final.with_name(f"{final.name}.part")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise NotMade(_("Another backup is being written to {file}.").format(file=draft)) from None
    try:
        if final.exists():
            raise NotMade(_("There is a backup at {file} already.").format(file=final))
        yield draft
        draft.rename(final)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    keep(final.parent)


def keep(path: Path) -> None:
    """What was written there outlasts a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(draft: Path, began: datetime, *, with_secret_key: bool) -> Manifest:
    with draft.open("wb") as file:
        writer = Writer(file)
        try:
            manifest = fill(writer, began, with_secret_key=with_secret_key)
        except BaseException:
            writer.abandon()
            raise
    keep(draft)
    return manifest


def fill(writer: Writer, began: datetime, *, with_secret_key: bool) -> Manifest:
    rows = write_rows(writer)
    pack(writer, archive.FRAMES, frames(), rows.pictures)
    lost = pack(writer, archive.UPLOADS, uploads(), rows.pictures)
    if with_secret_key:
        writer.add(archive.KEY, str(settings.SECRET_KEY).encode())
        writer.add(archive.SEALING_KEYS, "\n".join(settings.SEALING_KEYS).encode())
    manifest = Manifest(
        version=version(),
        database=connection.vendor,
        began=began.isoformat(),
        ended=timezone.now().isoformat(),
        migrations=rows.migrations,
        tables=rows.tables,
        lost=lost,
        files=writer.files,
    )
    writer.finish(manifest)
    return manifest


def write_rows(writer: Writer) -> Rows:
    """Raises NotMade where the database is damaged, or a newer version has been at it."""
    with database.one_moment():
        if not database.is_sound():
            sentence = _("SQLite finds {file} damaged: keep a copy, and repair it.")
            raise NotMade(sentence.format(file=database.file()))
        loader = MigrationLoader(connection)
        migrations = database.applied(loader)
        if database.unknown(loader, migrations):
            raise NotMade(_("The database is that of a newer version of Mix Studio: update first."))
        apps = loader.project_state(database.nodes(loader, migrations)).apps
        written = {label: tables.write(writer, model) for label, model in tables.kept(apps).items()}
        return Rows(migrations, written, pictures_of(apps))


def pictures_of(apps: StateApps) -> dict[str, set[str]]:
    """The names of the files that rows name, by folder; an old database may know no uploads."""
    models = tables.kept(apps)
    rooms = {archive.FRAMES: "library.frame", archive.UPLOADS: "library.upload"}
    return {
        room: {
            name
            for names in models[label]._base_manager.values_list("picture", "stage")
            for name in names
            if name
        }
        for room, label in rooms.items()
        if label in models
    }


def pack(writer: Writer, room: str, store: Store, named: dict[str, set[str]]) -> list[str]:
    """Adds the files that rows name; the names of those that are not there, or not whole."""
    lost = []
    for name in sorted(named.get(room, ())):
        data = picture(store, name)
        if data is None:
            lost.append(name)
        else:
            writer.add(f"{room}/{name}", data)
    return lost


def picture(store: Store, name: str) -> bytes | None:
    """A file that is named by what it holds, if it still holds that. Raises StorageAway."""
    return whole(store, name) if PICTURE.fullmatch(name) else None
