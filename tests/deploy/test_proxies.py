"""nginx and Caddy before a studio, by the files that docs/deploy.md has people install."""

from __future__ import annotations

import json
import re
import shutil
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import trustme

from studio.editor.views.uploads import MAX_BYTES
from studio.processes.web import MOST_BYTES, MOST_UPLOADED_BYTES
from tests.builders import png
from tests.deploy.proxies import (
    NAME,
    PROXIES,
    Certificate,
    Front,
    adapted,
    certificate,
    missing,
)
from tests.deploy.visiting import ADDRESS, CLAIMS, Member, Said, ask, connection
from tests.driving.processes import ROOT, RunningStudio, free_ports, wait_for
from tests.driving.pushing import push
from tests.volcengine.bodies import mixed_rules

PERSON, PASSWORD = "ada", "four plain words and a CANARY 7"
WATCHES = "a-token-that-is-quite-long-enough"
# Soon, for what is told at once; it takes longer to be told by what holds back what is small.
SOON = 2.0
SET = f"""
from studio.accounts.models import Role, Scope, User, Workspace
from tests.access import issued
workspace = Workspace.objects.embedded()
ada = User.objects.create_user("{PERSON}", password="{PASSWORD}")
workspace.memberships.create(user=ada, role=Role.ADMIN)
print(issued(ada, workspace, list(Scope))["Authorization"])
"""
LOOK = mixed_rules(
    InputSource=[{"ID": "2", "Layer": 1, "Type": "vod", "Url": "https://example.org/2.mp4"}]
)
SECRET = "/tasks/5f3b2c8e-0000-4000-8000-000000000000/tally/shared/CANARYofalink/"


@dataclass(frozen=True)
class Behind:
    """A studio that runs as docs/deploy/environment has it, and the word of one of its tokens."""

    studio: RunningStudio
    token: str


@dataclass
class Seen:
    """A studio as it is met at its proxy."""

    behind: Behind
    front: Front
    trusted: ssl.SSLContext

    @cached_property
    def member(self) -> Member:
        return Member(self.front.port, self.trusted, PERSON, PASSWORD)

    @cached_property
    def task(self) -> str:
        """One on air, that the member has pushed."""
        task = push(self.member).split("/")[2]
        wait_for(lambda: self.call("GET", f"tasks/{task}/state").json["on_air"], "it is on air")
        return task

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Said:
        return ask(self.front.port, self.trusted, method, path, body, **headers)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Said:
        """The API."""
        sent = None if body is None else json.dumps(body).encode()
        told = {"Authorization": self.behind.token, "Content-Type": "application/json"} | headers
        return self.ask(method, f"/api/v1/{path}", sent, **told)

    def send(self, method: str, path: str, size: int, body: bytes = b"", **headers: str) -> Said:
        """From a page, so many bytes."""
        whole = body + bytes(size - len(body))
        return self.ask(method, path, whole, **self.member.headers(), **headers)

    @cached_property
    def template(self) -> str:
        """The address of one, that shows another source than what is pushed."""
        path = self.member.post("/templates/new/").removeprefix(self.member.origin)
        body = {"rules": LOOK, "editor_state": {}, "client": str(uuid4()), "sequence": 1}
        self.member.put(f"{path}document/", body, version=1)
        return path


