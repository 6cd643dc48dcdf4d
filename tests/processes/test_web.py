"""The web server: who is slow, or asks for too much, holds up nobody else."""

from __future__ import annotations

import asyncio
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import uvicorn
from django.conf import settings
from django.urls import get_resolver
from django.utils.translation import get_language

from studio.processes import web
from tests.driving.processes import RunningStudio, free_ports, wait_for

STOP = f"/tasks/{UUID(int=0)}/stop/"
HALF = b"POST /start HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n%s\r\nhalf of it"
SOON = 2.0


@pytest.fixture(scope="module")
def studio(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    data = tmp_path_factory.mktemp("web")
    shutil.copytree(prepared, data, dirs_exist_ok=True)
    studio = RunningStudio(data, free_ports(3), {"STUDIO_PROXIES": "127.0.0.2"})
    studio.start("web")
    yield studio
    studio.stop()


def ask(studio: RunningStudio, path: str, source: str = "127.0.0.1", header: bytes = b"") -> int:
    """The status of a GET from that address of this computer."""
    return status(studio, source, b"GET %s HTTP/1.1\r\n%s" % (path.encode(), header))


def post(studio: RunningStudio, source: str, header: bytes = b"") -> int:
    """The status of a POST that Django refuses, as it brings no token."""
    head = b"POST /templates/new/ HTTP/1.1\r\nContent-Length: 0\r\n%s" % header
    return status(studio, source, head)


def status(studio: RunningStudio, source: str, head: bytes) -> int:
    with connected(studio, source) as asks:
        asks.sendall(head + b"Host: localhost\r\n\r\n")
        return int(asks.recv(65536).split()[1])


def connected(studio: RunningStudio, source: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(("127.0.0.1", studio.port), 20, (source, 0))


@pytest.mark.parametrize(
    "sends",
    [b"", b"GET /start HTT", HALF % b""],
    ids=["nothing", "half a head", "half a body"],
)
def test_connections_that_are_held_open_hold_up_no_page(
    studio: RunningStudio, sends: bytes
) -> None:
    with ExitStack() as held:
        for _n in range(200):
            held.enter_context(connected(studio)).sendall(sends)
        time.sleep(0.2)
        began = time.monotonic()
        assert ask(studio, "/templates/") == 302
        assert ask(studio, STOP) in {302, 405}
        assert time.monotonic() - began < SOON


def test_who_reads_nothing_of_an_answer_holds_up_no_page(studio: RunningStudio) -> None:
    large = max((studio.data / "static").rglob("*.js"), key=lambda path: path.stat().st_size)
    path = f"/static/{large.relative_to(studio.data / 'static')}".encode()
    with ExitStack() as held:
        for _n in range(20):
            reader = held.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            reader.connect(("127.0.0.1", studio.port))
            reader.sendall(b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % path)
        time.sleep(0.2)
        began = time.monotonic()
        assert ask(studio, "/templates/") == 302
        assert time.monotonic() - began < SOON


@pytest.mark.parametrize(
    ("source", "own", "others", "with_others"),
    [
        ("127.0.0.4", b"", b"", 429),
        # Nobody says for himself who he is.
        ("127.0.0.5", b"X-Forwarded-For: 192.0.2.1\r\n", b"X-Forwarded-For: 192.0.2.9\r\n", 429),
        # A proxy that the settings name says it for others.
        ("127.0.0.2", b"X-Forwarded-For: 192.0.2.1\r\n", b"X-Forwarded-For: 192.0.2.9\r\n", 403),
    ],
    ids=["one address", "a header of one's own", "a proxy's header"],
)
def test_an_address_that_asks_for_too_much_is_turned_away_alone(
    studio: RunningStudio, source: str, own: bytes, others: bytes, with_others: int
) -> None:
    half = (HALF % own).replace(b"/start", b"/templates/new/")
    with ExitStack() as held:
        for _n in range(web.WRITING[1]):
            held.enter_context(connected(studio, source)).sendall(half)
        wait_for(lambda: post(studio, source, own) == 429, "it is turned away")
        assert post(studio, source, others) == with_others
        assert ask(studio, "/templates/", source, own) == 302
        assert ask(studio, STOP, source, own) in {302, 405}
        assert ask(studio, "/start", source, own) == 200
        assert post(studio, "127.0.0.3") == 403
    wait_for(lambda: post(studio, source, own) == 403, "it is let in again")


def answered(
    receive: Callable[[int], Any],
    *,
    path: str = "/x/",
    headers: list[tuple[bytes, bytes]] | None = None,
    application: Any = None,
) -> tuple[int, bytes]:
    """What the front answers when it is sent these ASGI messages, one by one."""
    sent: list[Any] = []
    numbers = iter(range(10_000))

    async def receives() -> Any:
        found = receive(next(numbers))
        return await found if asyncio.iscoroutine(found) else found

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        scope: Any = {
            "type": "http",
            "method": "POST",
            "path": path,
            "query_string": b"",
            "http_version": "1.1",
            "headers": headers or [],
            "client": ("192.0.2.1", 5),
            "server": ("127.0.0.1", 8000),
        }
        await web.Front(application or says_headers)(scope, receives, send)

    # A browser test's loop may run in this very thread.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, run()).result()
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:])


