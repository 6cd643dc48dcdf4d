"""A backup of the other database, or of an older version, is restored as any other."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from tests.driving.cluster import cluster
from tests.driving.processes import RunningStudio, free_ports
from tests.processes.backup.contents import SETTLED, in_one_order, read
from tests.processes.backup.studios import Place, Restored, no_cluster, restored

# As `builders.document` has it.
ADDRESS = b"rtmp://push.example.com/live/keyCANARY"
SHOW = """
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from studio.mixes.models import Operation
executor = MigrationExecutor(connection)
print(executor.migration_plan(executor.loader.graph.leaf_nodes()))
print(Operation.objects.first().document.output.urls)
call_command("backup")
"""
# Restored and backed up by one process.
THROUGH = """
from django.core.management import call_command
call_command("restore", FILE)
call_command("backup")
"""
TAKE_BACK = """
from django.core.management import call_command
from tests.driving.earlier import forget_squashed, migrate
migrate(EARLIER)
forget_squashed()
call_command("backup")
"""
# Before secrets were sealed, and before tasks had a connection.
EARLIER = [("mixes", "0006_asked"), ("library", "0008_colours"), ("editor", "0001_initial")]


@no_cluster()
def test_a_studio_moves_from_one_database_to_the_other_and_back(
    place: Place, kept: Path, copied: Restored
) -> None:
    """By way of the other, each row is what it was."""
    between = RunningStudio(place.folder / "between", free_ports(3))
    with cluster() if place.cluster is None else nullcontext(place.cluster) as server:
        if place.cluster is None:
            between.environment["DATABASE_URL"] = server.url
        told = between.manage("shell", "--no-imports", "-c", f"FILE = {str(kept)!r}{THROUGH}")
        back, _said = restored(place, "back", Path(told.splitlines()[-1]))
    before, after = copied.in_one_order, place.rows(back, in_one_order)
    assert {name for name in before | after if before.get(name) != after.get(name)} == SETTLED


def test_a_backup_from_before_secrets_were_sealed_is_migrated_forward_and_sealed(
    place: Place, source: RunningStudio, keyed: tuple[Path, RunningStudio, str]
) -> None:
    _file, old, _said = keyed
    told = old.manage("shell", "--no-imports", "-c", f"EARLIER = {EARLIER}{TAKE_BACK}")
    file = Path(told.splitlines()[-1])
    assert ADDRESS in b"".join(read(file).values())
    copy, _said = restored(place, "forward", file)
    assert place.rows(copy).keys() == place.rows(source).keys()
    assert len(place.rows(copy)["mixes_operation"]) == 4
    plan, address, again = copy.manage("shell", "--no-imports", "-c", SHOW).splitlines()
    assert plan == "[]"
    assert ADDRESS.decode() in address
    sealed = b"".join(read(Path(again)).values())
    assert b"sealed:" in sealed
    assert ADDRESS not in sealed
