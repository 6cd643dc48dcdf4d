"""Studios that are backed up and restored beside one another, and what their commands say."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.driving import cluster as clusters
from tests.driving.cluster import Cluster
from tests.driving.processes import ROOT, RunningStudio, free_ports, management
from tests.driving.visitor import Visitor
from tests.processes.backup.contents import rows_of_postgresql, rows_of_sqlite

REASON = clusters.missing()
# The tables of a database of its own, and the demo.
BEGIN = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("demo")
"""
FILL = """
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

    def twin(self, studio: RunningStudio, name: str) -> RunningStudio:
        """One that is as this one is, of which nothing runs."""
        environment = dict(studio.environment)
        if self.cluster:
            environment["DATABASE_URL"] = self.cluster.create(name, like=studio.data.name)
        shutil.copytree(studio.data, self.folder / name)
        return RunningStudio(self.folder / name, free_ports(3), environment)

    def rows(
        self, studio: RunningStudio, told: Callable[[Any], str] = repr
    ) -> dict[str, list[Any]]:
        """Every table but those that no backup holds, as the database itself writes it; of SQLite
        each row as it is `told`.
        """
        if self.cluster:
            return rows_of_postgresql(studio.environment["DATABASE_URL"])
        return rows_of_sqlite(studio.data / "studio.sqlite3", told)

    def ask(self, studio: RunningStudio, query: str) -> list[tuple[Any, ...]]:
        """What its database answers, past the studio."""
        if self.cluster:
            with psycopg.connect(studio.environment["DATABASE_URL"]) as database:
                return database.execute(query).fetchall()
        return studio.rows(query)


@dataclass(frozen=True)
class Was:
    """A studio as it was when it was backed up: the backup, its rows and thumbnails, and somebody
    who was signed in.
    """

    studio: RunningStudio
    file: Path
    rows: dict[str, list[Any]]
    seen: dict[str, bytes]
    visitor: Visitor


@dataclass(frozen=True)
class Restored:
    """A studio that was restored, what was said of it, and its rows before it was started."""

    studio: RunningStudio
    said: str
    rows: dict[str, list[Any]]
    in_one_order: dict[str, list[Any]]


def no_cluster() -> pytest.MarkDecorator:
    return pytest.mark.skipif(bool(REASON), reason=REASON or "")


def whatever_the_database() -> pytest.MarkDecorator:
    """Of what its kind can't change: tried on one."""
    return pytest.mark.parametrize("place", ["sqlite"], indirect=True, scope="package")


def backup(studio: RunningStudio, *options: str) -> Path:
    return Path(studio.manage("backup", *options).strip())


def restored(place: Place, name: str, file: Path) -> tuple[RunningStudio, str]:
    """With what was said."""
    studio = place.studio(name)
    return studio, studio.manage("restore", str(file))


def pictures(visitor: Visitor) -> dict[str, bytes]:
    """The thumbnails on the page of templates, by their paths."""
    paths = re.findall(r'"(/templates/[^"]+thumbnail.jpg)', visitor.get("/templates/"))
    return {path: visitor.opener.open(visitor.origin + path).read() for path in paths}


def fault(studio: RunningStudio, *arguments: str, **options: Any) -> list[str]:
    """What a command says that ends with a fault, line by line."""
    ran = subprocess.run(
        management(*arguments),
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
