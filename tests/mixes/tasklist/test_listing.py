"""The list of tasks: groups with their counts, words, and what waits for a person."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studio.mixes.models import Account, MixTask, Operation, Push
from tests import builders
from tests.builders import Cast, client_for
from tests.mixes.conftest import sandbox_cloud
from tests.mixes.control.controlling import HTMX

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.viewer)


def task(cast: Cast, name: str, status: str = "runing", **values: Any) -> MixTask:
    push = Push.record(
        workspace=cast.workspace, person=cast.owner, rules=builders.document(), name=name
    )
    Operation.objects.filter(pk=push.pk).update(state="accepted")
    MixTask.objects.filter(pk=push.task.pk).update(task_id=name, status=status, **values)
    return MixTask.objects.get(pk=push.task.pk)


def page(client: Client, **query: str) -> str:
    return client.get(reverse("tasks"), query).content.decode()


def counts(text: str) -> dict[str, int]:
    found = re.findall(r'id="group-(\w+)".*?class="num">(\d+)<', text, re.S)
    return {key: int(count) for key, count in found}


def test_groups_say_how_many_they_hold(client: Client, cast: Cast) -> None:
    task(cast, "one")
    task(cast, "two", "done", ended_at=timezone.now())
    task(cast, "three", began_at=timezone.now() - timedelta(days=2, hours=21))
    MixTask.objects.create(
        workspace=cast.workspace,
        name="x",
        title="x",
        cloud=sandbox_cloud(),
        task_id="x",
        status="runing",
    )
    expected = {"all": 4, "running": 3, "needs": 1, "ended": 1, "elsewhere": 1}
    assert counts(page(client)) == expected


@pytest.mark.parametrize("group", ["running", "needs", "ended", "elsewhere"])
def test_an_empty_group_says_so(client: Client, cast: Cast, group: str) -> None:
    task(cast, "one", "prestop")
    assert "No task is like this." in page(client, group=group)


@pytest.mark.parametrize(
    "values",
    [
        {"drifted_at": timezone.now()},
        {"began_at": timezone.now() - timedelta(days=2, hours=21)},
    ],
)
def test_what_waits_for_a_person_is_found_at_once(
    client: Client, cast: Cast, values: dict[str, Any]
) -> None:
    task(cast, "one")
    waiting = task(cast, "two", **values)
    text = page(client, group="needs")
    assert f"task-{waiting.pk}" in text
    assert counts(text)["needs"] == 1


def test_an_unknown_outcome_waits_for_a_person(client: Client, cast: Cast) -> None:
    row = task(cast, "one")
    row.operations.update(state="unknown")
    assert counts(page(client))["needs"] == 1


@pytest.mark.parametrize("words", ["THURSDAY", "thurs talk", "chairs"])
def test_words_find_what_people_call_it(client: Client, cast: Cast, words: str) -> None:
    row = task(cast, "thursday-talk", program_title="Two chairs")
    task(cast, "match")
    text = page(client, q=words)
    assert re.findall(r'id="task-([0-9a-f-]{36})"', text) == [str(row.pk)]


def test_words_are_never_taken_for_markup(client: Client, cast: Cast) -> None:
    task(cast, "one")
    assert "<script>x" not in page(client, q="<script>x")


def test_a_group_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get(reverse("tasks"), {"group": "x"}).status_code == 404


def test_running_tasks_come_first(client: Client, cast: Cast) -> None:
    running = task(cast, "old")
    task(cast, "new", "done", ended_at=timezone.now())
    first = re.findall(r'id="task-([0-9a-f-]{36})"', page(client))[0]
    assert first == str(running.pk)


def test_says_how_many_cost_money_now(client: Client, cast: Cast) -> None:
    paid = builders.paid_cloud(cast.workspace)
    task(cast, "one", cloud=paid)
    task(cast, "two", "done", cloud=paid, ended_at=timezone.now())
    task(cast, "rehearsal")
    row = MixTask.objects.get(title="one")
    assert row.is_billed
    assert sum(each.is_billed for each in MixTask.objects.all()) == 1


class TestTheCloudsList:
    def test_is_read_while_somebody_looks_though_no_task_is_known(
        self, client: Client, cast: Cast
    ) -> None:
        assert not Account.objects.claim_list(sandbox_cloud().account_id)
        page(client)
        assert Account.objects.claim_list(sandbox_cloud().account_id)

    def test_is_read_by_one_clock_of_several_and_not_all_the_time(
        self, client: Client, cast: Cast
    ) -> None:
        page(client)
        assert Account.objects.claim_list(sandbox_cloud().account_id)
        assert not Account.objects.claim_list(sandbox_cloud().account_id)
        Account.objects.update(listed_at=timezone.now() - timedelta(seconds=11))
        assert Account.objects.claim_list(sandbox_cloud().account_id)

    def test_rests_when_nobody_looks_any_more(self, client: Client, cast: Cast) -> None:
        page(client)
        Account.objects.update(watched_at=timezone.now() - timedelta(seconds=16))
        assert not Account.objects.claim_list(sandbox_cloud().account_id)


def test_going_back_to_the_list_brings_the_whole_page(client: Client, cast: Cast) -> None:
    task(cast, "talk")
    back = HTMX | {"HX-History-Restore-Request": "true"}
    assert "<h1>" not in client.get(reverse("tasks"), headers=HTMX).content.decode()
    assert "<h1>" in client.get(reverse("tasks"), headers=back).content.decode()