def says_headers(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    names = sorted(name for name in environ if name.startswith("HTTP_"))
    return [" ".join([*names, environ["wsgi.input"].read().decode()]).encode()]


def part(body: bytes, *, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


@pytest.mark.parametrize(
    ("name", "method", "lane"),
    [
        ("templates", "GET", "reading"),
        ("template-preview", "POST", "drawing"),
        ("template-document", "PUT", "writing"),
        ("account_login", "GET", "reading"),
        ("account_login", "POST", "hashing"),
        ("task-stop", "POST", "urgent"),
        ("readyz", "GET", "watching"),
    ],
)
def test_what_takes_longer_has_a_lane_beside_what_people_wait_for(
    name: str, method: str, lane: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "name_of", lambda _path: name)
    front = web.Front(says_headers)
    scope: Any = {"method": method, "path": "/", "client": ("192.0.2.1", 5)}
    assert front.way(scope)[0] is getattr(front, lane)


def test_the_lanes_go_by_names_that_addresses_have() -> None:
    def names(patterns: list[Any]) -> Iterator[str]:
        for each in patterns:
            if hasattr(each, "url_patterns"):
                yield from names(each.url_patterns)
            else:
                yield each.name

    found = set(names(get_resolver().url_patterns))
    for those in (web.URGENT_NAMES, web.WATCHING_NAMES, web.DRAWING_NAMES, web.READING_NAMES):
        assert those <= found
    assert found >= web.UPLOADING_NAMES | web.HASHING_NAMES | web.EVENTS_NAMES


def test_a_body_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "BODY_SECONDS", 0.05)
    status, body = answered(lambda n: part(b"half", more=True) if n == 0 else asyncio.sleep(5))
    assert (status, body) == (408, b"The request did not arrive in time. Try again.")


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (b"zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        (b"fr, en;q=0.5", "en"),
        (b"*", "en"),
        (b"x" * 600, "en"),
        (b"\xff\xfe", "en"),
    ],
)
def test_it_is_told_in_the_language_of_who_asks(
    header: bytes, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "BODY_SECONDS", 0.05)
    monkeypatch.setattr(web, "gettext", lambda _sentence: get_language())
    _status, body = answered(lambda _n: asyncio.sleep(5), headers=[(b"accept-language", header)])
    assert body.decode() == says
    cookie = (b"cookie", f"{settings.LANGUAGE_COOKIE_NAME}=zh-hans".encode())
    chosen = [(b"accept-language", header), cookie]
    assert answered(lambda _n: asyncio.sleep(5), headers=chosen)[1] == b"zh-hans"


def test_a_body_that_never_ends_is_turned_away() -> None:
    status, _body = answered(lambda _n: part(b"x" * 2**20, more=True))
    assert status == 413


@pytest.mark.parametrize(
    ("path", "megabytes", "expected"),
    [
        ("/x/", 4, 413),
        (f"/templates/{UUID(int=0)}/uploads/", 4, 200),
        (f"/templates/{UUID(int=0)}/uploads/", 34, 413),
        (f"/templates/{UUID(int=0)}/uploads/", 70, 413),
    ],
    ids=["anything", "an upload", "too large an upload", "one by far"],
)
def test_what_is_too_large_is_heard_out_before_that_is_told_unless_it_is_by_far(
    path: str, megabytes: int, expected: int
) -> None:
    """Who is still sending listens to nothing."""
    heard: list[int] = []

    def receive(n: int) -> dict[str, Any]:
        heard.append(n)
        return part(b"x" * 10**6, more=n + 1 < megabytes)

    headers = [(b"content-length", str(megabytes * 10**6).encode())]
    status, _body = answered(receive, path=path, headers=headers)
    assert status == expected
    assert len(heard) == (megabytes if megabytes < 64 else 0)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a front that waits little and lets an address hold three connections."""
    monkeypatch.setattr(web, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(web, "MOST_CONNECTIONS", 3)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(web.configured(web.Front(says_headers)))
    with ThreadPoolExecutor(1) as apart:
        runs = apart.submit(server.run, [listening])
        yield listening.getsockname()[1]
        server.should_exit = True
        runs.result()


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side ends it within some seconds; what it said before is passed over."""
    connection.settimeout(5)
    try:
        while connection.recv(65536):
            """Its answer to what was asked before."""
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


def is_answered(connection: socket.socket) -> bool:
    connection.sendall(WHOLE)
    answer = b""
    while not answer.endswith(b"0\r\n\r\n"):
        answer += connection.recv(65536)
    return answer.startswith(b"HTTP/1.1 200")


WHOLE = b"GET /x/ HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize("before", [b"", WHOLE], ids=["the first request", "the second"])
def test_a_head_that_never_comes_whole_is_given_up(hasty: int, before: bytes) -> None:
    with socket.create_connection(("127.0.0.1", hasty)) as drips:
        drips.sendall(before + b"GET /x/ HTTP/1.1\r\n")
        for n in range(20):
            time.sleep(0.1)
            try:
                drips.sendall(b"X-%d: 1\r\n" % n)
            except ConnectionError:
                break
        else:
            pytest.fail("it is still listened to")
        assert is_closed(drips)


def test_a_connection_that_says_nothing_is_closed(hasty: int) -> None:
    with socket.create_connection(("127.0.0.1", hasty)) as silent:
        assert is_closed(silent)


def test_an_address_that_holds_too_many_connections_gets_no_more(hasty: int) -> None:
    with ExitStack() as held:
        open_ones = [
            held.enter_context(socket.create_connection(("127.0.0.1", hasty))) for _n in range(3)
        ]
        for one in open_ones:
            assert is_answered(one)
        began = time.monotonic()
        assert is_closed(held.enter_context(socket.create_connection(("127.0.0.1", hasty))))
        assert time.monotonic() - began < 0.4
        for one in open_ones:
            assert is_answered(one)


def test_a_header_counts_as_one_spelling_alone() -> None:
    headers = [(b"x_forwarded_proto", b"https"), (b"x-real", b"1")]
    status, body = answered(lambda _n: part(b"whole", more=False), headers=headers)
    assert (status, body) == (200, b"HTTP_X_REAL whole")
