"""Two hosts of one studio on one PostgreSQL, which wakes them, and a Redis for what they share.

A clock on each sees to what is due once; what is asked for at one is done at the other.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from studio.waking import NET
from tests.driving import cluster as clusters
from tests.driving.cluster import Cluster, cluster
from tests.driving.processes import ROOT, RunningStudio, wait_for
from tests.driving.several import redis as own
from tests.driving.several.hosts import Hosts, hosts
from tests.driving.several.redis import Redis
from tests.driving.visitor import Visitor, key_in
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY, mixed_rules
from tests.volcengine.stand_in import StandIn, reply, running, success

REASON = clusters.missing() or own.missing()
pytestmark = pytest.mark.skipif(bool(REASON), reason=REASON or "")
# As much of each kind becomes due at once, and both clocks are called then.
MANY = 12
DUE = f"""
import django
django.setup()
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from studio.accounts.models import Workspace
from studio.library.models import Frame, Kind, Wanted
from studio.mixes.models import MixTask, Operation, Push
from studio.waking import wake
from django_tasks_db.models import DBTaskResult
from tests.volcengine.bodies import document

long_ago = timezone.now() - timedelta(minutes=2)
with transaction.atomic():
    workspace = Workspace.objects.embedded()
    names = iter(range(10**6))

    def pushes(**values):
        made = [
            Push.record(
                workspace=workspace, person=workspace.owner(), rules=document(), name=str(number)
            ).pk
            for _time in range({MANY})
            for number in [MixTask.objects.count()]
        ]
        Operation.objects.filter(pk__in=made).update(**values)
        return MixTask.objects.filter(operations__pk__in=made)

    sent = {{"sent_at": long_ago, "unsure": True, "not_before": long_ago}}
    pushes(state="unknown", inquire_at=long_ago, **sent)
    pushes(state="sending", claim="gone", lease_until=long_ago, **sent)
    pushes(state="queued", not_before=long_ago)
    on_air = pushes(state="accepted", settled_at=long_ago, **sent)
    for task in on_air[:3]:
        task.task_id = f"task-{{task.pk}}"
        task.status = "runing"
        task.checked_at = task.detailed_at = long_ago
        task.save()
    addresses = [f"https://192.0.2.1/{{number}}.png" for number in range({MANY})]
    Frame.objects.ask(workspace, [Wanted(each, Kind.PICTURE) for each in addresses])
    Frame.objects.update(requested_at=long_ago)
    DBTaskResult.objects.filter(queue_name="media").delete()
    wake("clock")
"""
# A database that takes its time has both look at the same rows while one claims them.
SLOW = """
CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN PERFORM pg_sleep(0.02); RETURN NEW; END $$;
CREATE TRIGGER slow BEFORE UPDATE ON mixes_operation FOR EACH ROW EXECUTE FUNCTION take_time();
CREATE TRIGGER slow BEFORE UPDATE ON mixes_mixtask FOR EACH ROW EXECUTE FUNCTION take_time();
CREATE TRIGGER slow BEFORE UPDATE ON library_frame FOR EACH ROW EXECUTE FUNCTION take_time();
"""


@pytest.fixture(scope="module")
def database(prepared: Path) -> Iterator[Cluster]:
    """With the studio's tables, to make others like it."""
    with cluster() as made:
        RunningStudio(prepared, 1, {"DATABASE_URL": made.url}).manage("migrate", "--verbosity", "0")
        yield made


@pytest.fixture(scope="module")
def redis() -> Iterator[Redis]:
    with own.redis() as made:
        yield made


@pytest.fixture(scope="module")
def cloud() -> Iterator[StandIn]:
    """It has no tasks."""
    with running(reply(200, success({"Count": 0, "Result": []}))) as made:
        yield made


@pytest.fixture(scope="module")
def two(
    database: Cluster,
    redis: Redis,
    cloud: StandIn,
    prepared: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Hosts]:
    """Two clocks, which were called when much was due at once; no worker, to count what is asked
    of one.
    """
    url = database.create("clocks", like="postgres")
    with psycopg.connect(url) as asks:
        asks.execute(SLOW)
    named = {
        "DATABASE_URL": url,
        "REDIS_URL": redis.url,
        "VOLC_ACCESSKEY": ACCESS_KEY,
        "VOLC_SECRETKEY": SECRET_KEY,
        "VOLC_LIVE_URL": cloud.url,
    }
    with hosts(tmp_path_factory.mktemp("clocks"), prepared, **named) as made:
        for host in made:
            host.begin("clock")
        for host in made:
            wait_for((host.data / "beats" / "clock").exists, "its clock works")
        due(made)
        yield made


