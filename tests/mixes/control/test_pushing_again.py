"""Pushing what a task showed, onto a task that runs, and to the sandbox beside a paid cloud."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from studio.mixes.models import MixTask, Operation, Push
from tests.builders import Cast, rewrite
from tests.mixes.conftest import sandbox_cloud
from tests.mixes.control.controlling import HALF, HTMX, template

pytestmark = pytest.mark.usefixtures("data")


class TestOntoARunningTask:
    def test_the_push_dialog_leads_to_its_preview(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = template(cast)
        page = client.get(reverse("push", args=[row.pk]), headers=HTMX).content.decode()
        form = page[page.index('id="onto"') :]
        found = re.search(r'name="template"\s+value="([^"]*)"', form)
        assert found
        assert f'formaction="{reverse("task-prepare", args=[task.pk])}"' in form
        answer = client.post(reverse("task-prepare", args=[task.pk]), {"template": found[1]})
        assert answer.headers["Location"] == reverse("task", args=[task.pk])
        assert MixTask.objects.get().next_title == "Half"


class TestPushAgain:
    def push_address(self, task: MixTask) -> str:
        return reverse("task-push", args=[task.pk])

    def click(self, client: Client, task: MixTask, **changes: str) -> dict[str, str]:
        page = client.get(self.push_address(task), headers=HTMX).content.decode()
        found = dict(re.findall(r'name="(key|version)"\s+value="([^"]*)"', page))
        return found | {"name": "thursday"} | changes

    def test_sends_the_look_that_was_on_air_with_its_output(
        self, client: Client, task: MixTask
    ) -> None:
        rewrite(MixTask.objects.all(), program=HALF, status="done")
        answer = client.post(self.push_address(task), self.click(client, task), headers=HTMX)
        assert answer.status_code == 200
        push = Push.objects.first()
        assert push
        assert push.document == HALF
        assert push.task_id != task.pk

    def test_can_go_to_other_addresses_than_the_task_before_it(
        self, client: Client, task: MixTask
    ) -> None:
        typed = "rtmp://push.example.com/live/two\n\n rtmp://push.example.com/live/three "
        click = self.click(client, task, urls=typed)
        client.post(self.push_address(task), click, headers=HTMX)
        push = Push.objects.first()
        assert push
        assert push.body["MixedRules"]["Output"]["Url"] == [
            "rtmp://push.example.com/live/two",
            "rtmp://push.example.com/live/three",
        ]

    def test_says_which_task_pushes_to_the_same_address(
        self, client: Client, task: MixTask
    ) -> None:
        page = client.get(self.push_address(task), headers=HTMX).content.decode()
        assert "Pushes to one of these addresses already: thursday" in page

    def test_a_wrong_address_is_said_and_what_was_typed_is_kept(
        self, client: Client, task: MixTask
    ) -> None:
        click = self.click(client, task, urls="ftp://push.example.com/x")
        answer = client.post(self.push_address(task), click, headers=HTMX)
        assert answer.status_code == 422
        assert "ftp://push.example.com/x" in answer.content.decode()

    def test_of_a_task_whose_document_nobody_knows_is_not_found(
        self, client: Client, task: MixTask
    ) -> None:
        MixTask.objects.update(program=None, rules=None, output=None)
        assert client.get(self.push_address(task)).status_code == 404


class TestRehearsal:
    def test_goes_to_the_sandbox_although_keys_are_set(
        self, client: Client, cast: Cast, settings: Any
    ) -> None:
        settings.VOLC_ACCESSKEY, settings.VOLC_SECRETKEY = "AK", "SK"
        row = template(cast)
        address = reverse("push", args=[row.pk])
        page = client.get(address, headers=HTMX).content.decode()
        assert "Rehearse in the sandbox" in page
        stamp = f"{sandbox_cloud().pk}:{sandbox_cloud().version}"
        click = {"key": str(uuid4()), "version": "1", "name": "a", "cloud": stamp}
        client.post(address, click, headers=HTMX)
        assert Operation.objects.get().cloud == sandbox_cloud()
        task = MixTask.objects.get()
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        assert "badge sandbox" in page
        assert "badge paid" not in page

    def test_is_told_apart_before_it_is_stopped_and_in_the_list(
        self, client: Client, task: MixTask, settings: Any
    ) -> None:
        settings.VOLC_ACCESSKEY, settings.VOLC_SECRETKEY = "AK", "SK"
        for name, args in (("task-stop", [task.pk]), ("tasks", [])):
            page = client.get(reverse(name, args=args), headers=HTMX).content.decode()
            assert "badge sandbox" in page
            assert "badge paid" not in page

    @pytest.mark.parametrize("key", ["-" * 90 + "1" * 32, "{12345678-1234-4234-8234-123456789abc}"])
    def test_a_click_has_one_spelling(self, client: Client, cast: Cast, key: str) -> None:
        row = template(cast)
        click = {"key": key, "version": "1", "name": "a"}
        client.post(reverse("push", args=[row.pk]), click, headers=HTMX)
        assert [len(each.key or "") for each in Operation.objects.all()] == [36]

    def test_at_a_cloud_that_is_not_set_up_is_refused(self, client: Client, cast: Cast) -> None:
        row = template(cast)
        click = {"key": str(uuid4()), "version": "1", "name": "a", "cloud": "elsewhere"}
        answer = client.post(reverse("push", args=[row.pk]), click, headers=HTMX)
        assert answer.status_code == 422
        assert "This cloud is not set up" in answer.content.decode()
