"""How the clouds are asked about their tasks: side by side, and with one list for one key."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import wait

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from studio.accounts.models import Workspace
from studio.mixes.models import Account, Connection, MixTask
from studio.mixes.models.rounds import MixTaskQuerySet
from studio.processes.watcher import Watcher, ask, watching
from studio.processes.workers import Rounds
from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.signature import Request
from tests.builders import paid_cloud
from tests.driving.processes import free_ports, wait_for
from tests.volcengine import stand_in
from tests.volcengine.stand_in import StandIn, reply, success

KEYS = ("AKCANARY0000", "SKCANARY0000")
NEXT = ("AKCANARY1111", "SKCANARY1111")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def watcher() -> Watcher:
    return Watcher(Rounds(("watcher",)), at_once=2)


@pytest.fixture
def workspace() -> Workspace:
    return Workspace.objects.embedded()


def a_task(cloud: Connection, name: str, **values: object) -> MixTask:
    own = {"workspace": cloud.workspace, "cloud": cloud, "name": name, "title": name}
    return MixTask.objects.create(**own, task_id=name, status="runing", **values)


def showing(*names: str) -> Fault:
    """A list of these tasks, and whatever else is asked for."""
    rows = [{"Name": each, "Status": "runing", "TaskID": each} for each in names]
    return reply(200, success({"Count": len(rows), "Result": rows}))


@pytest.fixture
def quick() -> Iterator[StandIn]:
    with stand_in.running(showing("quick", "other")) as cloud:
        yield cloud


def actions(cloud: StandIn) -> list[str]:
    return [each.query.split("Action=")[1].split("&")[0] for each in cloud.requests]


def test_an_account_that_answers_late_keeps_no_other_waiting(
    watcher: Watcher, workspace: Workspace, quick: StandIn
) -> None:
    answering = threading.Event()

    def late(_request: Request) -> Fault:
        answering.wait(10)
        return showing("late")

    with stand_in.running(late) as slow:
        a_task(paid_cloud(workspace, name="late", keys=NEXT, url=slow.url), "late")
        task = a_task(paid_cloud(workspace, name="quick", keys=KEYS, url=quick.url), "quick")
        watcher.look()
        asked = dict(watcher.asked)
        wait([asked.pop(task.cloud.account_id)], 5)
        assert MixTask.objects.get(pk=task.pk).seen_at
        watcher.look()
        assert len(slow.requests) <= 1
        answering.set()
        wait([*asked.values(), *watcher.asked.values()], 10)


def test_one_list_tells_of_all_that_have_the_same_key(workspace: Workspace, quick: StandIn) -> None:
    other = Workspace.objects.create(name="Other")
    first = paid_cloud(workspace, name="first", keys=KEYS, url=quick.url)
    second = paid_cloud(other, name="second", keys=KEYS, url=quick.url, account=first.account)
    now = timezone.now()
    tasks = [a_task(first, "quick", detailed_at=now), a_task(second, "other", detailed_at=now)]
    ask(first)
    assert actions(quick) == ["ListCloudMixTask"]
    assert all(MixTask.objects.get(pk=each.pk).seen_at for each in tasks)
    assert not MixTask.objects.due().exists()


def test_a_list_tells_nothing_of_who_has_another_key(workspace: Workspace, quick: StandIn) -> None:
    """Although both count as one account's after a rotation."""
    first = paid_cloud(workspace, name="first", keys=KEYS, url=quick.url)
    second = paid_cloud(workspace, name="second", keys=NEXT, url=quick.url, account=first.account)
    task = a_task(second, "quick")
    ask(first)
    assert MixTask.objects.get(pk=task.pk).seen_at is None


def test_a_list_tells_nothing_of_who_asks_in_another_region(
    workspace: Workspace, quick: StandIn
) -> None:
    """What is signed for one region is another list than that of the next."""
    first = paid_cloud(workspace, name="first", keys=KEYS, url=quick.url)
    second = paid_cloud(workspace, name="second", keys=KEYS, url=quick.url, account=first.account)
    Connection.objects.filter(pk=second.pk).update(region="ap-singapore-1")
    task = a_task(second, "quick")
    ask(first)
    assert MixTask.objects.get(pk=task.pk).seen_at is None


def test_versions_are_asked_for_although_no_status_is_due(
    watcher: Watcher, workspace: Workspace, quick: StandIn
) -> None:
    """Of very many tasks one round asks for a few only."""
    cloud = paid_cloud(workspace, name="many", keys=KEYS, url=quick.url)
    for number in range(MixTaskQuerySet.DETAILS + 1):
        a_task(cloud, f"task-{number}", checked_at=timezone.now())
    for _round in range(2):
        watcher.look()
        wait_for(lambda: not watcher.asked, "all were asked")
    assert actions(quick).count("GetCloudMixTaskDetail") == MixTaskQuerySet.DETAILS + 1
    assert "ListCloudMixTask" not in actions(quick)


def test_an_account_that_gives_no_answer_is_left_alone_for_a_while(
    watcher: Watcher, workspace: Workspace
) -> None:
    """Each of its tasks is still due: it was asked ten times a second."""
    port = free_ports(1)
    cloud = paid_cloud(workspace, name="away", keys=KEYS, url=f"http://127.0.0.1:{port}")
    for number in range(10):
        a_task(cloud, f"task-{number}", checked_at=timezone.now())
    watcher.look()
    wait_for(lambda: not watcher.asked, "it was asked")
    watcher.look()
    assert watcher.asked == {}
    assert MixTask.objects.exclude(detailed_at=None).count() == 1


def test_somebody_who_looks_has_the_list_read(
    watcher: Watcher, workspace: Workspace, quick: StandIn
) -> None:
    cloud = paid_cloud(workspace, name="quick", keys=KEYS, url=quick.url)
    Account.objects.watch([cloud.account_id])
    watcher.look()
    wait(watcher.asked.values(), 10)
    assert "ListCloudMixTask" in actions(quick)


def test_nothing_is_asked_any_more_once_the_process_ends(
    workspace: Workspace, quick: StandIn
) -> None:
    a_task(paid_cloud(workspace, name="quick", keys=KEYS, url=quick.url), "quick")
    rounds = watching()
    rounds.stopped.set()
    rounds.once()
    assert quick.requests == []


def test_a_hundred_that_run_on_are_written_down_together(
    workspace: Workspace, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """One by one, two thousand took half a minute."""
    names = [f"task-{number}" for number in range(100)]
    now = timezone.now()
    with stand_in.running(showing(*names)) as cloud:
        connection = paid_cloud(workspace, name="many", keys=KEYS, url=cloud.url)
        for name in names:
            a_task(connection, name, on_air_at=now, detailed_at=now)
        with django_assert_max_num_queries(30):
            ask(connection)
    assert not MixTask.objects.filter(seen_at=None).exists()
    assert not MixTask.objects.due().exists()
