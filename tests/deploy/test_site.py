"""A studio on several hosts of a network, behind its proxy: what becomes of the work when one of
them is killed, or nobody hears of it any more.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
import time
from argparse import Namespace
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bench.load import __main__ as load
from bench.load.places import SeveralHosts
from bench.load.room import Room
from bench.panels import Script
from studio.volcengine.sandbox.tasks import FILE_NAME
from tests.driving.crowd import made, page_headers
from tests.driving.processes import ROOT, wait_for
from tests.driving.pushing import push
from tests.driving.several import site as sites
from tests.driving.several.site import WEB, WORKERS, Site, site
from tests.volcengine.bodies import mixed_rules

REASON = sites.missing()
pytestmark = pytest.mark.skipif(bool(REASON), reason=REASON or "")
# Within so many seconds it is told, and after a fault all is as it was.
SOON = 10.0
# What is not well where nobody works.
SEEN_TO = {"jobs", "clock", "storage", "hosts"}
WATCHES = "a-token-that-is-quite-long-enough"
# Somebody at a host that is cut off in the middle of a save.
HOLDS = """
import sys, time, django
django.setup()
from django.db import transaction
from studio.editor.models import LayoutTemplate
with transaction.atomic():
    list(LayoutTemplate.objects.select_for_update().filter(pk=sys.argv[1]))
    print("holds", flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def studio(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    named = {"DJANGO_SETTINGS_MODULE": "tests.driving.settings", "STUDIO_METRICS": WATCHES}
    with site(tmp_path_factory.mktemp("site"), prepared, **named) as made:
        yield made


def first_box(rules: Any) -> Any:
    return rules["InputLayout"]["Scene"]["Layout"][0]


@dataclass
class Editor:
    """Somebody who sets the first box one further right, and repeats what was not acknowledged."""

    site: Site
    path: str
    saved: int = 0
    refused: int = 0

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """0 where nothing is answered, as where the proxy says so."""
        told = page_headers(self.site.guest) | headers
        with closing(self.site.guest.connection(5)) as asks:
            try:
                asks.request(method, f"{self.path}{path}", json.dumps(body), told)
                answer = asks.getresponse()
                said = answer.read()
                return answer.status, json.loads(said)
            except (OSError, HTTPException, ValueError):
                return 0, None

    def held(self) -> tuple[int, int]:
        """The version that the studio has, and where its first box lies."""
        while (said := self.ask("GET", "opening/"))[0] != 200:
            time.sleep(0.2)
        return said[1]["version"], first_box(said[1]["rules"])["X"]

    def add_one(self) -> None:
        """Until it is acknowledged; what somebody else saved meanwhile is gone on from."""
        version, place = self.held()
        client = str(uuid4())
        while True:
            rules = mixed_rules()
            first_box(rules)["X"] = place + 1
            body = {"rules": rules, "editor_state": {}, "client": client, "sequence": 1}
            status, said = self.ask("PUT", "document/", body, **{"If-Match": f'"{version}"'})
            if status == 200:
                self.saved += 1
                return
            if status == 409:
                self.refused += 1
                version, place = said["version"], first_box(said["rules"])["X"]
            else:
                time.sleep(0.2)


def shown(site: Site, place: int = 0) -> str:
    """The path of a new template, whose first box lies so far right."""
    rules = mixed_rules()
    first_box(rules)["X"] = place
    return made(site.guest, rules)


def on_air(site: Site, task: str) -> bool:
    return bool(site.call("GET", f"tasks/{task}/state")[0]["on_air"])


def at_the_cloud(site: Site) -> Counter[str]:
    """How many tasks it has by each name."""
    file = f"file:{site.sandbox / FILE_NAME}?mode=ro"
    with closing(sqlite3.connect(file, uri=True, timeout=20)) as database:
        return Counter(name for (name,) in database.execute("SELECT name FROM tasks"))


def metrics(site: Site, name: str) -> list[str]:
    """What that host tells who collects them."""
    pair = b64encode(f"metrics:{WATCHES}".encode()).decode()
    told = {"Host": "localhost", "Authorization": f"Basic {pair}"}
    with closing(site.connection(name)) as asks:
        asks.request("GET", "/metrics", headers=told)
        return asks.getresponse().read().decode().splitlines()


def test_a_host_that_only_answers_is_well_while_another_works(studio: Site) -> None:
    for name in WEB:
        status, checks = studio.ready(name)
        assert (status, set(checks.values())) == (200, {True})


def test_a_show_is_made_and_run_by_hosts_that_take_turns(studio: Site) -> None:
    path = shown(studio)
    body = {"rules": mixed_rules(), "editor_state": {}}
    with closing(studio.guest.connection(30)) as asks:
        asks.request("POST", f"{path}preview/", json.dumps(body), page_headers(studio.guest))
        answer = asks.getresponse()
        assert (answer.status, len(answer.read()) > 1000) == (200, True)
    task = push(studio.guest).split("/")[2]
    wait_for(lambda: on_air(studio, task), "it is on air")
    template = shown(studio, 100).strip("/").split("/")[-1]
    tag = studio.call("PUT", f"tasks/{task}/preview", {"template": template})[1]
    armed = studio.call("POST", f"tasks/{task}/arm", If_Match=tag)[0]["armed"]
    once = {"If_Match": tag, "Idempotency_Key": str(uuid4())}
    studio.call("POST", f"tasks/{task}/take", {"armed": armed}, **once)

    def outcome() -> str:
        return str(studio.call("GET", f"tasks/{task}/state")[0]["latest"]["outcome"])

    wait_for(lambda: outcome() == "applied", "the take is applied")
    studio.guest.post(f"/tasks/{task}/stop/")
    wait_for(lambda: not on_air(studio, task), "it has ended")

    def has_answered(name: str) -> bool:
        return any('view="api-' in line for line in metrics(studio, name))

    wait_for(lambda: all(map(has_answered, WEB)), "each tells of answers of its own", 2 * SOON)


def test_all_are_answered_while_all_work_at_hosts(
    studio: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`python -m bench.load --hosts` is the large one, which is timed."""
    monkeypatch.setattr(load, "WARM_SECONDS", 0.5)
    place = SeveralHosts(studio)
    room = Room(place, Script(place.visitor, place.token), mixed_rules())
    room.fill(1)
    options = Namespace(callbacks=5.0, pictures=2.0, panels=2, seconds=2.0)
    found = load.step(room, 2, options)
    assert found["errors"] == 0, found
    assert {name: found["saves"][name] for name in load.WRONG} == dict.fromkeys(load.WRONG, 0)
    assert found["saves"]["acknowledged"] >= 2
    assert found["panels_told"] == 2
    assert all(found["parts"]["mib"].values())


def test_what_two_save_at_two_hosts_is_refused_or_kept(studio: Site) -> None:
    """A version that is not the newest is refused, at whichever host; nothing that was taken is
    lost.
    """
    editors = [Editor(studio, shown(studio))]
    editors += [Editor(studio, editors[0].path) for _editor in range(3)]
    with ThreadPoolExecutor(len(editors)) as threads:
        list(threads.map(lambda editor: [editor.add_one() for _time in range(5)], editors))
    assert editors[0].held() == (2 + 20, 20)
    assert sum(editor.refused for editor in editors) > 0


def test_what_a_worker_was_killed_at_the_other_one_does_once(studio: Site) -> None:
    tasks = [push(studio.guest).split("/")[2] for _task in range(3)]
    studio.kill(WORKERS[0])

    def is_missed() -> bool:
        return not studio.ready(WEB[0])[1]["hosts"]

    try:
        wait_for(is_missed, "the others miss it", SOON)
        tasks += [push(studio.guest).split("/")[2] for _task in range(2)]
        settled = "SELECT count(*) FROM mixes_operation WHERE state NOT IN ('accepted', 'refused')"
        wait_for(lambda: studio.rows(settled) == [(0,)], "all are sent", 150)
        assert set(at_the_cloud(studio).values()) == {1}
        wait_for(lambda: all(on_air(studio, task) for task in tasks), "all are on air", 90)
        assert studio.is_well(WEB[0])
    finally:
        studio.begin(WORKERS[0])
    wait_for(lambda: not is_missed(), "it is there again", 3 * SOON)


def test_hosts_say_soon_that_nobody_works_and_that_somebody_does(studio: Site) -> None:
    for name in WORKERS:
        studio.kill(name)
    try:
        wait_for(lambda: not studio.is_well(WEB[0]), "it says so", SOON)
        checks = studio.ready(WEB[1])[1]
        assert {name for name, is_well in checks.items() if not is_well} <= SEEN_TO
    finally:
        for name in WORKERS:
            studio.begin(name)
    wait_for(lambda: all(map(studio.is_well, WEB)), "it is well again")


def test_saves_go_on_while_a_host_is_cut_off(studio: Site) -> None:
    editors = [Editor(studio, shown(studio)) for _editor in range(4)]
    over = threading.Event()

    def work(editor: Editor) -> None:
        while not over.is_set():
            editor.add_one()

    def all_save() -> bool:
        return all(editor.saved > count for editor, count in zip(editors, before, strict=True))

    with ThreadPoolExecutor(len(editors)) as threads:
        working = [threads.submit(work, editor) for editor in editors]
        try:
            time.sleep(0.5)
            with studio.network.hosts[WEB[0]].cut_off():
                before = [editor.saved for editor in editors]
                wait_for(all_save, "everybody saves by the other host", 2 * SOON)
                assert studio.ready(WEB[0])[0] == 0
            wait_for(lambda: studio.is_well(WEB[0]), "it is well again", SOON)
            # Those of the proxy may take it for away a little longer.
            before = [editor.saved for editor in editors]
            wait_for(all_save, "everybody saves", SOON)
        finally:
            over.set()
    for each in working:
        each.result()
    for editor in editors:
        version, place = editor.held()
        assert place >= editor.saved
        assert version - 2 == place


def test_what_a_host_that_is_cut_off_holds_is_let_go(studio: Site) -> None:
    """Amid a save it has the template’s row locked, and tells nobody that it is gone."""
    editor = Editor(studio, shown(studio))
    host = studio.network.hosts[WEB[0]]
    pk = editor.path.strip("/").split("/")[-1]
    command = [*host.within, sys.executable, "-c", HOLDS, pk]
    env = studio.studios[WEB[0]].all_environment
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout
            assert holder.stdout.readline() == b"holds\n"
            with host.cut_off():
                began = time.monotonic()
                editor.add_one()
                assert time.monotonic() - began < SOON + 5
        finally:
            holder.kill()
