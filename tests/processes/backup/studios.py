"""Studios that are backed up and restored beside one another, and what their commands say."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.driving import cluster as clusters
from tests.driving.cluster import Cluster
from tests.driving.processes import ROOT, RunningStudio, free_ports
from tests.processes.backup.contents import rows_of_postgresql, rows_of_sqlite

REASON = clusters.missing()
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


def no_cluster() -> pytest.MarkDecorator:
    return pytest.mark.skipif(bool(REASON), reason=REASON or "")


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
