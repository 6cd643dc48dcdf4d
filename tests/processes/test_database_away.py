"""A database that is away ends nothing: pages say so, workers wait, and all goes on by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import pytest

from studio.waking import NET
from tests.driving import cluster as clusters
from tests.driving.cluster import Cluster, cluster
from tests.driving.processes import WHOLE, RunningStudio, answers, free_ports, wait_for
from tests.driving.visitor import Visitor, key_in
from tests.volcengine.bodies import mixed_rules

REASON = clusters.missing()
pytestmark = pytest.mark.skipif(bool(REASON), reason=REASON or "")
# What the studio needs to be itself again, once its database is.
SOON = 10.0
# Long enough for whatever tries again later and later to have paused for longer than that.
AWAY = 12.0
# Connections at once, of two processes and those who listen: more than a pool tries one by one.
MANY = 8


@pytest.fixture(scope="module")
def database() -> Iterator[Cluster]:
    with cluster() as made:
        yield made


@pytest.fixture(scope="module")
def studio(database: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    """Started before its database."""
    settings = {"DATABASE_URL": database.url, "DJANGO_SETTINGS_MODULE": "tests.driving.settings"}
    studio = RunningStudio(tmp_path_factory.mktemp("data"), free_ports(3), settings)
    database.stop()
    studio.begin()
    time.sleep(1)
    assert studio.processes[WHOLE].poll() is None
    database.start()
    wait_for(lambda: answers(studio.url), "the page is served")
    yield studio
    studio.stop()


def is_unhurt(studio: RunningStudio) -> bool:
    return all(child.ends == 0 for child in studio.children())


def test_an_idle_studio_leaves_its_database_alone(studio: RunningStudio, database: Cluster) -> None:
    """Nobody looks, nothing is on air: at most ten connections, and five transactions a second."""
    visitor = Visitor(studio.sign_in_link())
    with ThreadPoolExecutor(8) as people:
        list(people.map(visitor.get, ["/templates/"] * 32))
    assert database.activity()[0] > 2
    # A connection tells of its last transactions when it is closed: those of pages by then.
    wait_for(lambda: database.activity()[0] == 2, "only those who listen are connected", 3 * SOON)
    _, before = database.activity()
    # In a shorter time no round of the clock may fall, or a whole one.
    time.sleep(NET)
    connections, after = database.activity()
    assert connections <= 10
    assert (after - before) / NET <= 5


def test_a_push_goes_on_air_after_the_database_was_restarted(
    studio: RunningStudio, database: Cluster
) -> None:
    visitor = Visitor(studio.sign_in_link())
    template = visitor.post("/templates/new/").removeprefix(visitor.origin)
    database.restart()
    body = {"rules": mixed_rules(), "editor_state": {}, "client": str(uuid4()), "sequence": 1}
    wait_for(
        lambda: '"version"' in visitor.put(f"{template}document/", body, version=1),
        "a save is taken",
        SOON,
    )
    dialog = visitor.get(f"{template}push/")
    fields = {name: key_in(dialog, name) for name in ("key", "version")}
    database.restart()
    task = ""

    def pushed() -> bool:
        nonlocal task
        task = visitor.post(f"{template}push/", name="away", **fields)
        return "/tasks/" in task

    wait_for(pushed, "the push is taken", SOON)
    database.restart()
    page = task.removeprefix(visitor.origin)
    wait_for(lambda: 'data-state="on_air"' in visitor.get(page), "it is on air", 2 * SOON)
    assert is_unhurt(studio)


def test_connections_that_the_database_closed_cost_nobody_an_answer(
    studio: RunningStudio, database: Cluster
) -> None:
    visitor = Visitor(studio.sign_in_link())
    # Of those that read and those that write each process has as many threads, and connections.
    acts = [partial(visitor.get, "/templates/"), partial(visitor.post, "/templates/tour/")] * 16
    for _ in range(3):
        with ThreadPoolExecutor(len(acts)) as people:
            list(people.map(lambda act: act(), acts))
        assert database.hang_up() >= MANY
        # What was under way as a connection was closed has failed by then: nothing of pages.
        time.sleep(0.5)
        began = time.monotonic()
        assert 'id="act"' in visitor.get("/templates/")
        assert time.monotonic() - began < 1
    assert is_unhurt(studio)


def test_pages_say_that_the_data_cannot_be_reached(
    studio: RunningStudio, database: Cluster
) -> None:
    visitor = Visitor(studio.sign_in_link())
    database.stop()
    try:
        began = time.monotonic()
        while time.monotonic() - began < AWAY:
            page = visitor.get("/templates/")
            assert "The studio cannot reach its data" in page
            assert "saved as soon as it is back" in page
    finally:
        database.start()
    wait_for(lambda: "cannot reach" not in visitor.get("/templates/"), "it is back", SOON)
    assert is_unhurt(studio)
