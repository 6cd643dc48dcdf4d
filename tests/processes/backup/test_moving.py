"""A backup of the other database, or of an older version, is restored as any other."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from tests.driving.cluster import cluster
from tests.driving.processes import RunningStudio, free_ports
from tests.processes.backup.contents import SETTLED, in_one_order, read
from tests.processes.backup.studios import Place, backup, no_cluster, restored

# As `builders.document` has it.
ADDRESS = b"rtmp://push.example.com/live/keyCANARY"
SHOW = """
from studio.mixes.models import Operation
print(Operation.objects.first().document.output.urls)
"""


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


def test_a_backup_from_before_secrets_were_sealed_is_sealed(
    place: Place, source: RunningStudio, tmp_path: Path
) -> None:
    old = restored(place, "clear", backup(source, str(tmp_path), "--with-secret-key"))
    take_back(
        old, ("mixes", "0011_troubles"), ("library", "0008_colours"), ("editor", "0001_initial")
    )
    file = backup(old)
    assert ADDRESS in b"".join(read(file).values())
    copy = restored(place, "sealed", file)
    again = b"".join(read(backup(copy)).values())
    assert b"sealed:" in again
    assert ADDRESS not in again
    assert ADDRESS.decode() in copy.manage("shell", "--no-imports", "-c", SHOW)


def test_an_older_backup_is_migrated_forward(
    place: Place, source: RunningStudio, kept: Path
) -> None:
    old = place.studio("old")
    old.manage("restore", str(kept))
    take_back(old, ("mixes", "0006_asked"))
    copy = restored(place, "forward", backup(old))
    assert "[ ]" not in copy.manage("showmigrations", "--list")
    assert place.rows(copy).keys() == place.rows(source).keys()
    assert len(place.rows(copy)["mixes_operation"]) == 4


def take_back(studio: RunningStudio, *to: tuple[str, str]) -> None:
    """Its database to these migrations, as an earlier version left it."""
    code = f"from tests.driving.earlier import migrate; migrate({list(to)})"
    studio.manage("shell", "--no-imports", "-c", code)