@pytest.fixture(scope="module")
def behind(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    data = tmp_path_factory.mktemp("behind")
    shutil.copytree(prepared, data, dirs_exist_ok=True)
    said = adapted("environment", {"STUDIO_DATA=/var/lib/mix-studio": "", "DATABASE_URL": "#"})
    lines = [line for line in said.splitlines() if line and not line.startswith("#")]
    environment = dict(line.split("=", 1) for line in lines)
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.driving.settings", "STUDIO_METRICS": WATCHES}
    studio = RunningStudio(data, free_ports(3), environment, log=data.with_suffix(".log"))
    token = studio.manage("shell", "--no-imports", "--command", SET).strip()
    studio.begin()
    try:
        wait_for(lambda: is_well(studio.port), "it is ready")
        yield Behind(studio, token)
    finally:
        studio.stop()


def test_its_log_says_that_it_is_ready_and_signs_nobody_in(behind: Behind) -> None:
    log = behind.studio.log
    assert log
    ready = f"Mix Studio is ready: https://{NAME}\n"
    wait_for(lambda: ready in log.read_text(), "it says so")
    assert "/start" not in log.read_text()
    assert "Traceback" not in log.read_text()


def test_prometheus_is_told_as_its_example_asks(behind: Behind) -> None:
    example = (ROOT / "docs" / "monitoring" / "prometheus.yml").read_text(encoding="utf-8")
    (host,) = re.findall(r'targets: \["(.*)"\]', example)
    pair = b64encode(f"metrics:{WATCHES}".encode()).decode()
    with closing(HTTPConnection("127.0.0.1", behind.studio.port, timeout=10)) as asks:
        asks.request("GET", "/metrics", headers={"Host": host, "Authorization": f"Basic {pair}"})
        answer = asks.getresponse()
        assert (answer.status, b"mixstudio_database_up 1" in answer.read()) == (200, True)


def is_well(port: int) -> bool:
    """As a probe on the same computer asks."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as asks:
        try:
            asks.request("GET", "/readyz", headers={"Host": NAME})
            return asks.getresponse().status == 200
        except OSError:
            return False


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def proven(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(authority, tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def trusted(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture(scope="module", params=sorted(PROXIES))
def name(request: pytest.FixtureRequest) -> str:
    """Of a proxy."""
    found: str = request.param
    if why := missing(found):
        pytest.skip(why)
    return found


@pytest.fixture(scope="module")
def seen(
    name: str,
    behind: Behind,
    proven: Certificate,
    trusted: ssl.SSLContext,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Seen]:
    folder = tmp_path_factory.mktemp(name)
    with PROXIES[name](folder, behind.studio.port, proven) as front:
        yield Seen(behind, front, trusted)


def test_who_signs_in_is_on_record_by_their_own_address_whatever_they_claim(seen: Seen) -> None:
    assert seen.member
    last = "SELECT address FROM audit_entry WHERE act = 'signed-in' ORDER BY id DESC LIMIT 1"
    assert seen.behind.studio.rows(last) == [(ADDRESS,)]


def test_a_request_is_known_by_the_proxys_id_whatever_they_claim(seen: Seen) -> None:
    """The studio's own would be half as long."""
    known = {
        seen.ask("GET", "/healthz", None, **CLAIMS).headers["X-Request-ID"] for _time in range(2)
    }
    assert len(known) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", each.replace("-", "")) for each in known), known


def events(answer: HTTPResponse) -> Iterator[dict[str, Any]]:
    """What a panel is told, as it comes."""
    while line := answer.readline():
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def test_what_is_pushed_is_taken_and_panels_are_told_at_once(seen: Seen) -> None:
    path = f"tasks/{seen.task}"
    with closing(connection(seen.front.port, seen.trusted)) as panel:
        began = time.monotonic()
        headers = {"Authorization": seen.behind.token, "Accept": "text/event-stream"}
        panel.request("GET", f"/api/v1/{path}/events", headers=headers)
        told = events(panel.getresponse())
        assert next(told)["on_air"]
        assert time.monotonic() - began < SOON
        look = seen.template.split("/")[2]
        tag = seen.call("PUT", f"{path}/preview", {"template": look}).headers["ETag"]
        armed = seen.call("POST", f"{path}/arm", If_Match=tag).json["armed"]
        key = {"If_Match": tag, "Idempotency_Key": str(uuid4())}
        taken = seen.call("POST", f"{path}/take", {"armed": armed}, **key)
        assert taken.status in (200, 201, 202)
        assert any(is_applied(state, taken.json["id"]) for state in told)


def is_applied(state: dict[str, Any], take: str) -> bool:
    latest = state["latest"]
    return bool((latest["id"], latest["outcome"]) == (take, "applied"))


def test_the_largest_upload_is_taken(seen: Seen) -> None:
    path = f"{seen.template}uploads/?name=logo.png"
    taken = seen.send("POST", path, MAX_BYTES, png(64, 36))
    assert taken.status == 201, taken
    assert taken.json["url"].startswith(f"https://{NAME}/u/")


@pytest.mark.parametrize(
    ("size", "says"),
    [
        (MAX_BYTES + 1, "A picture that is uploaded has"),
        (MOST_UPLOADED_BYTES + 1, "This is larger than the studio takes."),
    ],
)
def test_a_larger_one_is_refused_by_the_studio_in_its_words(
    seen: Seen, size: int, says: str
) -> None:
    for _time in range(3):
        refused = seen.send("POST", f"{seen.template}uploads/", size, png(64, 36))
        assert (refused.status, says in refused.body.decode()) == (413, True), refused


def test_a_body_that_is_too_large_is_refused_in_the_readers_language(seen: Seen) -> None:
    for size in (MOST_BYTES + 1, 8 * MOST_BYTES):
        refused = seen.send("PUT", f"{seen.template}document/", size, Accept_Language="zh-CN")
        assert (refused.status, refused.body.decode()) == (413, "内容过大，超出上限。")


def test_a_script_is_told_so_as_a_problem(seen: Seen) -> None:
    refused = seen.call("POST", "validate", "x" * MOST_BYTES)
    assert (refused.status, refused.headers["Content-Type"]) == (413, "application/problem+json")


def test_nothing_is_compressed_but_what_the_studio_compresses(seen: Seen) -> None:
    page = seen.ask("GET", "/sign-in/", Accept_Encoding="gzip, br")
    assert "Content-Encoding" not in page.headers
    style = page.body.decode().partition('rel="stylesheet" href="')[2].partition('"')[0]
    styles = seen.ask("GET", style, Accept_Encoding="gzip")
    assert (styles.status, styles.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in styles.headers["Cache-Control"]


def test_browsers_are_told_once_to_stay_with_tls(seen: Seen) -> None:
    headers = seen.member.opener.open(f"{seen.member.origin}/sign-in/").headers
    told = headers.get_all("Strict-Transport-Security")
    assert told == ["max-age=31536000; includeSubDomains; preload"]


def test_who_comes_without_tls_is_led_to_it(seen: Seen) -> None:
    with closing(HTTPConnection("127.0.0.1", seen.front.plain, timeout=10)) as asks:
        asks.request("GET", "/templates/?q=x", headers={"Host": NAME})
        answer = asks.getresponse()
    assert answer.status in (301, 308)
    assert answer.headers["Location"] == f"https://{NAME}/templates/?q=x"


def test_no_address_of_a_link_is_in_a_log_also_where_the_studio_is_away(
    name: str, proven: Certificate, trusted: ssl.SSLContext, seen: Seen, tmp_path: Path
) -> None:
    assert seen.ask("GET", SECRET).status == 404
    assert "CANARY" not in seen.front.written()
    with PROXIES[name](tmp_path, free_ports(1), proven) as alone:
        assert ask(alone.port, trusted, "GET", SECRET, Referer=SECRET).status == 502
    assert (tmp_path / "log").exists()
    assert "CANARY" not in alone.written()
