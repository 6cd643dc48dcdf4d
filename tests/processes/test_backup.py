"""`manage.py backup` and `restore`: a studio in one file, made while people work, and back."""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psycopg
import pytest

from studio.processes.backup.archive import MANIFEST, opened, table_name
from tests.driving import cluster as clusters
from tests.driving.cluster import Cluster, cluster
from tests.driving.processes import ROOT, RunningStudio, free_ports, wait_for
from tests.driving.savers import Crowd, Saver
from tests.driving.visitor import Visitor
from tests.volcengine.bodies import mixed_rules

REASON = clusters.missing()
SAVERS = 8
# What only the databases themselves know, and what no backup holds.
NOT_OURS = {"sqlite_sequence", "django_migrations"}
# What is not as it was: what waited to be sent.
SETTLED = {"mixes_operation"}
LEFT_OUT = {"django_session", "accounts_signinlink", "django_tasks_database_dbtaskresult"}

FILL = """
from django.conf import settings
from studio.accounts.models import User, Workspace
from studio.library.models import Upload
from studio.mixes.models import Operation, Push
from tests import builders
workspace = Workspace.objects.embedded()
owner = workspace.owner()
Upload.objects.take(workspace, owner, builders.png(640, 360))
for name, state in (("waits", "queued"), ("begun", "claimed"), ("sent", "sending")):
    push = Push.record(workspace=workspace, person=owner, rules=builders.document(), name=name)
    Operation.objects.filter(pk=push.pk).update(state=state, sent_at=push.created_at)
again = Push.record(workspace=workspace, person=owner, rules=builders.document(), name="again")
Operation.objects.filter(pk=again.pk).update(unsure=True)
"""
OUTCOMES = """
import json
from studio.mixes.models import Operation
rows = Operation.objects.values_list("task__title", "state", "error_code")
print(json.dumps(sorted(rows)))
"""

ASKED = """
from studio.mixes.models import Operation
print(Operation.objects.filter(inquiries__gt=0).count())
"""


@dataclass
class Place:
    """Where studios are made: beside one another, each with a database of its own."""

    folder: Path
    cluster: Cluster | None
    prepared: Path

    def studio(self, name: str) -> RunningStudio:
        """One of which there is nothing yet."""
        environment = {"STUDIO_DEMO": "1"}
        if self.cluster:
            environment["DATABASE_URL"] = self.cluster.create(name)
        return RunningStudio(self.folder / name, free_ports(3), environment)

    def serve(self, studio: RunningStudio) -> None:
        """Its pages, without collecting what they look like anew."""
        shutil.copytree(self.prepared / "static", studio.data / "static")
        studio.start("web")

    def rows(
        self, studio: RunningStudio, told: Callable[[Any], str] = repr
    ) -> dict[str, list[Any]]:
        """Every table but those that no backup holds, as the database itself writes it; of SQLite
        each row as it is `told`.
        """
        if self.cluster:
            return rows_of_postgresql(studio.environment["DATABASE_URL"])
        return rows_of_sqlite(studio.data / "studio.sqlite3", told)


def rows_of_sqlite(file: Path, told: Callable[[Any], str]) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(file)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(map(told, database.execute(f"SELECT * FROM {name}")))
            for (name,) in names
            if name not in NOT_OURS | LEFT_OUT
        }


def in_one_order(row: tuple[Any, ...]) -> str:
    """PostgreSQL keeps what a document says, and not in which order."""
    documents = (isinstance(value, str) and value.startswith("{") for value in row)
    return repr(
        [
            json.dumps(json.loads(value), sort_keys=True) if is_document else value
            for value, is_document in zip(row, documents, strict=True)
        ]
    )


def rows_of_postgresql(url: str) -> dict[str, list[Any]]:
    with psycopg.connect(url) as database:
        names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = {}
        for (name,) in names.fetchall():
            if name not in NOT_OURS | LEFT_OUT:
                with database.cursor().copy(f"COPY {name} TO STDOUT") as copy:
                    found[name] = sorted(b"".join(bytes(part) for part in copy).splitlines())
        return found


def no_cluster() -> pytest.MarkDecorator:
    return pytest.mark.skipif(bool(REASON), reason=REASON or "")


