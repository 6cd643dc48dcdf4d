"""`manage.py mix watch`: each change of a task in a line, until it is as awaited."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from pytest_django import Settings

from studio.volcengine.sandbox import mischief
from studio.volcengine.sandbox.accidents import open_tasks
from studio.volcengine.sandbox.mischief import Wish
from studio.volcengine.sandbox.server import SandboxServer
from tests.driving.interrupting import managed
from tests.mixes.cli.running import Ran, wait_until_running, write
from tests.mixes.conftest import CloudThat, sandbox_cloud
from tests.volcengine.bodies import STREAM_KEY, document, mixed_rules
from tests.volcengine.stand_in import abnormal, drop, reply, success

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked as often as the sandbox lets itself be asked."""
    monkeypatch.setattr("studio.mixes.cli.watching.PACE", 0.15)


@pytest.fixture
def task_id(sandbox: SandboxServer, tmp_path: Path) -> str:
    """A task that is on air."""
    show = write(tmp_path / "show.json", {"Name": "show", "MixedRules": mixed_rules()})
    task_id = str(Ran("push", show, "--json").json["task_id"])
    wait_until_running(task_id)
    return task_id


def lines(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.out.splitlines()]


def meanwhile(act: Callable[[], object], after: float = 0.4) -> threading.Timer:
    timer = threading.Timer(after, act)
    timer.start()
    return timer


def test_a_change_is_a_line_until_the_task_has_ended(task_id: str) -> None:
    client = sandbox_cloud().client()
    stopping = meanwhile(lambda: client.delete(task_id))
    ran = Ran("watch", task_id, "--json", "--timeout", "20")
    stopping.join()
    assert ran.code == 0
    first, *_others, last = lines(ran)
    assert (first["state"], last["state"]) == ("runing", "done")
    assert first.keys() == {
        "at", "task_id", "name", "state", "last_operation", "last_success", "request_id", "error",
    }  # fmt: skip
    assert first["name"].startswith("show-")
    known = [(row["state"], row["last_operation"], row["last_success"]) for row in lines(ran)]
    assert len(set(known)) == len(known)
    assert STREAM_KEY not in ran.out


def test_people_read_the_time_the_word_and_the_versions(task_id: str) -> None:
    ran = Ran("watch", task_id, "--until", "on_air", "--timeout", "20")
    assert ran.code == 0
    assert "runing    version 1, applied 1" in ran.out


def test_it_waits_for_what_is_awaited(sandbox: SandboxServer, tmp_path: Path) -> None:
    show = write(tmp_path / "show.json", {"Name": "show", "MixedRules": mixed_rules()})
    task_id = Ran("push", show, "--json").json["task_id"]
    assert Ran("watch", task_id, "--until", "on_air", "--timeout", "20").code == 0
    assert Ran("take", task_id, show).code == 0
    ran = Ran("watch", task_id, "--until", "applied", "--timeout", "20", "--json")
    assert ran.code == 0
    assert (lines(ran)[-1]["last_operation"], lines(ran)[-1]["last_success"]) == (2, 2)
    assert Ran("stop", task_id).code == 0
    assert Ran("watch", task_id, "--until", "ended", "--timeout", "20").code == 0


def test_a_take_that_fails_is_never_applied(task_id: str) -> None:
    mischief.tell(django_settings.SANDBOX, Wish(kind="fail", of="take", once=True))
    sandbox_cloud().client().update(task_id, document())
    ran = Ran("watch", task_id, "--until", "applied", "--timeout", "0.5", "--json")
    assert ran.code == 4
    assert lines(ran)[-1]["error"]["code"] == "timeout"
    assert (lines(ran)[-1]["last_operation"], lines(ran)[-1]["last_success"]) == (2, 1)


def test_one_that_ends_before_it_was_as_awaited_is_exit_code_6(task_id: str) -> None:
    with open_tasks(django_settings.SANDBOX) as tasks:
        tasks.end(task_id)
    for until in ("on_air", "applied"):
        assert Ran("watch", task_id, "--until", until, "--timeout", "20").code == 6
    assert Ran("watch", task_id, "--timeout", "20").code == 0


