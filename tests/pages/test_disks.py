"""The data folder's disk is really full, or can really only be read: what there is to see is shown,
and the rest says why.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from bench.faults.asking import Asker, Ledger, Reply
from tests.builders import png
from tests.driving.crowd import made
from tests.driving.disks import filled, needs_a_disk, read_only, small_disk
from tests.driving.processes import RunningStudio, free_ports
from tests.driving.visitor import Visitor
from tests.volcengine.bodies import mixed_rules

pytestmark = needs_a_disk()
MEBIBYTES = 24
FULL, READ_ONLY = "is full. Nothing can be saved", "can only be read. Nothing can be saved"


class Person:
    """Somebody with one template at a studio whose web server alone runs."""

    def __init__(self, studio: RunningStudio) -> None:
        self.studio = studio
        studio.start("web")
        visitor = Visitor(studio.sign_in_link())
        self.asker = Asker(visitor, Ledger())
        self.path = made(visitor, mixed_rules())
        self.version = 2

    def goes(self) -> None:
        """Together with the web server."""
        self.studio.kill("web")
        self.asker.connection.close()

    def sees(self) -> dict[str, int]:
        pages = ["/templates/", "/tasks/", self.path, f"{self.path}opening/"]
        pages.append(f"{self.path}thumbnail.jpg")
        pages += self.pictures(self.asker.get("/templates/"))
        return {page: self.asker.get(page).status for page in pages}

    def pictures(self, gallery: Reply) -> list[str]:
        """Those of the gallery, whether it shows them by now or waits for them."""
        return [html.unescape(found) for found in re.findall(r'src="(/t[^"]+)"', gallery.text)]

    def saves(self, note: str = "") -> Reply:
        # Each time it has another picture.
        rules = mixed_rules()
        rules["InputLayout"]["Scene"]["Layout"][0]["X"] = 10 * self.version
        body = {"rules": rules, "editor_state": {"guides": [note]}, "sequence": 2}
        body["client"] = f"00000000-0000-4000-8000-{self.version:012}"
        headers = {"If-Match": f'"{self.version}"', "Content-Type": "application/json"}
        reply = self.ask("PUT", f"{self.path}document/", json.dumps(body), headers)
        if reply.status == 200:
            self.version = json.loads(reply.text)["version"]
        return reply

    def uploads(self) -> Reply:
        data: Any = png(1280, 720)
        return self.ask("POST", f"{self.path}uploads/", data, {"Content-Type": "image/png"})

    def ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Reply:
        return self.asker.ask(method, path, body, {"Accept": "application/json", **headers})

    def check(self, name: str) -> dict[str, Any]:
        # As a probe does, who is not signed in.
        probe = HTTPConnection("127.0.0.1", self.studio.port)
        probe.request("GET", "/readyz", headers={"Accept": "application/json"})
        checks = json.loads(probe.getresponse().read())["checks"]
        probe.close()
        found: dict[str, Any] = next(each for each in checks if each["name"] == name)
        return found

    def thumbnails(self) -> list[str]:
        return sorted(path.suffix for path in (self.studio.data / "thumbnails").glob("*"))


@pytest.fixture
def person(prepared: Path, tmp_path: Path) -> Iterator[Person]:
    with small_disk(tmp_path, MEBIBYTES):
        shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
        studio = RunningStudio(tmp_path, free_ports(3))
        try:
            yield Person(studio)
        finally:
            studio.stop()


def test_on_a_full_disk(person: Person) -> None:
    assert set(person.sees().values()) == {200}
    assert person.saves("before").status == 200
    kept = person.thumbnails()
    with filled(person.studio.data):
        # Its picture is another one now, and there is no room for it.
        assert set(person.sees().values()) == {200}
        assert person.thumbnails() == kept == [".jpg"]
        replies = [person.saves("1" * 200_000) for _time in range(10)]
        refused = [reply for reply in replies if reply.status != 200]
        upload = person.uploads()
        assert set(person.sees().values()) == {200}
        database = person.check("database")
    assert refused
    assert {reply.status for reply in (*refused, upload)} == {503}
    assert all(FULL in reply.text for reply in (*refused, upload))
    assert not database["well"]
    assert "is full." in database["says"]
    # Left by somebody who was killed over it.
    draft = next((person.studio.data / "thumbnails").glob("*")).with_suffix(".draft")
    draft.touch()
    os.utime(draft, (1, 1))
    assert person.saves("after").status == 200
    assert person.uploads().status == 201
    assert person.check("database")["well"]
    assert set(person.sees().values()) == {200}
    assert person.thumbnails() == [".jpg"]
    assert all(path.suffix == ".png" for path in (person.studio.data / "uploads").glob("*/*"))


@pytest.mark.parametrize("has_log", [True, False], ids=["with its log", "without"])
def test_on_a_disk_that_can_only_be_read(person: Person, has_log: bool) -> None:
    studio = person.studio
    person.goes()
    if not has_log:
        # Who closes it last, takes the log away.
        with closing(sqlite3.connect(studio.data / "studio.sqlite3")) as last:
            last.execute("SELECT * FROM sqlite_master").fetchall()
    assert (studio.data / "studio.sqlite3-wal").exists() == has_log
    with read_only(studio.data):
        studio.start("web")
        if has_log:
            assert set(person.sees().values()) == {200}
        replies = [person.saves(), person.uploads()]
        page = person.asker.get("/templates/")
        pictures = [person.asker.get(address) for address in person.pictures(page)]
        database = person.check("database")
        person.goes()
    assert [reply.status for reply in replies] == [503, 503]
    assert all(READ_ONLY in reply.text for reply in replies)
    assert page.status == (200 if has_log else 503)
    assert has_log or READ_ONLY in page.text
    # Nobody can be asked to draw them: they are shown at once.
    assert [picture.status for picture in pictures] == [200] * has_log
    assert "data-later" not in page.text
    assert not database["well"]
    assert "can only be read." in database["says"]
    studio.start("web")
    assert person.saves("after").status == 200
