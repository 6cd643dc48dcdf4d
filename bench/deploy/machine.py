"""A Debian made in a folder and booted: its own processes, network, systemd; as root, on Linux."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.idle import family
from tests.deploy.terminal import typed
from tests.driving.processes import wait_for

BOOT = Path(__file__).with_name("boot.sh")
NAMESPACES = ("--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup")
INCLUDED = "ca-certificates,dbus,iproute2,procps,systemd,systemd-sysv"
ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "HOME": "/root"}
ENVIRONMENT |= {"DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8"}
# Enters the control group that is named first, and then is the program named after it.
JOIN = ("sh", "-euc", 'echo $$ > "$0/cgroup.procs"; exec "$@"')
# What says how this computer reaches the registries of packages.
REGISTRIES = ("/etc/pip.conf", "/etc/resolv.conf", "/usr/local/share/ca-certificates")
# What may reach them.
FETCHING = ("apt-get", "make")
FETCH = """#!/bin/sh
exec nsenter --net=/run/outside /usr/bin/%s "$@"
"""


@contextmanager
def group() -> Iterator[Path]:
    """A control group of this computer's, which is the root of a machine's: two share none."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    top = next(Path(fields[1]) for fields in mounts if fields[2] == "cgroup2")
    own = top / f"mix-studio-{os.getpid()}"
    own.mkdir()
    try:
        yield own
    finally:
        wait_for(lambda: not any(map(processes, own.rglob("cgroup.procs"))), "all have ended")
        for path in sorted(own.rglob("*/"), reverse=True):
            path.rmdir()
        own.rmdir()


def processes(file: Path) -> str:
    return file.read_text()


@dataclass
class Machine:
    """`folder` is its root; `pid` its first process, as this computer numbers it."""

    folder: Path
    pid: int = 0

    def make(self, suite: str) -> None:
        """Debian's base of that name, and how packages are reached from here."""
        command = ["debootstrap", "--variant=minbase", f"--include={INCLUDED}", suite]
        subprocess.run([*command, str(self.folder)], check=True, stdout=subprocess.DEVNULL)
        for place in map(Path, REGISTRIES):
            inside = self.folder / place.relative_to("/")
            if place.is_dir():
                shutil.copytree(place, inside, dirs_exist_ok=True)
            elif place.exists():
                shutil.copy(place, inside)
        for name in FETCHING:
            wrapper = self.folder / "usr/local/sbin" / name
            wrapper.write_text(FETCH % name)
            wrapper.chmod(0o755)
        with (self.folder / "etc/hosts").open("a") as hosts:
            hosts.write("127.0.0.1 localhost studio.example.com\n")

    @contextmanager
    def booted(self, log: Path) -> Iterator[None]:
        unshare = ["unshare", *NAMESPACES, "--fork", "--kill-child", str(BOOT), str(self.folder)]
        command = ["setpriv", "--pdeathsig", "KILL", *unshare, str(os.getpid())]
        with (
            log.open("wb") as words,
            group() as own,
            subprocess.Popen([*JOIN, str(own), *command], stdout=words, stderr=words) as unshared,
        ):
            try:
                wait_for(lambda: family(unshared.pid)[1:], "it begins")
                self.pid = family(unshared.pid)[1]
                wait_for(self.is_up, "it is up")
                yield
            finally:
                unshared.kill()

    def is_up(self) -> bool:
        asked = self.command(["systemctl", "is-system-running"])
        said = subprocess.run(asked, capture_output=True, check=False, text=True, env=ENVIRONMENT)
        return said.stdout.strip() in ("running", "degraded")

    def command(self, command: list[str]) -> list[str]:
        return ["nsenter", "--target", str(self.pid), "--all", *command]

    def run(self, script: str) -> str:
        """What a script of root's prints there. Raises SystemExit with it where it fails."""
        ran = subprocess.run(
            self.command(["sh", "-eu"]),
            input=script,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            text=True,
        )
        if ran.returncode:
            raise SystemExit(f"{script}\n{ran.stdout}\nended with {ran.returncode}")
        return ran.stdout

    def type(self, script: str, *lines: str) -> str:
        """The same at a terminal, where somebody types a line at each colon that asks for one."""
        command = self.command(["sh", "-euc", script])
        status, said = typed(command, ENVIRONMENT, Path("/"), *lines)
        if status:
            raise SystemExit(f"{script}\n{said}\nended with {status}")
        return said
