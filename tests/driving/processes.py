"""The studio as it is really run: its parts or the whole, in a folder and on ports of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any, TextIO
from urllib.request import urlopen

from studio.processes.report import Process
from tests.driving.visitor import Visitor

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
# What is started where no part is named.
WHOLE = "studio"
# What these check before they begin is the program, which is the same in every process: a third of
# what each of them computes. As a person calls them, `tests/processes/test_printing.py` does.
CHECKING = {"backup", "collectstatic", "demo", "migrate", "open", "restore"}
# Below those the system gives to who connects; so many are claimed at once.
PORTS = range(20_000, 32_000, 4)
CLAIMS: list[TextIO] = []


@dataclass
class RunningStudio:
    """One data folder with its processes; `environment` is added to each one's own, `root` holds
    the revision that is run, and what they write goes to `log` where that is given.
    """

    data: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    root: Path = ROOT
    # What each of its processes is started by: of a host of its own, what leads there.
    within: tuple[str, ...] = ()
    log: Path | None = None
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    visitor: Visitor | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def all_environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "VOLC" not in name}
        kept.pop("DATABASE_URL", None)
        kept.pop("REDIS_URL", None)
        return (
            kept
            | {
                "DJANGO_SETTINGS_MODULE": "studio.settings",
                "PATH": f"{Path(sys.executable).parent}:{kept['PATH']}",
                "STUDIO_DATA": str(self.data),
                "STUDIO_PORT": str(self.port),
                "STUDIO_SANDBOX_PORT": str(self.port + 1),
                "STUDIO_PICTURES_PORT": str(self.port + 2),
            }
            | self.environment
        )

    def manage(self, *arguments: str) -> str:
        """What a management command prints."""
        ran = subprocess.run(
            [*self.within, *management(*arguments)],
            cwd=self.root,
            env=self.all_environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        return ran.stdout.decode()

    def set_up(self) -> None:
        """As `make run` does before it starts the processes."""
        self.prepare()
        self.add_demo()

    def add_demo(self) -> None:
        """The templates of the demo, where the studio is to have it."""
        if "STUDIO_DEMO" in self.environment:
            self.manage("demo")

    def prepare(self) -> None:
        """What is the same in every studio: its tables, and what it serves."""
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def start(self, *names: str) -> None:
        """Start these parts, each by itself as `manage.py run PART` does; or the whole."""
        self.begin(*names)
        if not names or "web" in names:
            wait_for(lambda: answers(self.url), "the page is served")
        if not names and not is_of_procfile(self.root):
            wait_for((self.data / "processes.json").exists, "the supervisor tells of its children")

    def begin(self, *names: str) -> None:
        """Start them, without waiting until they are up."""
        for name in names or (WHOLE,):
            with self.log.open("ab") if self.log else nullcontext() as log:
                self.processes[name] = subprocess.Popen(
                    [*self.within, *command(self.root, name)],
                    cwd=self.root,
                    env=self.all_environment,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )

    def children(self) -> list[Process]:
        """The whole's processes, as its supervisor tells of them."""
        rows = json.loads((self.data / "processes.json").read_text())
        return [Process(**row) for row in rows if row["name"] != "greeting"]

    def child(self, name: str) -> int:
        """The process id of one of the whole's children; 0 while it does not run: what the
        supervisor tells of may be over, and on a full disk it can't tell of what came after.
        """
        told = [child.pid for child in self.children() if child.name == name]
        return next((pid for pid in told if parent_of(pid) == self.processes[WHOLE].pid), 0)

    def kill(self, name: str) -> None:
        """As a power cut would: no chance to tidy up."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(20)

    def sign_in_link(self) -> str:
        url: str = json.loads(self.manage("open", "--json"))["url"]
        return url

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Straight from the database file, past every process; writes are committed."""
        with closing(sqlite3.connect(self.data / "studio.sqlite3", timeout=20)) as database:
            found = database.execute(query, values).fetchall()
            database.commit()
            return found


@contextmanager
def running_studio(
    data: Path, *, prepared: Path | None = None, **environment: str
) -> Iterator[RunningStudio]:
    """A studio that is set up but of which nothing runs yet; what is started ends with it.

    `prepared` is the data folder of one that was prepared before, of which it gets a copy.
    """
    studio = RunningStudio(data, free_ports(3), environment)
    if prepared:
        shutil.copytree(prepared, data, dirs_exist_ok=True)
        studio.add_demo()
    else:
        studio.set_up()
    try:
        yield studio
    finally:
        studio.stop()


def free_ports(count: int) -> int:
    """The first of `count` neighbouring ports that nobody listens on, and that nobody else of these
    tests and measurements is given as long as this process lives: whoever asks listens only later.
    """
    folder = Path(tempfile.gettempdir(), "mix-studio-ports")
    folder.mkdir(exist_ok=True)
    for first in PORTS:
        claim = (folder / str(first)).open("w")
        with suppress(BlockingIOError):
            flock(claim, LOCK_EX | LOCK_NB)
            if not any(is_listening(port) for port in range(first, first + count)):
                CLAIMS.append(claim)
                return first
        claim.close()
    raise OSError("no free ports")


def management(*arguments: str) -> list[str]:
    """What runs a management command, without what every one of them would check again."""
    unchecked = ["--skip-checks"] if arguments[0] in CHECKING else []
    return [sys.executable, "manage.py", *arguments, *unchecked]


def command(root: Path, part: str) -> list[str]:
    """What starts a part, or the whole, of the revision that lies there."""
    if not is_of_procfile(root):
        return [sys.executable, "manage.py", "run", *([] if part == WHOLE else [part])]
    if part == WHOLE:
        return ["honcho", "start", "--concurrency", "worker-cloud=2"]
    lines = (line.partition(": ") for line in (root / "Procfile").read_text().splitlines())
    return ["sh", "-c", next(run for name, _, run in lines if name.removeprefix("worker-") == part)]


def is_of_procfile(root: Path) -> bool:
    """As it was until processes shared what they load: no supervisor of ours tells of them."""
    return (root / "Procfile").exists()


def parent_of(pid: int) -> int:
    """0 of a process that has ended."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return 0
    return 0 if state in "ZX" else int(parent)


def answers(url: str) -> bool:
    """Whether a web process is up: the whole studio listens before one is."""
    try:
        urlopen(f"{url}/start", timeout=5).close()
    except OSError:
        return False
    return True


def is_listening(port: int, address: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((address, port)) == 0


def wait_for(holds: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Return once `holds`; fail with `what` did not come about in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"{seconds:g} s passed and not: {what}")
        time.sleep(0.1)
