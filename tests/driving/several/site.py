"""A studio on hosts of a network: two answer, two work, and a proxy stands before them. PostgreSQL,
Redis, the storage of pictures and the cloud are on this computer, which is on the network, too.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any

import psycopg
import trustme

from studio.volcengine.sandbox import keys
from tests.deploy.proxies import NAME, adapted, certificate, program
from tests.driving import cluster as clusters
from tests.driving.cluster import Cluster, cluster
from tests.driving.processes import ROOT, RunningStudio, free_ports, is_listening, wait_for
from tests.driving.several import network as networks
from tests.driving.several import redis as redises
from tests.driving.several.hosts import SEALING, SECRET
from tests.driving.several.network import Host, Network, network
from tests.driving.several.redis import Redis, redis
from tests.driving.several.storage import Started, running
from tests.driving.visitor import Visitor

WEB, WORKERS, PROXY = ("web-1", "web-2"), ("work-1", "work-2"), "proxy"
ANSWERS, WORKS = "web", "workers"
PORT = 8000
PASSWORD = "four plain words and a CANARY 7"
# Somebody who can sign in, without whom nothing starts; a link by which one does, and a token.
PEOPLE = f"""
from studio.accounts.models import Role, Scope, SignInLink, User, Workspace
from tests.access import issued
workspace = Workspace.objects.embedded()
ada = User.objects.create_user("ada", password="{PASSWORD}")
workspace.memberships.create(user=ada, role=Role.ADMIN)
print(SignInLink.objects.issue(ada))
print(issued(ada, workspace, list(Scope))["Authorization"])
"""
PAGE = ROOT / "docs" / "deploy.md"
ALONE = "\treverse_proxy 127.0.0.1:8000 {\n"


def missing() -> str | None:
    """Why there can be none here."""
    if not networks.can_be_made():
        return networks.REASON
    caddy = None if program("caddy") else "Caddy (Debian's package caddy) is not installed."
    return clusters.missing() or redises.missing() or caddy


def part_of(name: str) -> str:
    """What runs on the host of that name."""
    return ANSWERS if name in WEB else WORKS


def several() -> str:
    """What docs/deploy.md has people write into the Caddyfile instead of its one host."""
    found = re.search(r"```caddyfile\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


class Afar(HTTPSConnection):
    """To the proxy, by the studio's name."""

    def __init__(self, address: str, trusted: ssl.SSLContext, seconds: float = 30) -> None:
        super().__init__(NAME, timeout=seconds)
        self.address, self.trusted = address, trusted

    def connect(self) -> None:
        # From an address of one's own where one is set, as HTTPConnection has it.
        own: tuple[str, int] | None = getattr(self, "source_address", None)
        raw = socket.create_connection((self.address, self.port), self.timeout, own)
        self.sock = self.trusted.wrap_socket(raw, server_hostname=NAME)


class Way(urllib.request.HTTPSHandler):
    """The same for a Visitor."""

    def __init__(self, address: str, trusted: ssl.SSLContext) -> None:
        super().__init__(context=trusted)
        self.address, self.trusted = address, trusted

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(lambda _host, **_named: Afar(self.address, self.trusted), req)


class Guest(Visitor):
    """Somebody who comes in by the proxy."""

    def __init__(self, link: str, address: str, trusted: ssl.SSLContext) -> None:
        self.address, self.trusted = address, trusted
        super().__init__(link, Way(address, trusted))

    def connection(self, seconds: float) -> HTTPConnection:
        return Afar(self.address, self.trusted, seconds)


@dataclass
class Site:
    """`studios` has what runs on each host, by its name; nothing of them runs yet."""

    network: Network
    studios: dict[str, RunningStudio]
    cluster: Cluster
    redis: Redis
    storage: Started
    cloud: subprocess.Popen[bytes]
    proxy: subprocess.Popen[bytes]
    sandbox: Path
    trusted: ssl.SSLContext
    link: str
    token: str

    @cached_property
    def guest(self) -> Guest:
        return Guest(self.link, self.network.hosts[PROXY].address, self.trusted)

    def begin(self, name: str) -> None:
        self.studios[name].begin(part_of(name))

    def kill(self, name: str) -> None:
        """As if the host lost its power."""
        for part in list(self.studios[name].processes):
            self.studios[name].kill(part)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[Any, str]:
        """The API by the proxy: what is answered, and its ETag. Raises RuntimeError."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        told |= {"Authorization": self.token, "Content-Type": "application/json"}
        with closing(self.guest.connection(30)) as asks:
            sent = None if body is None else json.dumps(body)
            asks.request(method, f"/api/v1/{path}", sent, told)
            answer = asks.getresponse()
            said = answer.read()
            if answer.status >= 400:
                raise RuntimeError(f"{method} {path}: {answer.status} {said.decode()}")
            return json.loads(said or b"null"), answer.headers.get("ETag", "")

    def connection(self, name: str, seconds: float = 30) -> HTTPConnection:
        """To a host that answers, past the proxy."""
        return HTTPConnection(self.network.hosts[name].address, PORT, timeout=seconds)

    def ready(self, name: str, seconds: float = 30) -> tuple[int, dict[str, bool]]:
        """What a host itself says to a probe: its status, and of each check whether it is well. 0
        where nothing is said by then.
        """
        with closing(self.connection(name, seconds)) as asks:
            try:
                asks.request("GET", "/readyz", headers={"Host": NAME})
                answer = asks.getresponse()
                told: dict[str, Any] = json.loads(answer.read())
            except (OSError, HTTPException):
                return 0, {}
        return answer.status, {each["name"]: each["well"] for each in told["checks"]}

    def answers(self) -> bool:
        """By the proxy."""
        with closing(Afar(self.network.hosts[PROXY].address, self.trusted)) as asks:
            asks.request("GET", "/healthz")
            return asks.getresponse().status == 200

    def is_well(self, name: str) -> bool:
        return self.ready(name)[0] == 200

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Straight from the database."""
        with psycopg.connect(self.cluster.url, autocommit=True) as asks:
            return asks.execute(query).fetchall()

    @contextmanager
    def cloud_hangs(self) -> Iterator[None]:
        self.cloud.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.cloud.send_signal(signal.SIGCONT)