@pytest.fixture(
    scope="module",
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


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def kept(source: RunningStudio) -> Path:
    """A backup of it, of when nobody saves."""
    return backup(source)


def backup(studio: RunningStudio, *options: str) -> Path:
    return Path(studio.manage("backup", *options).strip())


def restored(place: Place, name: str, file: Path) -> RunningStudio:
    studio = place.studio(name)
    studio.manage("restore", str(file))
    return studio


def fault(studio: RunningStudio, *arguments: str, **options: Any) -> list[str]:
    """What a command says that ends with a fault, line by line."""
    ran = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=studio.all_environment,
        capture_output=True,
        text=True,
        check=False,
        **options,
    )
    said: str = ran.stderr
    assert ran.returncode == 1, said
    return said.strip().splitlines()


def refused(studio: RunningStudio, *arguments: str, **options: Any) -> str:
    """The one sentence that a command ends with."""
    (said,) = fault(studio, *arguments, **options)
    return said


def table(file: Path, label: str) -> list[dict[str, Any]]:
    """A backup's rows of a model that has a document."""
    with opened(file) as archive:
        names = archive.manifest.tables[label].columns
        rows = [dict(zip(names, json.loads(line), strict=True)) for line in archive.rows(label)]
    return [
        row | {name: json.loads(row[name]) for name in ("rules",) if name in row} for row in rows
    ]


def tables(file: Path) -> dict[str, str]:
    """The hash of each table in a backup."""
    with opened(file) as archive:
        files = archive.manifest.files
        return {label: files[table_name(label)].sha256 for label in archive.manifest.tables}


def pictures(studio: RunningStudio) -> dict[str, bytes]:
    """The thumbnails on the page of templates, by their paths."""
    visitor = Visitor(studio.sign_in_link())
    paths = re.findall(r'"(/templates/[^"]+thumbnail.jpg)', visitor.get("/templates/"))
    return {path: visitor.opener.open(visitor.origin + path).read() for path in paths}


def test_a_backup_made_while_editors_save_is_of_one_moment(
    place: Place, source: RunningStudio
) -> None:
    visitor = Visitor(source.sign_in_link())
    crowd = Crowd([Saver(visitor, mixed_rules()) for _saver in range(SAVERS)])
    with crowd.saving():
        time.sleep(1)
        began = time.monotonic()
        file = backup(source)
        ended = time.monotonic()
        time.sleep(1)
    assert len(crowd.saved(began, ended)) > SAVERS
    copy = restored(place, "moment", file)
    rows = {row["id"]: row for row in table(backup(copy), "editor.layouttemplate")}
    assert crowd.moment(rows, began, ended) == ""
    assert is_sound(place, copy)


def is_sound(place: Place, studio: RunningStudio) -> bool:
    if place.cluster:
        return True
    checks = ("integrity_check", "foreign_key_check")
    return [studio.rows(f"PRAGMA {check}") for check in checks] == [[("ok",)], []]


def test_a_restored_studio_has_the_same_rows_and_looks_the_same(
    place: Place, source: RunningStudio
) -> None:
    seen = pictures(source)
    assert len(seen) >= 4
    file, before = backup(source), place.rows(source)
    copy = restored(place, "same", file)
    after = place.rows(copy)
    assert {name for name in before | after if before.get(name) != after.get(name)} == SETTLED
    assert sum(map(len, before.values())) > 100
    hashes, again = tables(file), tables(backup(copy))
    assert {label for label in hashes if hashes[label] != again[label]} == {"mixes.operation"}
    try:
        place.serve(copy)
        assert pictures(copy) == seen
    finally:
        copy.stop()


@no_cluster()
def test_a_studio_moves_from_one_database_to_the_other_and_back(place: Place, kept: Path) -> None:
    """By way of the other, each row is what it was."""
    straight = restored(place, "straight", kept)
    between = RunningStudio(place.folder / "between", free_ports(3))
    with cluster() if place.cluster is None else nullcontext(place.cluster) as server:
        if place.cluster is None:
            between.environment["DATABASE_URL"] = server.url
        between.manage("restore", str(kept))
        back = restored(place, "back", backup(between))
    before, after = (place.rows(studio, in_one_order) for studio in (straight, back))
    assert {name for name in before | after if before.get(name) != after.get(name)} == SETTLED


