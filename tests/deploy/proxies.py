"""The proxies that stand before a studio, as Debian packages them, by the files of docs/deploy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.driving.processes import ROOT, free_ports
from tests.media.servers.running import HOST, serving

FILES = ROOT / "docs" / "deploy"
NAME = "studio.example.com"
LIVE = f"/etc/letsencrypt/live/{NAME}"
UPSTREAM = "127.0.0.1:8000"
PATHS = os.pathsep.join([os.environ["PATH"], "/usr/sbin"])
# What of /etc/nginx/nginx.conf matters to a site: it compresses, and keeps both logs.
AROUND = """
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events {}
http {
  access_log access.log;
  gzip on;
  %s
  include site;
}
"""
KEPT = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Front:
    """A proxy that runs: its ports with TLS and without, and the folder that has all it writes."""

    port: int
    plain: int
    folder: Path

    def written(self) -> str:
        """All its logs."""
        logs = [*self.folder.glob("*log"), *self.folder.glob("log*")]
        return "".join(path.read_text(errors="replace") for path in set(logs))


@dataclass(frozen=True)
class Certificate:
    """PEM files, for NAME."""

    chain: Path
    key: Path


def certificate(authority: trustme.CA, folder: Path) -> Certificate:
    issued = authority.issue_cert(NAME)
    made = Certificate(folder / "fullchain.pem", folder / "privkey.pem")
    issued.private_key_pem.write_to_path(str(made.key))
    for pem in issued.cert_chain_pems:
        pem.write_to_path(str(made.chain), append=True)
    return made


def program(name: str) -> str | None:
    return shutil.which(name, path=PATHS)


def missing(name: str) -> str | None:
    """Why it can't run here."""
    return None if program(name) else f"{name} (Debian's package {name}) is not installed."


def adapted(name: str, changes: Mapping[str, str]) -> str:
    """The file of docs/deploy with what is this computer's; raises AssertionError where the file
    has none of what would be changed.
    """
    text = (FILES / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def nginx(folder: Path, upstream: int, proven: Certificate) -> Iterator[Front]:
    plain = free_ports(2)
    changes = {
        UPSTREAM: f"{HOST}:{upstream}",
        "listen [::]:80;": "",
        "listen [::]:443 ssl http2;": "",
        "listen 80;": f"listen {HOST}:{plain};",
        "listen 443 ssl": f"listen {HOST}:{plain + 1} ssl",
        f"{LIVE}/fullchain.pem": str(proven.chain),
        f"{LIVE}/privkey.pem": str(proven.key),
        "/var/log/nginx/error.log": "error.log",
    }
    (folder / "site").write_text(adapted("nginx.conf", changes))
    temporary = "".join(f"{kind}_temp_path {kind};\n  " for kind in KEPT)
    (folder / "nginx.conf").write_text(AROUND % temporary)
    command = [str(program("nginx")), "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
    with serving(command, folder, plain, plain + 1):
        yield Front(plain + 1, plain, folder)


@contextmanager
def caddy(folder: Path, upstream: int, proven: Certificate) -> Iterator[Front]:
    plain = free_ports(2)
    changes = {
        UPSTREAM: f"{HOST}:{upstream}",
        "\tadmin off\n": f"\tadmin off\n\thttp_port {plain}\n\thttps_port {plain + 1}\n",
        f"\n{NAME} {{\n": f"\n{NAME} {{\n\tbind {HOST}\n\ttls {proven.chain} {proven.key}\n",
    }
    (folder / "Caddyfile").write_text(adapted("Caddyfile", changes))
    command = [str(program("caddy")), "run", "--config", "Caddyfile"]
    with serving(command, folder, plain, plain + 1, HOME=str(folder)):
        yield Front(plain + 1, plain, folder)


PROXIES = {"nginx": nginx, "caddy": caddy}
