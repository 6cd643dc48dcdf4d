"""The demo's small server: its files by name, whole or in part, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from pytest_django import Settings

from studio.demo import serving
from studio.demo.serving import DemoServer
from studio.editor.models import LayoutTemplate

FILM = "pendulums.mp4"


def asked(
    server: DemoServer, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request(method, path, headers=dict(headers or {}))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("host.jpg", "image/jpeg"), ("bug.png", "image/png"), (FILM, "video/mp4")],
)
def test_a_file_is_given_by_its_name(server: DemoServer, name: str, media_type: str) -> None:
    answer, body = asked(server, f"/{name}?whatever")
    path = serving.found(name)
    assert path
    assert (answer.status, body) == (200, path.read_bytes())
    assert answer.headers["Content-Type"] == media_type


@pytest.mark.parametrize(
    ("told", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-20", slice(-20, None)),
        ("bytes=5-5", slice(5, 6)),
        ("bytes=0-999999999", slice(0, None)),
    ],
)
def test_a_part_is_given_of_what_a_range_asks_for(
    server: DemoServer, filmed: Path, told: str, part: slice
) -> None:
    whole = (filmed / FILM).read_bytes()
    answer, body = asked(server, f"/{FILM}", headers={"Range": told})
    assert (answer.status, body) == (206, whole[part])
    first = range(len(whole))[part][0]
    span = f"bytes {first}-{first + len(body) - 1}/{len(whole)}"
    assert answer.headers["Content-Range"] == span


@pytest.mark.parametrize("told", ["bytes=9-2", "bytes=-", "bytes=0-1,4-5", "pages=1-2"])
def test_all_is_given_where_no_one_part_is_asked_for(
    server: DemoServer, filmed: Path, told: str
) -> None:
    answer, body = asked(server, f"/{FILM}", headers={"Range": told})
    assert (answer.status, len(body)) == (200, (filmed / FILM).stat().st_size)


@pytest.mark.parametrize("told", ["bytes=99999999-", "bytes=-0"])
def test_no_part_is_given_of_what_is_not_there(server: DemoServer, filmed: Path, told: str) -> None:
    answer, body = asked(server, f"/{FILM}", headers={"Range": told})
    assert (answer.status, body) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{(filmed / FILM).stat().st_size}"


@pytest.mark.parametrize(
    "path", ["/", "/none.jpg", "/../shows.py", "/%2e%2e/shows.py", "/pictures/host.jpg", "//"]
)
def test_nothing_else_is_given(server: DemoServer, path: str) -> None:
    answer, _body = asked(server, path)
    assert answer.status == 404


@pytest.mark.parametrize("name", [FILM, serving.LIVE])
def test_a_head_is_the_same_without_the_body(server: DemoServer, name: str) -> None:
    answer, body = asked(server, f"/{name}", "HEAD")
    assert (answer.status, body) == (200, b"")
    assert answer.headers["Content-Type"].startswith("video/")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("name", [FILM, serving.LIVE])
def test_nothing_is_taken(server: DemoServer, method: str, name: str) -> None:
    answer, _body = asked(server, f"/{name}", method)
    assert answer.status == 501


def test_a_strap_lies_at_the_studio(
    server: DemoServer, demo: list[LayoutTemplate], settings: Settings
) -> None:
    (*_logos, strap) = demo[0].rules.logos or ()
    path = strap.url.removeprefix(f"http://127.0.0.1:{server.server_port}")
    answer, _body = asked(server, path)
    assert answer.status == 302
    assert answer.headers["Location"] == f"http://127.0.0.1:{settings.PORT}{path}"
