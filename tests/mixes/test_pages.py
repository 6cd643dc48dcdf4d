"""The push dialog and the pages of tasks, as a browser asks for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from studio.editor.models import LayoutTemplate
from studio.mixes.clouds.connections import Connection
from studio.mixes.models import Account, MixTask, Operation, State, Stop
from tests import builders
from tests.builders import Cast, client_for
from tests.mixes.conftest import CloudThat, carry_out, usual_cloud
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY, STREAM_KEY, document
from tests.volcengine.stand_in import abnormal, drop, reply

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def template(cast: Cast) -> LayoutTemplate:
    return builders.template(cast.workspace, document(), user=cast.owner)


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.operator)


def click(template: LayoutTemplate, **changes: str) -> dict[str, str]:
    version = str(template.version)
    return {"key": str(uuid4()), "version": version, "name": "thursday"} | changes


def post(client: Client, template: LayoutTemplate, **changes: str) -> Any:
    address = reverse("push", args=[template.pk])
    return client.post(address, click(template, **changes), headers=HTMX)


class TestPushDialog:
    def test_says_what_goes_on_air_and_where_to(
        self, client: Client, template: LayoutTemplate
    ) -> None:
        page = client.get(reverse("push", args=[template.pk]), headers=HTMX).content.decode()
        assert "1920 × 1080" in page
        assert "8 Mbit/s" in page
        assert "rtmp://push.example.com/live/…" in page

    def test_holds_no_stream_key(self, client: Client, template: LayoutTemplate) -> None:
        page = client.get(reverse("push", args=[template.pk]), headers=HTMX).content.decode()
        assert STREAM_KEY not in page

    def test_lists_what_is_parked_and_so_not_sent(
        self, client: Client, template: LayoutTemplate
    ) -> None:
        template.editor_state = {"parked": [{"source": {"ID": "guest-2"}, "layout": None}]}
        template.save()
        page = client.get(reverse("push", args=[template.pk]), headers=HTMX).content.decode()
        assert "Not sent, because hidden: guest-2" in page

    def test_a_click_records_one_push_and_leads_to_its_task(
        self, client: Client, template: LayoutTemplate
    ) -> None:
        answer = post(client, template)
        task = MixTask.objects.get()
        assert answer.headers["HX-Redirect"] == reverse("task", args=[task.pk])
        assert task.name.startswith("thursday-")
        assert Operation.objects.get().state == "queued"

    def test_a_click_reads_nothing_of_the_tasks_that_run(
        self, client: Client, template: LayoutTemplate
    ) -> None:
        with CaptureQueriesContext(connection) as asked:
            post(client, template)
        assert not [each["sql"] for each in asked if 'FROM "mixes_mixtask"' in each["sql"]]

    def test_the_same_click_sent_twice_is_one_push(
        self, client: Client, template: LayoutTemplate
    ) -> None:
        key = str(uuid4())
        answers = [post(client, template, key=key) for _ in range(2)]
        assert Operation.objects.count() == 1
        assert len({answer.headers["HX-Redirect"] for answer in answers}) == 1

    def test_a_click_s_key_used_for_something_else_is_refused(
        self, client: Client, template: LayoutTemplate
    ) -> None:
        key = str(uuid4())
        post(client, template, key=key)
        assert post(client, template, key=key, name="friday").status_code == 409
        assert Operation.objects.count() == 1

    def test_keeps_what_was_pushed_as_a_version(
        self, client: Client, template: LayoutTemplate
    ) -> None:
        post(client, template)
        assert template.versions.get().rules == template.rules

    def test_what_is_pushed_stays_what_it_was_when_the_template_moves_on(
        self, client: Client, template: LayoutTemplate
    ) -> None:
        post(client, template)
        rules = builders.document(width=640, height=360)
        builders.rewrite(LayoutTemplate.objects.all(), rules=rules)
        assert Operation.objects.get().document == template.rules

    def test_a_template_with_an_error_is_refused_and_the_error_named(
        self, client: Client, cast: Cast
    ) -> None:
        broken = builders.template(cast.workspace, builders.document(urls=("file:///etc/passwd",)))
        page = client.get(reverse("push", args=[broken.pk]), headers=HTMX).content.decode()
        assert "MixedRules.InputSource[0].Url" in page
        assert "<b>source-1</b>" in page
        answer = post(client, broken)
        assert answer.status_code == 422
        assert "MixedRules.InputSource[0].Url" in answer.content.decode()
        assert not Operation.objects.exists()

    def test_a_template_that_changed_meanwhile_is_looked_at_again_first(
        self, client: Client, template: LayoutTemplate
    ) -> None:
        answer = post(client, template, version="0")
        assert answer.status_code == 409
        assert "has changed" in answer.content.decode()
        assert not Operation.objects.exists()

    @pytest.mark.parametrize("name", ["", "   ", "x" * 201, "line\nbreak", "\u202eturned"])
    def test_a_bad_name_is_said_beside_it_and_kept(
        self, client: Client, template: LayoutTemplate, name: str
    ) -> None:
        answer = post(client, template, name=name)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()
        assert not Operation.objects.exists()

    @pytest.mark.parametrize("key", ["", "not-a-uuid", "x" * 500])
    def test_a_click_without_a_proper_key_is_refused(
        self, client: Client, template: LayoutTemplate, key: str
    ) -> None:
        assert post(client, template, key=key).status_code == 422
        assert not Operation.objects.exists()


class TestTaskPages:
    @pytest.fixture
    def task(self, client: Client, template: LayoutTemplate) -> MixTask:
        post(client, template)
        return MixTask.objects.get()

    def page(self, client: Client, name: str, *args: object) -> str:
        return client.get(reverse(name, args=args)).content.decode()

    def test_a_push_is_there_from_the_click_on(self, client: Client, task: MixTask) -> None:
        assert "thursday" in self.page(client, "tasks")
        assert "Pushing" in self.page(client, "task", task.pk)

    def test_asks_again_while_something_moves_and_not_after(
        self, client: Client, task: MixTask
    ) -> None:
        status = reverse("task-status", args=[task.pk])
        assert f'hx-get="{status}?stamp=' in self.page(client, "task-status", task.pk)
        MixTask.objects.update(task_id="3b1a7bb73ab6b06c", status="done")
        assert status not in self.page(client, "task-status", task.pk)

    def test_a_refusal_is_said_in_the_cloud_s_words(
        self, client: Client, task: MixTask, cloud_that: CloudThat
    ) -> None:
        cloud_that(reply(200, abnormal(400, "the stream is taken")))
        self.of_this_cloud(task)
        carry_out(Operation.objects.get())
        assert "the stream is taken" in self.page(client, "task", task.pk)

    def test_an_unknown_outcome_says_what_is_known_and_offers_a_look(
        self, client: Client, task: MixTask, cloud_that: CloudThat
    ) -> None:
        cloud_that(drop)
        self.of_this_cloud(task)
        carry_out(Operation.objects.get())
        page = self.page(client, "task", task.pk)
        assert "no clear answer came" in page
        assert reverse("task-inquire", args=[task.pk]) in page

    def of_this_cloud(self, task: MixTask) -> None:
        Operation.objects.update(cloud=usual_cloud())

    def test_a_word_the_cloud_never_said_before_is_shown_as_it_is(
        self, client: Client, task: MixTask
    ) -> None:
        MixTask.objects.update(task_id="3b1a7bb73ab6b06c", status="hibernating")
        assert "hibernating" in self.page(client, "task", task.pk)
        assert "hibernating" in self.page(client, "tasks")

    def test_a_task_at_another_cloud_says_so_and_is_neither_asked_nor_stopped(
        self, client: Client, task: MixTask
    ) -> None:
        elsewhere = builders.paid_cloud(task.workspace, fingerprint="…0123abcd")
        MixTask.objects.update(task_id="3b1a7bb73ab6b06c", status="runing", cloud=elsewhere)
        page = self.page(client, "task", task.pk)
        assert "There are no keys for “Studio A” here." in page
        assert "This runs at Studio A: live.example.com …0123abcd" in page
        assert reverse("task-status", args=[task.pk]) not in page
        assert reverse("task-stop", args=[task.pk]) not in page

    def test_a_cloud_that_has_been_silent_for_a_minute_is_not_taken_for_now(
        self, client: Client, task: MixTask
    ) -> None:
        MixTask.objects.update(task_id="3b1a7bb73ab6b06c", status="runing", seen_at=timezone.now())
        assert "The cloud does not answer" not in self.page(client, "task", task.pk)
        MixTask.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
        assert "The cloud does not answer" in self.page(client, "task", task.pk)

    def test_a_stop_asks_first_and_is_recorded_once(self, client: Client, task: MixTask) -> None:
        MixTask.objects.update(task_id="3b1a7bb73ab6b06c", status="runing")
        Operation.objects.update(state=State.ACCEPTED)
        address = reverse("task-stop", args=[task.pk])
        assert "<dialog" in client.get(address, headers=HTMX).content.decode()
        client.post(address)
        client.post(address)
        assert Stop.objects.count() == 1

    def test_the_list_costs_the_same_however_many_tasks_move(
        self,
        client: Client,
        task: MixTask,
        template: LayoutTemplate,
        django_assert_num_queries: Any,
    ) -> None:
        address = reverse("tasks")
        with CaptureQueriesContext(connection) as one:
            client.get(address, headers=HTMX)
        cost = len(one)
        for _ in range(3):
            post(client, template)
        MixTask.objects.update(watched_at=None)
        Account.objects.update(watched_at=None)
        with django_assert_num_queries(cost):
            client.get(address, headers=HTMX)

    def test_a_task_of_a_deleted_template_does_not_lead_to_it(
        self, client: Client, task: MixTask, template: LayoutTemplate
    ) -> None:
        assert str(template.pk) in self.page(client, "task", task.pk)
        template.delete_softly()
        assert str(template.pk) not in self.page(client, "task", task.pk)

    def test_what_has_ended_is_not_stopped(self, client: Client, task: MixTask) -> None:
        MixTask.objects.update(task_id="3b1a7bb73ab6b06c", status="done")
        client.post(reverse("task-stop", args=[task.pk]))
        assert not Stop.objects.exists()

    def test_no_page_of_a_task_holds_a_stream_key(self, client: Client, task: MixTask) -> None:
        for name, args in (("tasks", ()), ("task", (task.pk,)), ("task-status", (task.pk,))):
            assert STREAM_KEY not in self.page(client, name, *args)

    def test_the_program_picture_is_drawn_once_while_nothing_changes(
        self, client: Client, task: MixTask
    ) -> None:
        address = reverse("task-program", args=[task.pk])
        first = client.get(address)
        assert first.headers["Content-Type"] == "image/jpeg"
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304


def test_what_the_sandbox_alone_can_fetch_is_told_once_another_cloud_may_be_chosen(
    cast: Cast, settings: Settings
) -> None:
    settings.CLOUD_REACHES = frozenset({("127.0.0.1", 8002)})
    rules = builders.document(urls=("rtmp://push.example.com/live/a",))
    (source,) = rules.sources
    beside = replace(source, url="http://127.0.0.1:8002/host.jpg")
    template = builders.template(cast.workspace, replace(rules, sources=(beside,)))
    operator = client_for(cast.operator)

    def dialog() -> str:
        return operator.get(reverse("push", args=[template.pk])).content.decode()

    Connection.objects.exclude(kind="sandbox").delete()
    assert "is a private address" not in dialog()
    # One that nobody can choose.
    closed = builders.paid_cloud(cast.workspace, name="Closed")
    assert "is a private address" not in dialog()
    closed.delete()
    builders.paid_cloud(cast.workspace, keys=(ACCESS_KEY, SECRET_KEY))
    assert "127.0.0.1 is a private address" in dialog()
