"""What the harness counts as a failure of a show it does find, and it reads the page as it is."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.air.clicks import Click
from bench.air.cloud import UPDATE, CountedGateway, FaultyCloud, LaggingTasks, Wish, look_of
from bench.air.page import Page
from bench.air.show_verdict import (
    is_backwards,
    is_unsettled,
    lost,
    sent_again,
    sent_look,
    untrue,
)
from bench.air.shows import Show
from bench.air.verdict import end_of
from studio.mixes.models import MixTask, Operation, Stop, Take
from tests.builders import Cast, client_for
from tests.mixes.conftest import aged, ago
from tests.mixes.control.controlling import FULL, HALF, on_air, post, prepared, template

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def cloud(tmp_path: Path) -> FaultyCloud:
    """With one task, on air with one full picture."""
    tasks = LaggingTasks(tmp_path, lag=0)
    tasks.create("push-000-abc", FULL)
    while tasks.all()[0]["Status"] != "runing":
        time.sleep(0.01)
    return FaultyCloud(tasks, [CountedGateway(tasks)], seed=1, strike=lambda _port: None)


@pytest.fixture
def task(cast: Cast, cloud: FaultyCloud) -> MixTask:
    """The same task as the studio has it."""
    task = on_air(cast)
    task.task_id = cloud.tasks.all()[0]["TaskID"]
    task.save()
    return task


@pytest.fixture
def show(cast: Cast, task: MixTask) -> Show:
    looks = [template(cast, HALF), template(cast, FULL, name="Full")]
    click = Click(0, looks[0], key="", task=str(task.pk))
    return Show(click, looks, is_to_stop=False)


def taken(task: MixTask, show: Show, *, key: str = "") -> Operation:
    key = key or str(uuid4())
    show.pressed[key] = show.looks[0]
    show.acknowledged.add(key)
    return Take.record(task=task, person=None, rules=HALF, key=key)


class TestVerdict:
    def test_an_acknowledged_take_is_lost_without_its_row_or_with_another_look(
        self, task: MixTask, show: Show
    ) -> None:
        row = taken(task, show, key="a")
        assert lost(show, {}) == 1
        assert lost(show, {"a": row}) == 0
        show.pressed["a"] = show.looks[1]
        assert lost(show, {"a": row}) == 1

    def test_a_look_may_come_as_often_as_people_asked_or_the_cloud_turned_it_away(
        self, task: MixTask, show: Show, cloud: FaultyCloud
    ) -> None:
        row = taken(task, show)
        wished = Wish(UPDATE, row.body["TaskID"], sent_look(row))
        cloud.writes[wished] += [row.body]
        assert sent_again(show, [row], cloud) == 0
        cloud.writes[wished] += [row.body]
        assert sent_again(show, [row], cloud) == 1
        show.again = 1
        assert sent_again(show, [row], cloud) == 0
        show.again, cloud.gateways[0].turned_away[wished] = 0, 1
        assert sent_again(show, [row], cloud) == 0

    def test_an_earlier_look_after_a_later_one_is_backwards(
        self, task: MixTask, show: Show, cloud: FaultyCloud
    ) -> None:
        cloud.tasks.update(task.task_id, HALF)
        cloud.tasks.update(task.task_id, FULL)
        assert not is_backwards(show, cloud.tasks)
        cloud.tasks.update(task.task_id, HALF)
        assert is_backwards(show, cloud.tasks)

    def test_a_look_that_nobody_asked_for_is_backwards(
        self, task: MixTask, show: Show, cloud: FaultyCloud
    ) -> None:
        show.looks.pop()
        cloud.tasks.update(task.task_id, FULL)
        assert is_backwards(show, cloud.tasks)

    def test_a_program_is_untrue_unless_it_is_what_the_cloud_has(
        self, task: MixTask, cloud: FaultyCloud
    ) -> None:
        assert untrue(cloud.tasks) == []
        cloud.tasks.update(task.task_id, HALF)
        assert untrue(cloud.tasks) == [task]

    def test_an_unknown_take_is_unsettled_once_its_task_shows_it(
        self, task: MixTask, show: Show, cloud: FaultyCloud
    ) -> None:
        row = taken(task, show)
        row.state = "unknown"
        assert not is_unsettled(row, {task.task_id}, cloud.tasks)
        cloud.tasks.update(task.task_id, HALF)
        assert is_unsettled(row, {task.task_id}, cloud.tasks)
        assert not is_unsettled(row, set(), cloud.tasks)

    def test_a_take_has_ended_once_it_or_a_later_one_is_applied_or_its_task_is_over(
        self, task: MixTask, show: Show
    ) -> None:
        row = taken(task, show)
        row.state, row.version = "accepted", 2
        assert end_of(row) == "accepted"
        row.task.applied_version = 3
        assert end_of(row) == "superseded"
        row.task.status = "done"
        assert end_of(row) == "ended"
        row.applied_at = timezone.now()
        assert end_of(row) == "applied"

    def test_an_accepted_stop_has_not_ended_while_its_task_runs(self, task: MixTask) -> None:
        row = Stop.record(task=task, person=None)
        row.state, row.task.applied_version = "accepted", 3
        assert end_of(row) == "accepted"

    def test_a_look_is_the_same_whatever_its_output(self, task: MixTask, show: Show) -> None:
        body = taken(task, show).body["MixedRules"]
        assert look_of({**body, "Output": {}}) == look_of(body)


class TestPage:
    """The harness presses what the page offers."""

    @pytest.fixture
    def client(self, cast: Cast) -> Client:
        return client_for(cast.operator)

    def page(self, client: Client, task: MixTask) -> Page:
        return Page(client.get(reverse("task", args=[task.pk])).content.decode())

    def test_of_a_task_on_air_offers_a_stop_and_holds_take(
        self, client: Client, task: MixTask
    ) -> None:
        page = self.page(client, task)
        assert (page.state, page.is_held, page.is_open) == ("on_air", True, False)
        assert page.address("stop") == reverse("task-stop", args=[task.pk])

    def test_with_a_preview_offers_take(self, client: Client, cast: Cast, task: MixTask) -> None:
        fields = prepared(client, cast, task)
        page = self.page(client, task)
        assert not page.is_held
        # Each page has a key of its own.
        sent = {**page.form, "key": fields["key"], "armed": "1"}
        assert sent.items() >= fields.items()

    def test_with_what_is_on_air_says_so(self, client: Client, cast: Cast, task: MixTask) -> None:
        post(client, "task-prepare", task.pk, template=template(cast, FULL).pk)
        page = self.page(client, task)
        assert page.is_held
        assert page.is_on_already

    def test_of_a_take_under_way_is_open(self, client: Client, cast: Cast, task: MixTask) -> None:
        post(client, "task-take", task.pk, **prepared(client, cast, task))
        page = self.page(client, task)
        assert page.is_held
        assert page.is_open

    def test_of_an_unknown_take_offers_what_decides(
        self, client: Client, task: MixTask, show: Show
    ) -> None:
        take = taken(task, show)
        aged(take, state="unknown", sent_at=ago(minutes=5), inquiries=3)
        page = self.page(client, task)
        assert (page.state, page.is_open) == ("unknown", True)
        assert page.address("send-again") == reverse("operation-again", args=[take.pk])
        assert page.address("give-up") == reverse("operation-give-up", args=[take.pk])
        assert page.address("ask-again") == reverse("task-inquire", args=[task.pk])