def test_a_cloud_that_is_silent_for_a_while_is_asked_on(task_id: str) -> None:
    folder = django_settings.SANDBOX
    client = sandbox_cloud().client()

    def go_wrong() -> None:
        for kind in ("lose", "throttled"):
            mischief.tell(folder, Wish(kind=kind, of="inquiry", once=True))
            time.sleep(0.4)
        client.delete(task_id)

    going_wrong = meanwhile(go_wrong)
    ran = Ran("watch", task_id, "--json", "--timeout", "20")
    going_wrong.join()
    assert (ran.code, lines(ran)[-1]["state"]) == (0, "done")
    assert "does not answer" in ran.err


def test_a_cloud_that_stays_silent_is_given_up(
    task_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.mixes.cli.watching.PATIENCE", 0.3)
    folder = django_settings.SANDBOX
    for kind, code in (("lose", 4), ("key", 3)):
        wish = Wish(kind=kind, of="inquiry")  # type: ignore[arg-type]
        telling = meanwhile(lambda wish=wish: mischief.tell(folder, wish))  # type: ignore[misc]
        assert Ran("watch", task_id, "--timeout", "20").code == code
        telling.join()
        mischief.behave(folder)


def test_the_time_ends_it_also_while_the_cloud_is_silent(task_id: str) -> None:
    telling = meanwhile(
        lambda: mischief.tell(django_settings.SANDBOX, Wish(kind="lose", of="inquiry")), after=0.2
    )
    ran = Ran("watch", task_id, "--until", "ended", "--timeout", "1")
    telling.join()
    assert ran.code == 4


def test_what_fails_at_once_has_the_exit_codes_of_the_others(
    cloud_that: CloudThat, settings: Settings
) -> None:
    answers: list[tuple[Any, int, str]] = [
        (reply(200, abnormal(400)), 3, "refused"),
        (drop, 4, "unknown"),
        (reply(200, success({})), 4, "unknown"),
    ]
    for script, code, state in answers:
        cloud_that(script)
        ran = Ran("watch", "3b1a7bb73ab6b06c", "--json")
        assert (ran.code, ran.json["state"]) == (code, state)
    settings.VOLC_LIVE_URL = "http://127.0.0.1:9"
    assert Ran("watch", "3b1a7bb73ab6b06c", "--json").code == 5


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf"])
def test_a_timeout_of_no_length_is_bad_input(sandbox: SandboxServer, seconds: str) -> None:
    ran = Ran("watch", "3b1a7bb73ab6b06c", "--timeout", seconds)
    assert ran.code == 1
    assert ran.err.strip()


def test_each_line_is_there_at_once_and_an_interrupt_is_no_fault(task_id: str) -> None:
    """In a process of its own, its output in a pipe."""
    environment = {name: value for name, value in os.environ.items() if "VOLC" not in name}
    environment["STUDIO_DATA"] = str(Path(django_settings.SANDBOX).parent)
    environment["DJANGO_SETTINGS_MODULE"] = "studio.settings"
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", managed("mix", "watch", task_id, "--json")]
    pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=django_settings.BASE, env=environment, **pipes) as running:
        try:
            assert running.stdout is not None
            assert json.loads(running.stdout.readline())["state"] == "runing"
            running.send_signal(signal.SIGINT)
            _out, err = running.communicate(timeout=20)
        finally:
            running.kill()
    assert (running.returncode, err) == (130, "")


@pytest.mark.parametrize("wrote", [0, 1])
def test_it_ends_when_nobody_reads_it_any_more(task_id: str, wrote: int) -> None:
    """Whether the reader goes before the first line or after it, with none to come."""
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as out, os.fdopen(reader) as told:

        def go() -> None:
            if wrote:
                told.readline()
            told.close()

        going = meanwhile(go, 0)
        with pytest.raises(SystemExit) as ended:
            call_command("mix", "watch", task_id, "--until", "ended", stdout=out)
        going.join()
    assert ended.value.code == 4


def test_an_output_that_takes_nothing_is_no_reader_that_has_gone(task_id: str) -> None:
    client = sandbox_cloud().client()
    stopping = meanwhile(lambda: client.delete(task_id))
    with Path("/dev/full").open("w") as out:
        call_command("mix", "watch", task_id, "--until", "ended", "--timeout", "20", stdout=out)
    stopping.join()