def test_files_lie_where_they_lay(source: RunningStudio, kept: Path, place: Place) -> None:
    copy = restored(place, "files", kept)
    for room in ("frames", "uploads"):
        assert listing(copy.data / room) == listing(source.data / room) != {}
    assert not (copy.data / "secret-key").exists()
    assert not (copy.data / "restoring").exists()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_restored_studio_goes_on(place: Place, source: RunningStudio, kept: Path) -> None:
    """Nobody is signed in, and what is made next has keys of its own."""
    signed_in = Visitor(source.sign_in_link())
    copy = restored(place, "onwards", backup(source))
    try:
        place.serve(copy)
        visitor = Visitor(copy.sign_in_link())
        page = visitor.post("/templates/new/").removeprefix(visitor.origin)
        assert "mixedrules.json" in visitor.get(page)
        signed_in.origin = copy.url
        assert "mixedrules.json" not in signed_in.get(page)
        copy.manage("shell", "--no-imports", "-c", FILL.replace("640", "320"))
    finally:
        copy.stop()


def test_what_waited_to_be_sent_never_is(place: Place, kept: Path) -> None:
    copy = place.studio("unsent")
    told = copy.manage("restore", str(kept))
    assert "2 operations were waiting to be sent then" in told
    assert "2 operations were sent, and nobody knows" in told
    try:
        copy.start()
        wait_for(lambda: asked(copy) == 2, "the cloud is asked about what may have been sent")
        # Longer than a lost wake-up is waited for.
        time.sleep(5)
        assert json.loads(copy.manage("shell", "--no-imports", "-c", OUTCOMES)) == [
            ["again", "unknown", "no_answer"],
            ["begun", "failed", "restored"],
            ["sent", "unknown", "no_answer"],
            ["waits", "failed", "restored"],
        ]
        assert json.loads(copy.manage("mix", "tasks", "--json"))["tasks"] == []
        history = Visitor(copy.sign_in_link()).get("/tasks/history/")
        assert "waited to be sent when this studio was backed up" in history
    finally:
        copy.stop()


def asked(studio: RunningStudio) -> int:
    """How many operations the cloud was asked about."""
    return int(studio.manage("shell", "--no-imports", "-c", ASKED))


def test_the_secret_key_is_in_it_when_asked_for_alone(
    place: Place, source: RunningStudio, kept: Path, tmp_path: Path
) -> None:
    key = (source.data / "secret-key").read_bytes()
    assert key not in b"".join(read(kept).values())
    file = backup(source, str(tmp_path), "--with-secret-key")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    copy = restored(place, "with_key", file)
    assert (copy.data / "secret-key").read_bytes() == key
    assert stat.S_IMODE((copy.data / "secret-key").stat().st_mode) == 0o600


