"""What a Sentry is told of faults: which and where, and nothing that may be a secret."""

from __future__ import annotations

import gzip
import json
import logging
import shutil
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from studio.sentry import event_of
from tests.driving.processes import ROOT, RunningStudio, free_ports, wait_for
from tests.processes.watching.faulty import KEY
from tests.volcengine.stand_in import StandIn, hang, reply, running


def dsn(sentry: StandIn) -> str:
    return f"{sentry.url.replace('//', '//0123456789abcdef@')}/7"


@pytest.fixture(scope="module")
def sentry() -> Iterator[StandIn]:
    with running(reply(200, {})) as sentry:
        yield sentry


@pytest.fixture(scope="module")
def studio(
    prepared: Path, sentry: StandIn, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningStudio]:
    data = tmp_path_factory.mktemp("sentry")
    shutil.copytree(prepared, data, dirs_exist_ok=True)
    named = {"DJANGO_SETTINGS_MODULE": "tests.processes.watching.settings"}
    # Its log has the exceptions' sentences.
    log = data / "log"
    studio = RunningStudio(data, free_ports(3), named | {"SENTRY_DSN": dsn(sentry)}, log=log)
    studio.start("web", "media")
    yield studio
    studio.stop()


def sent(sentry: StandIn) -> list[bytes]:
    """Each envelope as it was before it was packed."""
    return [
        gzip.decompress(each.body) if "content-encoding" in each.headers else each.body
        for each in list(sentry.requests)
    ]


def events(sentry: StandIn) -> list[dict[str, Any]]:
    """What lies in the envelopes: each has a line of its own, one for the item and the event."""
    return [json.loads(envelope.splitlines()[2]) for envelope in sent(sentry)]


def test_a_line_of_ours_quotes_no_exception() -> None:
    """Some log what they were given, and its sentence may hold what a document holds."""
    fault = ValueError("rtmp://live.example.com/CANARY")
    line = logging.LogRecord(
        "studio.x", logging.ERROR, "", 1, "%s of %d: %s", ("a", 2, fault), None
    )
    assert event_of(line)["message"] == "a of 2: ValueError"


def asked(studio: RunningStudio, path: str) -> tuple[int, str]:
    """The status of an answer, and its request id."""
    connection = HTTPConnection("127.0.0.1", studio.port, timeout=30)
    headers = {
        "Host": "localhost",
        "Cookie": f"a={KEY}",
        "X-Key": KEY,
        "Referer": f"http://localhost/{KEY}",
    }
    connection.request("POST", f"{path}?key={KEY}", KEY, headers)
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.headers["X-Request-ID"]


def of(sentry: StandIn, process: str) -> dict[str, Any]:
    def found() -> list[dict[str, Any]]:
        return [event for event in events(sentry) if event["tags"]["process"] == process]

    wait_for(found, f"a fault of {process} is told")
    return found()[0]


@pytest.mark.parametrize(
    ("path", "process", "status", "function", "message"),
    [
        ("/faulty/page/", "web", 500, "page", "Internal Server Error: /faulty/page/"),
        ("/faulty/job/", "media", 200, "job", "Task id="),
    ],
)
def test_what_fails_is_told_with_where_it_was(
    studio: RunningStudio,
    sentry: StandIn,
    path: str,
    process: str,
    status: int,
    function: str,
    message: str,
) -> None:
    answered, request = asked(studio, path)
    assert answered == status
    event = of(sentry, process)
    first, last = event["exception"]["values"]
    assert (first["type"], last["type"]) == ("ValueError", "Faulty")
    frames = last["stacktrace"]["frames"]
    assert [frame["function"] for frame in frames[-2:]] == [function, "fail"]
    assert frames[-1]["module"] == "tests.processes.watching.faulty"
    assert frames[-1]["lineno"] > 0
    assert event["message"].startswith(message)
    assert event["release"] == "0.1.0"
    # A job of pictures is nobody's alone.
    assert event["tags"]["request"] == (request if process == "web" else "")


def test_no_secret_is_told_and_nothing_of_the_computer(
    studio: RunningStudio, sentry: StandIn
) -> None:
    asked(studio, "/faulty/page/")
    of(sentry, "web")
    of(sentry, "media")
    told = b"".join(sent(sentry))
    assert b"CANARY" not in told
    assert b"push.example.com" not in told
    assert str(ROOT).encode() not in told
    assert sys.prefix.encode() not in told
    for event in events(sentry):
        names = {"request", "user", "breadcrumbs", "modules", "extra", "contexts"}
        assert not {name for name in names if event.get(name)}
        values = event["exception"]["values"]
        assert not any("value" in value for value in values)
        frames = [frame for value in values for frame in value["stacktrace"]["frames"]]
        assert not any("vars" in frame or "context_line" in frame for frame in frames)


def test_what_strangers_try_is_no_fault(studio: RunningStudio, sentry: StandIn) -> None:
    connection = HTTPConnection("127.0.0.1", studio.port, timeout=30)
    connection.request("GET", "/sign-in/", headers={"Host": "of-somebody-else"})
    assert connection.getresponse().status == 400
    connection.close()
    asked(studio, "/faulty/page/")
    assert all(event["logger"] != "django.security.DisallowedHost" for event in events(sentry))


def test_a_sentry_that_hangs_holds_up_neither_an_answer_nor_the_end(
    prepared: Path, tmp_path: Path
) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    with running(hang) as silent:
        named = {"DJANGO_SETTINGS_MODULE": "tests.processes.watching.settings"}
        named["SENTRY_DSN"] = dsn(silent)
        studio = RunningStudio(tmp_path, free_ports(3), named, log=tmp_path / "log")
        studio.start("web")
        began = time.monotonic()
        assert asked(studio, "/faulty/page/")[0] == 500
        assert time.monotonic() - began < 3
        wait_for(lambda: silent.requests, "it is sent something")
        began = time.monotonic()
        studio.stop()
        assert time.monotonic() - began < 6
