"""A restored studio is what was backed up, and goes on; only what waited to be sent never is."""

from __future__ import annotations

import json
import re
import stat
import time
from pathlib import Path

from studio.processes.backup.archive import opened, table_name
from tests.driving.processes import RunningStudio, wait_for
from tests.driving.visitor import Visitor
from tests.processes.backup.contents import SETTLED, listing, read
from tests.processes.backup.studios import FILL, Place, backup, restored

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


def test_a_restored_studio_has_the_same_rows_and_looks_the_same(
    place: Place, source: RunningStudio
) -> None:
    seen = pictures(source)
    assert len(seen) >= 4
    file, before = backup(source), place.rows(source)
    copy = restored(place, "same", file)
    after = place.rows(copy)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    # Where SQLite itself wrote a time, it wrote fewer digits of the same.
    assert changed - {"mixes_account"} == SETTLED
    assert sum(map(len, before.values())) > 100
    hashes, again = tables(file), tables(backup(copy))
    assert {label for label in hashes if hashes[label] != again[label]} == {
        "mixes.operation",
        "audit.entry",
    }
    try:
        place.serve(copy)
        assert pictures(copy) == seen
    finally:
        copy.stop()


def pictures(studio: RunningStudio) -> dict[str, bytes]:
    """The thumbnails on the page of templates, by their paths."""
    visitor = Visitor(studio.sign_in_link())
    paths = re.findall(r'"(/templates/[^"]+thumbnail.jpg)', visitor.get("/templates/"))
    return {path: visitor.opener.open(visitor.origin + path).read() for path in paths}


def tables(file: Path) -> dict[str, str]:
    """The hash of each table in a backup."""
    with opened(file) as archive:
        files = archive.manifest.files
        return {label: files[table_name(label)].sha256 for label in archive.manifest.tables}


def test_files_lie_where_they_lay(source: RunningStudio, kept: Path, place: Place) -> None:
    copy = restored(place, "files", kept)
    for room in ("frames", "uploads"):
        assert listing(copy.data / room) == listing(source.data / room) != {}
    assert not (copy.data / "secret-key").exists()
    assert not (copy.data / "restoring").exists()


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


def test_without_the_sealing_keys_it_says_that_secrets_are_locked(place: Place, kept: Path) -> None:
    copy = place.studio("locked")
    said = copy.manage("restore", str(kept))
    assert (
        f"secrets in it are locked: write the sealing-keys of the old studio into {copy.data}"
        in (said)
    )


def test_the_secret_key_is_in_it_when_asked_for_alone(
    place: Place, source: RunningStudio, kept: Path, tmp_path: Path
) -> None:
    key, sealing = ((source.data / name).read_bytes() for name in ("secret-key", "sealing-keys"))
    there = b"".join(read(kept).values())
    assert key not in there
    assert sealing not in there
    file = backup(source, str(tmp_path), "--with-secret-key")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    copy = place.studio("with_key")
    assert "locked" not in copy.manage("restore", str(file))
    assert (copy.data / "sealing-keys").read_bytes() == sealing
    assert (copy.data / "secret-key").read_bytes() == key
    assert stat.S_IMODE((copy.data / "secret-key").stat().st_mode) == 0o600
