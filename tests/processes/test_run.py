"""`manage.py run`: what ends is started anew, what is told to end ends whole."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from studio.processes import folder, supervisor
from studio.processes.management.commands import run
from tests.driving.interrupting import managed
from tests.driving.outputs import captured
from tests.driving.processes import (
    ROOT,
    WHOLE,
    RunningStudio,
    answers,
    free_ports,
    is_listening,
    wait_for,
)

# Told to end, nothing listens any more so many seconds later.
SOON = 10.0


def begun(prepared: Path, data: Path) -> RunningStudio:
    shutil.copytree(prepared, data, dirs_exist_ok=True)
    # As an older version left it; pytest's own folders are closed to others.
    data.chmod(0o755)
    studio = RunningStudio(data, free_ports(3), {"STUDIO_DEMO": "1"})
    studio.start()
    return studio


@pytest.fixture(scope="module")
def studio(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    studio = begun(prepared, tmp_path_factory.mktemp("run"))
    yield studio
    studio.stop()


def is_left(studio: RunningStudio) -> bool:
    """Whether any process of it lives, or anybody listens at one of its ports."""
    listening = (is_listening(studio.port + n) for n in range(3))
    return has_processes(studio.processes[WHOLE]) or any(listening)


def has_processes(whole: subprocess.Popen[bytes]) -> bool:
    """Whether it lives, or any child of its."""
    try:
        os.killpg(whole.pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_each_child_that_is_killed_is_started_anew(studio: RunningStudio) -> None:
    before = {child.name: child for child in studio.children()}
    assert set(before) == {"web-1", "web-2", "cloud", "media", "sandbox"}
    for child in before.values():
        os.kill(child.pid, signal.SIGKILL)
    wait_for(
        lambda: all(child.ends == 1 and child.pid for child in studio.children()),
        "all are started anew",
    )
    wait_for(lambda: answers(studio.url), "the page is served")
    wait_for(lambda: is_listening(studio.port + 1), "the sandbox listens")
    assert studio.processes[WHOLE].poll() is None
    assert {child.last_end for child in studio.children()} == {"SIGKILL"}


def test_a_child_that_ends_again_and_again_is_started_later_and_later(
    studio: RunningStudio,
) -> None:
    def media() -> int:
        return next(child.pid for child in studio.children() if child.name == "media")

    seen = {media()}
    for _time in range(3):
        os.kill(media(), signal.SIGTERM)
        wait_for(lambda: media() not in {0, *seen}, "it is started anew")
        seen.add(media())
    assert next(child.ends for child in studio.children() if child.name == "media") >= 3


@pytest.mark.parametrize(
    ("of_its_own", "says"),
    [("STUDIO_PORT", "Another studio runs on"), ("STUDIO_DATA", "is taken (another studio?)")],
    ids=["same folder", "same port"],
)
def test_a_second_studio_is_refused_and_does_the_first_no_harm(
    studio: RunningStudio, tmp_path: Path, of_its_own: str, says: str
) -> None:
    own = {"STUDIO_PORT": str(free_ports(3)), "STUDIO_DATA": str(tmp_path)}
    if of_its_own == "STUDIO_PORT":
        port = int(own["STUDIO_PORT"])
        own |= {"STUDIO_SANDBOX_PORT": str(port + 1), "STUDIO_PICTURES_PORT": str(port + 2)}
        del own["STUDIO_DATA"]
    else:
        del own["STUDIO_PORT"]
    second = subprocess.run(
        [sys.executable, "manage.py", "run"],
        cwd=ROOT,
        env=studio.all_environment | own,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (second.returncode, second.stdout) == (1, "")
    assert says in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1
    assert answers(studio.url)
    assert is_listening(studio.port + 1)


def test_an_address_of_another_computer_is_refused(tmp_path: Path) -> None:
    own = {"STUDIO_DATA": str(tmp_path), "STUDIO_LISTEN": "192.0.2.1"}
    named = {"STUDIO_HOSTS": "studio.example.com", "STUDIO_HTTPS": "1"}
    ran = subprocess.run(
        [sys.executable, "manage.py", "run"],
        cwd=ROOT,
        env=RunningStudio(tmp_path, free_ports(3), own | named).all_environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "192.0.2.1 is no address of this computer. Set STUDIO_LISTEN to one." in ran.stderr


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGHUP], ids=["Ctrl+C", "terminal closed"])
def test_nothing_is_left_of_a_studio_whose_terminal_tells_all_of_it_to_end(
    prepared: Path, tmp_path: Path, sign: signal.Signals
) -> None:
    studio = begun(prepared, tmp_path)
    process = studio.processes[WHOLE]
    os.killpg(process.pid, sign)
    assert process.wait(SOON) == 0
    wait_for(lambda: not is_left(studio), "nothing is left", SOON)


def test_nothing_is_left_of_a_studio_that_was_killed_and_the_next_one_starts_at_once(
    prepared: Path, tmp_path: Path
) -> None:
    """And nothing of that one, which is told to end."""
    studio = begun(prepared, tmp_path)
    killed = studio.processes[WHOLE]
    killed.kill()
    assert killed.wait(SOON) == -signal.SIGKILL
    # What is left of the first is waited for.
    studio.begin()
    wait_for(lambda: not has_processes(killed), "no process is left", SOON)
    wait_for(lambda: answers(studio.url), "the page is served")
    process = studio.processes[WHOLE]
    process.terminate()
    assert process.wait(SOON) == 0
    wait_for(lambda: not is_left(studio), "nothing is left", SOON)


def test_a_signal_to_make_ends_the_studio(prepared: Path, tmp_path: Path) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    studio = RunningStudio(tmp_path, free_ports(3))
    studio.processes[WHOLE] = subprocess.Popen(
        ["make", "run", f"VENV={sys.prefix}"],
        cwd=ROOT,
        env=studio.all_environment | {"HOME": str(tmp_path / "home")},
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    wait_for(lambda: answers(studio.url), "the page is served")
    studio.processes[WHOLE].terminate()
    studio.processes[WHOLE].wait(SOON)
    wait_for(lambda: not is_left(studio), "nothing is left", SOON)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("environment", "given", "port"),
    [({}, [], "8000"), ({}, ["PORT=9000"], "9000"), ({"STUDIO_PORT": "9001"}, [], "9001")],
)
def test_make_runs_it_on_the_port_that_is_named(
    environment: dict[str, str], given: list[str], port: str
) -> None:
    said = subprocess.run(
        ["make", "--silent", "--eval", "said:; echo $$STUDIO_PORT", "said", *given],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        check=True,
        text=True,
    )
    assert said.stdout == f"{port}\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty or gone, although a studio was here"), (b"no database " * 99, "is damaged")],
    ids=["emptied", "damaged"],
)
def test_a_database_that_is_none_ends_the_start_with_a_sentence(
    prepared: Path, tmp_path: Path, content: bytes, says: str
) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    for file in tmp_path.glob("studio.sqlite3*"):
        file.unlink()
    (tmp_path / "studio.sqlite3").write_bytes(content)
    (tmp_path / "beats").mkdir()
    studio = RunningStudio(tmp_path, free_ports(3))
    ended = subprocess.run(
        [sys.executable, "manage.py", "run"],
        cwd=ROOT,
        env=studio.all_environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr
    assert (tmp_path / "studio.sqlite3").read_bytes() == content


LOADING = """
import os, signal, sys
def interrupt(event, arguments):
    if event == "import" and arguments[0] == "studio.processes.parts":
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(interrupt)
"""


def interruptible(studio: RunningStudio, *code: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "\n".join(code)],
        cwd=ROOT,
        env=studio.all_environment,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_interrupt_while_it_is_loaded_ends_it_quietly(tmp_path: Path) -> None:
    process = interruptible(RunningStudio(tmp_path, free_ports(3)), LOADING, managed("run"))
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "")


def test_an_interrupt_while_it_is_set_up_ends_it_quietly(tmp_path: Path) -> None:
    """A fresh folder: making its tables takes long enough."""
    studio = RunningStudio(tmp_path / "data", free_ports(3))
    process = interruptible(studio, managed("run"))
    wait_for((studio.data / "studio.sqlite3").exists, "its tables are being made")
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_an_interrupt_while_films_are_made_ends_it_quietly(tmp_path: Path, prepared: Path) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    films = tmp_path / "demo"
    shutil.rmtree(films)
    process = interruptible(
        RunningStudio(tmp_path, free_ports(3), {"STUDIO_DEMO": "1"}), managed("run")
    )
    wait_for(lambda: is_filming(films), "films are made")
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "")
    wait_for(lambda: not is_filming(films), "their making ends")
    assert not list(films.iterdir())


def is_filming(films: Path) -> bool:
    """Whether a process makes one of them."""
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(films).encode() in (entry / "cmdline").read_bytes():
                return True
    return False


def test_an_interrupt_when_it_has_just_been_set_up_ends_it_quietly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The interrupt comes between the end of the wait and what follows it."""
    waits = os.waitpid

    def interrupted(pid: int, options: int) -> None:
        waits(pid, options)
        raise KeyboardInterrupt

    ended = subprocess.Popen([sys.executable, "-c", ""])
    monkeypatch.setattr(os, "fork", lambda: ended.pid)
    monkeypatch.setattr(os, "waitpid", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run.prepare_apart()


def test_a_folder_that_cannot_be_made_ends_the_start_with_a_sentence() -> None:
    environment = RunningStudio(Path("/proc/studio"), free_ports(3)).all_environment
    ended, out, err = captured("utf-8")(["run"], environment)
    assert (ended, out) == (1, b"")
    assert err.startswith("CommandError: /proc/studio cannot be used: ")
    assert len(err.splitlines()) == 1


def test_a_start_waits_longer_than_the_children_of_a_killed_studio_may_take() -> None:
    assert folder.PATIENCE > supervisor.PULSE + supervisor.PATIENCE


@pytest.mark.parametrize("failing", ["open", "chmod", "ftruncate"])
def test_a_folder_that_can_only_be_read_is_told(
    failing: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path if failing == "chmod" else os, failing, fail)
    with pytest.raises(folder.Unusable, match="Read-only file system"), folder.occupied():
        """Nobody comes in."""


def test_a_disk_that_is_full_at_the_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(command: str, **_named: object) -> None:
        if command == "collectstatic":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(run, "call_command", fill)
    monkeypatch.setattr(run, "refuse_emptied", lambda: None)
    with pytest.raises(CommandError, match="is full"):
        run.prepare()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_data_folder_is_its_owners_alone(studio: RunningStudio) -> None:
    """The folder keeps everybody out, and so does each file by itself, but for what the studio
    serves to everybody: Django gives that a mode of its own.
    """
    assert mode(studio.data) == 0o700
    static = studio.data / "static"
    made = [path for path in studio.data.rglob("*") if static not in (path, *path.parents)]
    assert {path.name for path in made} >= {
        "beats", "lock", "processes.json", "sandbox", "secret-key", "studio.sqlite3",
        "studio.sqlite3-shm", "studio.sqlite3-wal", "wakes",
    }  # fmt: skip
    assert [path.name for path in made if mode(path) & 0o077] == []


@pytest.mark.parametrize("command", [["backup"], ["doctor"], ["mix", "tasks"]])
def test_each_command_closes_a_folder_that_an_older_version_left_open(
    command: list[str], prepared: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    data.chmod(0o755)
    captured("utf-8")(command, RunningStudio(data, port=1).all_environment)
    assert mode(data) == 0o700


def test_a_folder_that_is_no_studio_s_is_left_as_it_is(data: Path) -> None:
    data.chmod(0o755)
    folder.keep_others_out()
    assert mode(data) == 0o755
    (data / "secret-key").touch()
    folder.keep_others_out()
    assert mode(data) == 0o700