def read(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as members:
        return {name: members.read(name) for name in members.namelist()}


# --- What is refused ---------------------------------------------------------------------


def listing(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the lock, which is left lying by whoever looked."""
    there = {str(path.relative_to(folder)): path.read_bytes() for path in files(folder)}
    return {name: data for name, data in there.items() if name != "lock"}


def cut_off(file: Path) -> None:
    os.truncate(file, file.stat().st_size * 2 // 3)


def flip(file: Path) -> None:
    """One bit of a picture."""
    with zipfile.ZipFile(file) as members:
        where = next(info for info in members.infolist() if info.filename.startswith("uploads/"))
    data = bytearray(file.read_bytes())
    data[where.header_offset + 200] ^= 1
    file.write_bytes(data)


def of_a_newer_version(file: Path) -> None:
    rewrite(file, lambda manifest: manifest["migrations"].append(["mixes", "9999_of_tomorrow"]))


def of_a_newer_format(file: Path) -> None:
    rewrite(file, lambda manifest: manifest.update(format=2))


def without_a_table(file: Path) -> None:
    rewrite(file, lambda manifest: manifest["tables"].pop("editor.layouttemplate"))


def with_too_few_rows(file: Path) -> None:
    rewrite(file, lambda manifest: manifest["tables"]["editor.layouttemplate"].update(rows=1))


def with_a_file_that_lies_elsewhere(file: Path) -> None:
    name = table_name("library.upload")
    rows = re.sub(rb'"[0-9a-f]{2}/(?=[0-9a-f]{64})', b'"../', read(file)[name])
    described = {"size": len(rows), "sha256": hashlib.sha256(rows).hexdigest()}
    rewrite(file, lambda manifest: manifest["files"].update({name: described}), {name: rows})


def with_rows_that_are_not_there(file: Path) -> None:
    name = table_name("accounts.user")
    described = {"size": 0, "sha256": hashlib.sha256(b"").hexdigest()}

    def change(manifest: dict[str, Any]) -> None:
        manifest["files"][name] = described
        manifest["tables"]["accounts.user"]["rows"] = 0

    rewrite(file, change, {name: b""})


def rewrite(
    file: Path,
    change: Callable[[dict[str, Any]], object],
    changed: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Somebody writes the manifest anew, and perhaps other members."""
    members = read(file) | dict(changed)
    manifest = json.loads(members.pop(MANIFEST))
    change(manifest)
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in [*members.items(), (MANIFEST, json.dumps(manifest).encode())]:
            archive.writestr(name, data)


SPOILT: dict[Callable[[Path], None], str] = {
    cut_off: "not all of it is there",
    flip: "is damaged",
    of_a_newer_version: "made by a newer version",
    of_a_newer_format: "made by a newer version",
    without_a_table: "is damaged",
    with_too_few_rows: "rows of editor.layouttemplate",
    with_a_file_that_lies_elsewhere: "is damaged",
    with_rows_that_are_not_there: "is damaged",
}


def test_what_is_no_whole_backup_leaves_everything_as_it_was(
    place: Place, kept: Path, tmp_path: Path
) -> None:
    copy = place.studio("spoilt")
    for spoil, says in SPOILT.items():
        file = tmp_path / "spoilt.zip"
        file.write_bytes(kept.read_bytes())
        spoil(file)
        assert says in refused(copy, "restore", str(file))
        assert listing(copy.data) == {}
    # And so the whole one can be restored there.
    copy.manage("restore", str(kept))


def test_a_studio_is_never_overwritten(place: Place, source: RunningStudio, kept: Path) -> None:
    before = listing(source.data)
    assert "is not empty" in refused(source, "restore", str(kept))
    assert listing(source.data).keys() == before.keys()
    elsewhere = place.studio("elsewhere")
    elsewhere.environment["DATABASE_URL"] = source.environment.get(
        "DATABASE_URL", f"sqlite:///{source.data}/studio.sqlite3"
    )
    assert refused(elsewhere, "restore", str(kept)).startswith("CommandError: The database is not")
    assert listing(elsewhere.data) == {}


def test_nothing_is_restored_where_a_studio_runs(place: Place, kept: Path) -> None:
    copy = place.studio("runs")
    copy.begin()
    try:
        wait_for((copy.data / "lock").exists, "it has its folder")
        assert "Another studio runs on" in refused(copy, "restore", str(kept))
    finally:
        copy.stop()


def test_an_older_backup_is_migrated_forward(place: Place, kept: Path) -> None:
    old = place.studio("old")
    old.manage("restore", str(kept))
    old.manage("migrate", "mixes", "0006", "--verbosity", "0")
    copy = restored(place, "forward", backup(old))
    assert "[ ]" not in copy.manage("showmigrations", "--list")
    assert place.rows(copy).keys() == place.rows(old).keys()
    assert len(place.rows(copy)["mixes_operation"]) == 4


def test_where_there_is_no_studio_there_is_nothing_to_back_up(place: Place) -> None:
    nothing = place.studio("nothing")
    assert "There is no studio to back up" in refused(nothing, "backup")
    assert not nothing.data.exists()


def test_a_full_disk_is_told_and_leaves_nothing(source: RunningStudio, tmp_path: Path) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    said = refused(source, "backup", str(tmp_path), preexec_fn=little_room)
    assert "No backup was made" in said
    assert listing(tmp_path) == {}


def test_a_lost_upload_is_told_and_a_lost_frame_is_fetched_again(place: Place, kept: Path) -> None:
    hurt = place.studio("hurt")
    hurt.manage("restore", str(kept))
    upload = next(iter(files(hurt.data / "uploads")))
    upload.write_bytes(b"rotten")
    frames = files(hurt.data / "frames")
    frames[0].unlink()
    rows = len(place.rows(hurt)["library_frame"])
    assert "1 uploaded files could not be backed up" in fault(hurt, "backup")[-1]
    file = next((hurt.data / "backups").glob("*.zip"))
    copy = place.studio("healed")
    told = copy.manage("restore", str(file))
    assert "1 uploaded files were lost" in told
    assert "will be fetched again" in told
    assert len(place.rows(copy)["library_frame"]) < rows
