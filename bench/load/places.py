"""Where a studio runs that is loaded: on this computer alone, or on several hosts of a network."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from bench.idle import DATABASES, family
from bench.load.parts import SANDBOX, Pids, of_cluster
from bench.panels import TOKEN
from tests.driving.cluster import Cluster, cluster
from tests.driving.processes import WHOLE, RunningStudio, free_ports
from tests.driving.several.site import PROXY, WEB, WORKERS, Site, missing, part_of, site
from tests.driving.visitor import Visitor

HOSTS = "hosts"
CHILDREN = ("web-1", "web-2", "cloud", "media", SANDBOX)
MOST_GUESTS = 200


class Place(Protocol):
    """`visitor` is signed in there, and `token` opens its API to somebody who may do all."""

    visitor: Visitor
    token: str
    database: Cluster | None

    def manage(self, script: str) -> str:
        """What a script that runs in the studio prints."""
        ...

    def pids(self) -> Pids: ...

    def address(self, editor: int) -> str:
        """Whence an editor comes: what one address may ask at once is bounded."""
        ...


def run_in(studio: RunningStudio, script: str) -> str:
    return studio.manage("shell", "-v", "0", "-c", script)


@dataclass
class OneHost:
    """The whole studio as `make run` starts it, with the demo."""

    studio: RunningStudio
    database: Cluster | None
    visitor: Visitor
    token: str

    def manage(self, script: str) -> str:
        return run_in(self.studio, script)

    def pids(self) -> Pids:
        found = {name: family(self.studio.child(name)) for name in CHILDREN}
        found |= {"supervisor": [self.studio.processes[WHOLE].pid]}
        return found | ({"postgresql": of_cluster(self.database)} if self.database else {})

    def address(self, editor: int) -> str:
        return f"127.1.{editor // 250}.{editor % 250 + 1}"


@contextmanager
def one_host(database: str, prepared: Path | None) -> Iterator[OneHost]:
    """In a folder that is prepared, where there is one."""
    with ExitStack() as stack:
        data = Path(stack.enter_context(TemporaryDirectory(prefix="mix-studio-load-")))
        if prepared:
            shutil.copytree(prepared, data, dirs_exist_ok=True)
        named, own = {"STUDIO_DEMO": "1"}, None
        if database != DATABASES[0]:
            own = stack.enter_context(cluster())
            named["DATABASE_URL"] = own.url
        studio = RunningStudio(data, free_ports(3), named)
        stack.callback(studio.stop)
        studio.start()
        token = run_in(studio, TOKEN).splitlines()[-1]
        yield OneHost(studio, own, Visitor(studio.sign_in_link()), token)


class SeveralHosts:
    """Two that answer, two that work and a proxy; PostgreSQL, Redis and S3 are on this computer."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.addresses = site.network.guests(MOST_GUESTS)
        self.visitor: Visitor = site.guest
        self.token = site.token
        self.database: Cluster | None = site.cluster

    def manage(self, script: str) -> str:
        return run_in(self.site.studios[WORKERS[0]], script)

    def pids(self) -> Pids:
        site = self.site
        assert site.redis.process
        found = {
            name: family(site.studios[name].processes[part_of(name)].pid)
            for name in (*WEB, *WORKERS)
        }
        others = [site.studios[name].processes.get(SANDBOX) for name in WORKERS]
        apart = [site.cloud, *filter(None, others)]
        return found | {
            PROXY: family(site.proxy.pid),
            "postgresql": of_cluster(site.cluster),
            "redis": family(site.redis.process.pid),
            "storage": family(site.storage.process.pid),
            SANDBOX: [pid for process in apart for pid in family(process.pid)],
        }

    def address(self, editor: int) -> str:
        return self.addresses[editor % MOST_GUESTS]


@contextmanager
def several_hosts(prepared: Path | None) -> Iterator[SeveralHosts]:
    """The demo's pictures are served to each host that fetches them by a server of its own."""
    if why := missing():
        sys.exit(why)
    with TemporaryDirectory(prefix="mix-studio-load-") as made:
        folder = Path(made)
        if not prepared:
            prepared = folder / "prepared"
            RunningStudio(prepared, port=1).prepare()
        with site(folder, prepared, STUDIO_DEMO="1") as studio:
            for name in WORKERS:
                studio.studios[name].add_demo()
                studio.studios[name].begin(SANDBOX)
            yield SeveralHosts(studio)


def place_of(kind: str, prepared: Path | None) -> AbstractContextManager[Place]:
    """HOSTS, or one host with a database of that kind."""
    return several_hosts(prepared) if kind == HOSTS else one_host(kind, prepared)
