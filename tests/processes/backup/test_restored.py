"""A restored studio is what was backed up, and goes on; only what waited to be sent never is."""

from __future__ import annotations

import json
import shutil
import stat
import time
from copy import copy as shallow
from pathlib import Path

from studio.processes.backup.archive import opened, table_name
from tests.driving.processes import RunningStudio, wait_for
from tests.driving.visitor import Visitor
from tests.processes.backup.contents import SETTLED, listing, read
from tests.processes.backup.studios import FILL, Place, Restored, Was, backup, pictures

OUTCOMES = """
SELECT t.title, o.state, o.error_code
FROM mixes_operation o JOIN mixes_mixtask t ON t.id = o.task_id ORDER BY t.title
"""
ASKED = "SELECT count(*) FROM mixes_operation WHERE inquiries > 0"
# Longer than a lost wake-up is waited for.
LONG_ENOUGH = 5.0


def test_a_restored_studio_has_the_same_rows_and_files(
    source: RunningStudio, was: Was, copied: Restored
) -> None:
    assert len(was.seen) >= 4
    before, after = was.rows, copied.rows
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    # Where SQLite itself wrote a time, it wrote fewer digits of the same.
    assert changed - {"mixes_account"} == SETTLED
    assert sum(map(len, before.values())) > 100
    copy = copied.studio
    hashes, again = tables(was.file), tables(backup(copy))
    assert {label for label in hashes if hashes[label] != again[label]} == {
        "mixes.operation",
        "audit.entry",
    }
    for room in ("frames", "uploads"):
        assert listing(copy.data / room) == listing(source.data / room) != {}
    assert not (copy.data / "secret-key").exists()
    assert not (copy.data / "restoring").exists()


def tables(file: Path) -> dict[str, str]:
    """The hash of each table in a backup."""
    with opened(file) as archive:
        files = archive.manifest.files
        return {label: files[table_name(label)].sha256 for label in archive.manifest.tables}


def test_it_is_told_what_waited_and_which_secrets_are_locked(copied: Restored) -> None:
    assert "2 operations were waiting to be sent then" in copied.said
    assert "2 operations were sent, and nobody knows" in copied.said
    assert (
        "secrets in it are locked: write the sealing-keys of the old studio into "
        f"{copied.studio.data}" in copied.said
    )


def test_a_restored_studio_goes_on_and_what_waited_to_be_sent_never_is(
    place: Place, was: Was, copied: Restored
) -> None:
    """It looks the same, nobody is signed in, and what is made next has keys of its own."""
    copy = copied.studio
    shutil.copytree(place.prepared / "static", copy.data / "static")
    copy.start()
    wait_for(lambda: place.ask(copy, ASKED) == [(2,)], "the cloud is asked what may have been sent")
    until = time.monotonic() + LONG_ENOUGH
    visitor = Visitor(copy.sign_in_link())
    assert pictures(visitor) == was.seen
    page = visitor.post("/templates/new/").removeprefix(visitor.origin)
    assert "mixedrules.json" in visitor.get(page)
    before = shallow(was.visitor)
    before.origin = copy.url
    assert "mixedrules.json" not in before.get(page)
    assert json.loads(copy.manage("mix", "tasks", "--json"))["tasks"] == []
    time.sleep(max(0.0, until - time.monotonic()))
    assert place.ask(copy, OUTCOMES) == [
        ("again", "unknown", "no_answer"),
        ("begun", "failed", "restored"),
        ("sent", "unknown", "no_answer"),
        ("waits", "failed", "restored"),
    ]
    history = visitor.get("/tasks/history/")
    assert "waited to be sent when this studio was backed up" in history
    copy.stop()
    copy.manage("shell", "--no-imports", "-c", FILL.replace("640", "320"))


def test_the_secret_key_is_in_it_when_asked_for_alone(
    source: RunningStudio, kept: Path, keyed: tuple[Path, RunningStudio, str]
) -> None:
    key, sealing = ((source.data / name).read_bytes() for name in ("secret-key", "sealing-keys"))
    there = b"".join(read(kept).values())
    assert key not in there
    assert sealing not in there
    file, copy, said = keyed
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "locked" not in said
    assert (copy.data / "sealing-keys").read_bytes() == sealing
    assert (copy.data / "secret-key").read_bytes() == key
    assert stat.S_IMODE((copy.data / "secret-key").stat().st_mode) == 0o600
