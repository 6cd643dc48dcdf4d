"""A PostgreSQL cluster of a test's own, which it may stop, kill and start again."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from tests.driving.processes import free_ports

# Debian keeps them off the path.
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]


def missing() -> str | None:
    """Why there can be no cluster here."""
    if not shutil.which("initdb", path=search_path()):
        return "PostgreSQL's own programs (initdb, pg_ctl) are not installed."
    return None


def search_path() -> str:
    return os.pathsep.join([*map(str, PROGRAMS), os.environ["PATH"]])


@dataclass
class Cluster:
    """`folder` is its data's; it listens at `port`, on the loopback address unless told."""

    folder: Path
    port: int
    address: str = "127.0.0.1"

    @property
    def url(self) -> str:
        return f"postgres://studio@{self.address}:{self.port}/postgres"

    def create(self, name: str, like: str = "template1") -> str:
        """A new database, with what is in the one it is made like; its address."""
        with psycopg.connect(self.url, autocommit=True) as asks:
            made = SQL("CREATE DATABASE {} TEMPLATE {}")
            asks.execute(made.format(Identifier(name), Identifier(like)))
        return f"{self.url.removesuffix('postgres')}{name}"

    def let_in(self, network: str) -> None:
        """Whoever comes from there, as from this computer."""
        with (self.folder / "pg_hba.conf").open("a") as file:
            file.write(f"host all all {network} trust\n")

    def control(self, *arguments: str) -> None:
        self.program("pg_ctl", "--silent", "--pgdata", str(self.folder), *arguments)

    def start(self) -> None:
        options = f"-h {self.address} -p {self.port} -k '' -c autovacuum=off"
        self.control("start", "--wait", "--options", options, "--log", f"{self.folder}.log")

    def restart(self) -> None:
        """As an upgrade of the system does: whoever is connected is cut off."""
        self.control("restart", "--mode", "fast", "--wait", "--log", f"{self.folder}.log")

    def stop(self) -> None:
        self.control("stop", "--mode", "fast", "--wait")

    def program(self, *command: str) -> None:
        """PostgreSQL refuses to run as root: then as the account that Debian makes for it."""
        account = "postgres" if os.geteuid() == 0 else None
        subprocess.run(
            command,
            cwd=self.folder.parent,
            env={**os.environ, "PATH": search_path()},
            user=account,
            group=account,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def hang_up(self) -> int:
        """Closes every connection to it but this one; how many."""
        with psycopg.connect(self.url, autocommit=True) as asks:
            closed = asks.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            return len(closed.fetchall())

    def activity(self) -> tuple[int, int]:
        """The connections to it but this one, and its transactions since it was made."""
        with psycopg.connect(self.url, autocommit=True) as asks:
            connections = asks.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchone()
            transactions = asks.execute(
                "SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database"
            ).fetchone()
            assert connections
            assert transactions
            return int(connections[0]), int(transactions[0])


@contextmanager
def cluster(address: str = "127.0.0.1", network: str = "") -> Iterator[Cluster]:
    """A new one that runs, at another address for a network of hosts; it ends with the block, and
    so do those who use it.
    """
    with tempfile.TemporaryDirectory(prefix="mix-studio-cluster-") as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        made = Cluster(Path(folder, "data"), free_ports(1), address)
        made.program("initdb", "--pgdata", str(made.folder), "-U", "studio", "-A", "trust", "-N")
        if network:
            made.let_in(network)
        made.start()
        try:
            yield made
        finally:
            made.control("stop", "--mode", "immediate")
