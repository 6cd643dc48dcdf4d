"""A disk that is full, and one that lost what lay on it."""

from __future__ import annotations

import resource
from pathlib import Path

from tests.driving.processes import RunningStudio
from tests.processes.backup.contents import files, listing
from tests.processes.backup.studios import (
    Place,
    Restored,
    fault,
    refused,
    restored,
    whatever_the_database,
)


@whatever_the_database()
def test_a_full_disk_is_told_and_leaves_nothing(source: RunningStudio, tmp_path: Path) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    said = refused(source, "backup", str(tmp_path), preexec_fn=little_room)
    assert "No backup was made" in said
    assert listing(tmp_path) == {}


@whatever_the_database()
def test_a_lost_upload_is_told_and_a_lost_frame_is_fetched_again(
    place: Place, copied: Restored
) -> None:
    hurt = place.twin(copied.studio, "hurt")
    upload = next(iter(files(hurt.data / "uploads")))
    upload.write_bytes(b"rotten")
    frames = files(hurt.data / "frames")
    frames[0].unlink()
    rows = len(place.rows(hurt)["library_frame"])
    assert "1 uploaded files could not be backed up" in fault(hurt, "backup")[-1]
    file = next((hurt.data / "backups").glob("*.zip"))
    copy, told = restored(place, "healed", file)
    assert "1 uploaded files were lost" in told
    assert "will be fetched again" in told
    assert len(place.rows(copy)["library_frame"]) < rows