@pytest.fixture(scope="module")
def show(
    database: Cluster, redis: Redis, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hosts]:
    """Pages at one host, and who works at the other."""
    named = {"DATABASE_URL": database.create("show", like="postgres"), "REDIS_URL": redis.url}
    with hosts(tmp_path_factory.mktemp("show"), prepared, **named) as made:
        made[0].start("sandbox", "web")
        made[1].start("cloud", "clock")
        yield made


def due(two: Hosts) -> None:
    subprocess.run([sys.executable, "-c", DUE], cwd=ROOT, env=two[0].all_environment, check=True)


def rows(two: Hosts, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(two[0].environment["DATABASE_URL"], autocommit=True) as asks:
        return asks.execute(query).fetchall()


def jobs(two: Hosts, name: str) -> Counter[str]:
    """How many jobs of that kind there are for each row."""
    found = rows(
        two,
        "SELECT args_kwargs FROM django_tasks_database_dbtaskresult"
        f" WHERE task_path LIKE '%.{name}'",
    )
    return Counter(args["args"][0] for (args,) in found)


def test_what_was_lost_is_woken_once(two: Hosts) -> None:
    wait_for(lambda: len(jobs(two, "carry_out")) >= MANY, "lost pushes are woken", 20)
    assert set(jobs(two, "carry_out").values()) == {1}
    wait_for(lambda: len(jobs(two, "fetch_frame")) >= MANY, "lost pictures are fetched", 20)
    assert set(jobs(two, "fetch_frame").values()) == {1}


def test_what_lapsed_is_settled_and_on_record_once(two: Hosts) -> None:
    asked = "SELECT count(*) FROM audit_entry WHERE act = 'pushed' AND outcome = 'unknown'"
    wait_for(lambda: rows(two, asked)[0][0], "they are on record", 20)
    assert rows(two, asked) == [(MANY,)]


def test_one_list_tells_of_all_that_is_unknown(two: Hosts) -> None:
    """Those that lapsed in the same round may become due a moment later."""
    wait_for(lambda: jobs(two, "inquire"), "somebody inquires", 20)
    assert sum(jobs(two, "inquire").values()) <= 2


def test_the_cloud_is_asked_for_one_list(two: Hosts, cloud: StandIn) -> None:
    """And once for each task that is not in it, each time that they are due: no two clocks at the
    same moment. Every three seconds they are, which a busy computer may take for a round.
    """

    def asked() -> dict[str, list[datetime]]:
        """When what was asked of which task, to the second that was signed."""
        found: dict[str, list[datetime]] = {}
        for each in list(cloud.requests):
            signed = datetime.strptime(each.headers["x-date"], "%Y%m%dT%H%M%S%z")
            found.setdefault(str(json.loads(each.body).get("TaskID", "list")), []).append(signed)
        return found

    wait_for(lambda: len(asked()) >= 4, "it is asked", 60)
    between = [later - first for times in asked().values() for first, later in pairwise(times)]
    assert all(between)


def push(visitor: Visitor, name: str) -> None:
    """A template of mine."""
    template = visitor.post("/templates/new/").removeprefix(visitor.origin)
    body = {"rules": mixed_rules(), "editor_state": {}, "client": str(uuid4()), "sequence": 1}
    assert '"version"' in visitor.put(f"{template}document/", body, version=1)
    dialog = visitor.get(f"{template}push/")
    fields = {name: key_in(dialog, name) for name in ("key", "version")}
    assert "/tasks/" in visitor.post(f"{template}push/", name=name, **fields)


def sent(show: Hosts) -> int:
    """How many pushes the cloud has accepted."""
    asked = "SELECT count(*) FROM mixes_operation WHERE state = 'accepted'"
    return int(rows(show, asked)[0][0])


def redis_is_well(visitor: Visitor) -> bool:
    checks = json.loads(visitor.get("/readyz"))["checks"]
    return {each["name"]: bool(each["well"]) for each in checks}["redis"]


def test_what_is_pushed_at_one_host_is_sent_by_the_other_which_postgresql_wakes(
    show: Hosts, redis: Redis
) -> None:
    visitor = Visitor(show[0].sign_in_link())
    push(visitor, "one")
    wait_for(lambda: sent(show) == 1, "it is sent", 2 * NET)
    tells = "SELECT process FROM processes_hostprocess ORDER BY process"
    assert rows(show, tells) == [("clock",), ("cloud",)]
    assert redis.calls("subscribe") > 0
    assert redis.calls("publish") == 0


def test_nothing_is_lost_while_redis_is_away(show: Hosts, redis: Redis) -> None:
    visitor = Visitor(show[0].sign_in_link())
    redis.stop()
    try:
        push(visitor, "two")
        wait_for(lambda: sent(show) == 2, "it is sent", 3 * NET)
        assert not redis_is_well(visitor)
    finally:
        redis.start()
    wait_for(lambda: redis_is_well(visitor), "Redis answers", NET)
    wait_for(lambda: redis.calls("subscribe") > 0, "they listen again", NET)
