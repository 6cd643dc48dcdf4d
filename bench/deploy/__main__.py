"""Carries out docs/deploy.md on a fresh Debian: every block, in its order, its systemd booted.

    python -m bench.deploy [--suite bookworm] [--machine FOLDER] [--json FILE]

Needs Linux, root, debootstrap and the registries of Debian and PyPI; takes some minutes. What a
person has besides, it brings: a certificate, the name's address, a password. The demo's shows are
added, so that there are pictures and films to fetch. Fails at the first command that does, and
where the service was ever started again, a picture can't be fetched from within its bounds, or its
journal signs somebody in. With `--machine` the Debian is kept there, to be looked at.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import trustme

from bench.deploy.machine import Machine
from bench.machine import machine as measured
from bench.machine import tell
from tests.deploy.blocks import blocks
from tests.driving.processes import ROOT, wait_for

NAME = "studio.example.com"
LIVE = f"/etc/letsencrypt/live/{NAME}"
# Lines of what a block has printed that are told.
LAST = 12
PASSWORD = "four plain words and a 7"
SETTINGS = "/opt/mix-studio/docs/deploy/environment"
# Debian numbers a cluster past those of the computer by whose network it is fetched.
PORT = """
sed -i 's/^port = .*/port = 5432/' /etc/postgresql/*/main/postgresql.conf
systemctl stop postgresql
"""
CADDYFILE = "/opt/mix-studio/docs/deploy/Caddyfile"
FRAMES = """runuser -u postgres -- psql --tuples-only --no-align mix-studio --command \
'SELECT state, count(*) FROM library_frame GROUP BY state'"""
# Somebody looks at the gallery, so that its pictures are fetched.
LOOK = """
cd /opt/mix-studio
link=$(mix-studio admin ada --link | grep --only-matching 'https://.*')
.venv/bin/python -c '
import sys
from tests.driving.visitor import Visitor
assert "Thursday talk show" in Visitor(sys.argv[1]).get("/templates/")
' "$link"
"""
MEMORY = """
for process in $(cat /sys/fs/cgroup/system.slice/mix-studio.service/cgroup.procs); do
  sed -n 's/^Pss: *\\([0-9]*\\) kB/\\1/p' /proc/$process/smaps_rollup
done
"""


def provide(made: Machine) -> None:
    """What the page expects to be there: the repository, and a certificate of the name."""
    repository = made.folder / "srv/repository"
    clone = ["git", "clone", "--quiet", "--bare", "--single-branch", str(ROOT), str(repository)]
    subprocess.run(clone, check=True)
    authority = trustme.CA()
    trusted = made.folder / "usr/local/share/ca-certificates/throwaway.crt"
    authority.cert_pem.write_to_path(str(trusted))
    live = made.folder / LIVE.lstrip("/")
    live.mkdir(parents=True)
    issued = authority.issue_cert(NAME)
    issued.private_key_pem.write_to_path(str(live / "privkey.pem"))
    for pem in issued.cert_chain_pems:
        pem.write_to_path(str(live / "fullchain.pem"), append=True)


def adapt(made: Machine) -> None:
    """As its people would: the demo is asked for, and Caddy is told of its certificate."""
    made.run(PORT)
    made.run(f"echo STUDIO_DEMO=1 >> {SETTINGS}")
    tls = f"tls {LIVE}/fullchain.pem {LIVE}/privkey.pem"
    made.run(f"sed -i 's#^{NAME} {{#&\\n\\t{tls}#' {CADDYFILE}")
    made.run(f"chmod -R go+rX /etc/letsencrypt; chmod go+r {LIVE}/privkey.pem")


def carry_out(made: Machine) -> list[dict[str, Any]]:
    """Each block, and the seconds it took."""
    told = []
    for block in blocks(ROOT / "docs" / "deploy.md"):
        if block.is_outside:
            continue
        began = time.monotonic()
        if "mix-studio admin" in block.text:
            said = made.type(block.text, PASSWORD, PASSWORD)
        else:
            said = made.run(f"export REPOSITORY=/srv/repository\n{block.text}")
        told.append({"seconds": round(time.monotonic() - began, 1), "block": block.text})
        print(block.text, *said.splitlines()[-LAST:], sep="\n", end="\n\n", flush=True)
        if "git clone" in block.text:
            adapt(made)
        if "nginx -t" in block.text:
            made.run(LOOK)
            wait_for(lambda: is_seen(made), "the pictures are fetched", 120)
    return told


def is_seen(made: Machine) -> bool:
    """Whether every picture was fetched that was asked for."""
    states = [line.split("|")[0] for line in made.run(FRAMES).splitlines()]
    return states == ["ready"]


def judge(made: Machine) -> dict[str, Any]:
    """Raises AssertionError where the service did not do well."""
    shown = made.run("systemctl show mix-studio --property NRestarts,ActiveState")
    assert shown.splitlines() == ["NRestarts=0", "ActiveState=active"], shown
    journal = made.run("journalctl --no-pager")
    assert "/start#t=" not in journal
    assert "Traceback" not in journal, journal
    score = made.run("systemd-analyze security --no-pager mix-studio | tail -n 1").strip()
    pss = [int(line) for line in made.run(MEMORY).split()]
    return {"score": score, "processes": len(pss), "MiB": round(sum(pss) / 1024)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", default="bookworm")
    parser.add_argument("--machine", type=Path)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = Machine(asked.machine or Path(folder, "machine"))
        made.make(asked.suite)
        provide(made)
        with made.booted(Path(folder, "log")):
            made.run("update-ca-certificates --fresh")
            took = carry_out(made)
            tell({**measured(), "debian": asked.suite, **judge(made), "blocks": took}, asked.json)


if __name__ == "__main__":
    main()
