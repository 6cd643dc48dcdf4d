"""What is refused in one sentence, and leaves everything as it was."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from studio.processes.backup.archive import MANIFEST, table_name
from tests.driving.processes import RunningStudio, wait_for
from tests.processes.backup.contents import listing, read
from tests.processes.backup.studios import Place, refused, whatever_the_database


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


# One process tries all of them: what each leaves is what the next one finds.
TRY = """
import json
from django.conf import settings
from django.core.management import CommandError, call_command
def tried(file):
    try:
        call_command("restore", file, verbosity=0)
    except CommandError as why:
        left = [path.name for path in settings.DATA.rglob("*") if path.is_file()]
        return [str(why), [name for name in left if name != "lock"]]
    return ["restored", []]
print(json.dumps([tried(file) for file in FILES]))
"""


@whatever_the_database()
def test_what_is_no_whole_backup_leaves_everything_as_it_was(
    place: Place, kept: Path, tmp_path: Path
) -> None:
    files = [tmp_path / f"{spoil.__name__}.zip" for spoil in SPOILT]
    for spoil, file in zip(SPOILT, files, strict=True):
        file.write_bytes(kept.read_bytes())
        spoil(file)
    # And so the whole one can be restored there.
    code = f"FILES = {[str(file) for file in (*files, kept)]}{TRY}"
    told = place.studio("spoilt").manage("shell", "--no-imports", "-c", code)
    *refusals, whole = json.loads(told.splitlines()[-1])
    for (sentence, left), says in zip(refusals, SPOILT.values(), strict=True):
        assert says in sentence
        assert left == []
    assert whole == ["restored", []]


@whatever_the_database()
def test_a_refusal_is_one_sentence(place: Place, kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "spoilt.zip"
    file.write_bytes(kept.read_bytes())
    cut_off(file)
    copy = place.studio("refused")
    assert SPOILT[cut_off] in refused(copy, "restore", str(file))
    assert listing(copy.data) == {}


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


@whatever_the_database()
def test_nothing_is_restored_where_a_studio_runs(place: Place, kept: Path) -> None:
    copy = place.studio("runs")
    copy.begin()
    try:
        wait_for((copy.data / "lock").exists, "it has its folder")
        assert "Another studio runs on" in refused(copy, "restore", str(kept))
    finally:
        copy.stop()


def test_where_there_is_no_studio_there_is_nothing_to_back_up(place: Place) -> None:
    nothing = place.studio("nothing")
    assert "There is no studio to back up" in refused(nothing, "backup")
    assert not nothing.data.exists()
