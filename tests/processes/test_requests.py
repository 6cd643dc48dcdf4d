"""Each request has an id: its answer has it, and nobody but a proxy of ours chooses it."""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from studio import tracing
from studio.pages.logs import Line, Object
from tests.driving.processes import RunningStudio, free_ports
from tests.processes.test_web import connected

OWN = re.compile(r"[0-9a-f]{16}")


@pytest.fixture(scope="module")
def studio(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    data = tmp_path_factory.mktemp("requests")
    shutil.copytree(prepared, data, dirs_exist_ok=True)
    studio = RunningStudio(data, free_ports(3), {"STUDIO_PROXIES": "127.0.0.2"})
    studio.start("web")
    yield studio
    studio.stop()


def ids(studio: RunningStudio, asked: bytes, source: str = "127.0.0.1") -> list[str]:
    """What the answer has as its id."""
    with connected(studio, source) as asks:
        asks.sendall(asked + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        # The head alone: who is refused before all was sent is heard for twenty seconds more.
        head = b"".join(takewhile(lambda line: line != b"\r\n", asks.makefile("rb")))
    return re.findall(r"(?im)^x-request-id: (.*?)\r$", head.decode("latin-1"))


@pytest.mark.parametrize(
    "head",
    [
        b"GET /healthz HTTP/1.1",
        b"GET /templates/ HTTP/1.1",
        b"GET /nothing HTTP/1.1",
        b"POST /templates/new/ HTTP/1.1\r\nContent-Length: 9999999",
    ],
    ids=["answered", "led elsewhere", "not there", "turned away before Django"],
)
def test_every_answer_has_an_id_of_its_own(studio: RunningStudio, head: bytes) -> None:
    (first,), (second,) = ids(studio, head), ids(studio, head)
    assert OWN.fullmatch(first)
    assert OWN.fullmatch(second)
    assert first != second


@pytest.mark.parametrize("header", [b"X-Request-ID", b"X_Request_ID"])
def test_who_asks_does_not_choose_it(studio: RunningStudio, header: bytes) -> None:
    (given,) = ids(studio, b"GET /healthz HTTP/1.1\r\n%s: of-my-own" % header)
    assert OWN.fullmatch(given)
    # A proxy that says who asks is not the one who asks.
    (given,) = ids(
        studio,
        b"GET /healthz HTTP/1.1\r\nX-Forwarded-For: 127.0.0.2\r\n%s: of-my-own" % header,
    )
    assert OWN.fullmatch(given)


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        (b"7f3c:edge-1.A_b", True),
        (b"x" * tracing.LONGEST, True),
        (b"x" * (tracing.LONGEST + 1), False),
        (b"", False),
        (b"two words", False),
        (b'"}{"level', False),
        ("é".encode(), False),
    ],
)
@pytest.mark.parametrize("forwarded", [b"", b"X-Forwarded-For: 192.0.2.7\r\n"])
def test_a_proxy_of_ours_chooses_it_where_it_is_one(
    studio: RunningStudio, given: bytes, is_kept: bool, forwarded: bytes
) -> None:
    head = b"GET /healthz HTTP/1.1\r\n%sX-Request-ID: %s" % (forwarded, given)
    (found,) = ids(studio, head, "127.0.0.2")
    assert (found == given.decode()) if is_kept else OWN.fullmatch(found)


def record(**more: object) -> logging.LogRecord:
    made = logging.LogRecord("studio.x", logging.INFO, "x.py", 1, "said %s", ("so\nit",), None)
    made.__dict__.update(more)
    return made


def test_a_line_of_a_request_names_it() -> None:
    line = Line("%(name)s%(within)s: %(message)s")
    assert line.format(record()) == "studio.x: said so\nit"
    with tracing.within("abc"):
        assert line.format(record()) == "studio.x (abc): said so\nit"
        with tracing.within(""):
            assert json.loads(Object().format(record()))["request"] == ""
        assert json.loads(Object().format(record()))["request"] == "abc"


def test_an_object_is_one_line_whatever_is_said() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError as fault:
        told = Object().format(record(exc_info=(type(fault), fault, None), fields={"state": "x"}))
    assert "\n" not in told
    found = json.loads(told)
    assert found["message"] == "said so\nit"
    assert "two\nlines" in found["exception"]
    assert found["state"] == "x"


def test_what_the_database_quotes_is_in_no_object() -> None:
    """As in a line: the filter goes before either."""
    cleaned = record(exc_info=(ValueError, ValueError(), None), exc_text="without rows")
    assert json.loads(Object().format(cleaned))["exception"] == "without rows"