@contextmanager
def site(folder: Path, prepared: Path, **environment: str) -> Iterator[Site]:
    """All of it runs, and ends with the block."""
    with ExitStack() as stack:
        made = stack.enter_context(network([*WEB, *WORKERS, PROXY]))
        own = stack.enter_context(cluster(made.address, made.whole))
        noted = stack.enter_context(redis(made.address))
        stored = folder / "storage"
        stored.mkdir()
        storage = stack.enter_context(running(stored, made.address))
        sandbox, port = folder / "outside" / "sandbox", free_ports(1)
        process = stack.enter_context(cloud(sandbox, made.address, port))
        key = keys.credentials(sandbox)
        shared = {
            "DATABASE_URL": own.url,
            "REDIS_URL": noted.url,
            "STORAGE_URL": storage.create("pictures"),
            "STUDIO_CLOUD_ALLOW": f"{made.address}:{port}",
            "STUDIO_HOSTS": f"{NAME},localhost",
            "STUDIO_HTTPS": "1",
            "STUDIO_PROXIES": made.hosts[PROXY].address,
            "STUDIO_SEALING_KEYS": SEALING,
            "STUDIO_SECRET_KEY": SECRET,
            "VOLC_ACCESSKEY": key.access_key,
            "VOLC_LIVE_URL": f"http://{made.address}:{port}",
            "VOLC_SECRETKEY": key.secret_key,
            **environment,
        }
        studios = {
            name: studio(folder / name, made.hosts[name], prepared, shared)
            for name in (*WEB, *WORKERS)
        }
        first = studios[WORKERS[0]]
        first.manage("migrate", "--verbosity", "0")
        link, token = first.manage("shell", "--no-imports", "--command", PEOPLE).split("\n")[:2]
        authority, trusted = trustme.CA(), ssl.create_default_context()
        authority.configure_trust(trusted)
        proxy = stack.enter_context(front(folder / PROXY, made, authority))
        for name, each in studios.items():
            stack.callback(each.stop)
            each.begin(part_of(name))
        for name in WEB:
            at = made.hosts[name].address
            wait_for(partial(is_listening, PORT, at), f"{name} answers")
        led = f"https://{NAME}/start#t={link}"
        engines = (own, noted, storage, process, proxy)
        whole = Site(made, studios, *engines, sandbox, trusted, led, token)
        for name in WEB:
            wait_for(partial(whole.is_well, name), f"{name} is well")
        wait_for(whole.answers, "the proxy leads there")
        yield whole


def studio(data: Path, host: Host, prepared: Path, shared: dict[str, str]) -> RunningStudio:
    """What is to run on a host."""
    shutil.copytree(prepared / "static", data / "static", dirs_exist_ok=True)
    listens = {"STUDIO_LISTEN": host.address} if host.name in WEB else {}
    log = data.with_suffix(".log")
    return RunningStudio(data, PORT, shared | listens, within=host.within, log=log)


@contextmanager
def cloud(folder: Path, address: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.driving.several.cloud"]
    process = subprocess.Popen([*command, str(folder), address, str(port)], cwd=ROOT)
    try:
        wait_for((folder / keys.FILE_NAME).exists, "the cloud says how it is signed for")
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def front(folder: Path, made: Network, authority: trustme.CA) -> Iterator[subprocess.Popen[bytes]]:
    """Caddy on its host, by docs/deploy.md."""
    folder.mkdir()
    proven = certificate(authority, folder)
    text = several()
    for name, said in zip(WEB, re.findall(r"10\.0\.0\.\d+", text), strict=True):
        text = text.replace(said, made.hosts[name].address)
    begins = f"\n{NAME} {{\n"
    quick = "keepalive off\n"
    changes = {
        quick: f"{quick}\t\t\tdial_timeout 2s\n",
        ALONE: text,
        begins: f"{begins}\ttls {proven.chain} {proven.key}\n",
    }
    (folder / "Caddyfile").write_text(adapted("Caddyfile", changes))
    host = made.hosts[PROXY]
    command = [*host.within, str(program("caddy")), "run", "--config", "Caddyfile"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | {"HOME": str(folder)}, stdout=log, stderr=log
        )
    try:
        wait_for(lambda: is_listening(443, host.address), "Caddy listens", 20)
        yield process
    finally:
        process.terminate()
        process.wait()
