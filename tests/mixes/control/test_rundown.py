"""The looks of a task, in their order."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor.models import LayoutTemplate
from studio.mixes.models import Look, MixTask
from studio.mixes.models.rundown import MAX_LOOKS
from tests.builders import Cast, rewrite
from tests.mixes.control.controlling import FULL, HALF, post, template

pytestmark = pytest.mark.usefixtures("data")


class TestRundown:
    def test_keeps_a_look_as_it_was_added_and_says_when_its_template_has_changed(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = template(cast)
        page = post(client, "task-looks", task.pk, template=row.pk).content.decode()
        assert "Template has changed" not in page
        rewrite(LayoutTemplate.objects.filter(pk=row.pk), version=2, rules=FULL)
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        assert "Template has changed" in page
        look = Look.objects.get()
        assert look.rules == HALF
        post(client, "look", look.pk, act="renew")
        assert Look.objects.get().rules == FULL

    def test_brings_a_look_up_to_a_template_that_cannot_be_read(
        self, cast: Cast, task: MixTask
    ) -> None:
        row = template(cast)
        look = Look.objects.append(task, row.name, row.rules, cast.owner, row)
        LayoutTemplate.objects.filter(pk=row.pk).update(version=2, rules={})
        Look.objects.get(pk=look.pk).catch_up()
        assert Look.objects.filter(rules={}, template_version=2).exists()

    def test_stands_with_a_look_that_cannot_be_read_which_is_refused(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        look = Look.objects.append(task, "Foreign", HALF, cast.owner)
        Look.objects.append(task, "Half", HALF, cast.owner)
        Look.objects.filter(pk=look.pk).update(rules={})
        page = client.get(reverse("task", args=[task.pk]))
        assert (page.status_code, len(page.context["rundown"])) == (200, 2)
        answer = post(client, "task-prepare", task.pk, look=look.pk)
        assert answer.status_code == 409
        assert "saved by another version" in answer.content.decode()
        assert 'id="task-status"' in answer.content.decode()

    def test_is_ordered_by_hand_and_digits_follow(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        for name in ("One", "Two", "Three"):
            post(client, "task-looks", task.pk, template=template(cast, name=name).pk)
        last = Look.objects.get(title="Three")
        post(client, "look", last.pk, act="earlier")
        assert [row.title for row in task.looks.all()] == ["One", "Three", "Two"]
        post(client, "look", last.pk, act="later")
        post(client, "look", last.pk, act="later")
        assert [row.title for row in task.looks.all()] == ["One", "Two", "Three"]
        post(client, "look", last.pk, act="remove")
        assert task.looks.count() == 2

    def test_says_which_look_is_on_air_and_which_is_next(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        for name, rules in (("On", FULL), ("Next", HALF)):
            post(client, "task-looks", task.pk, template=template(cast, rules, name).pk)
        following = Look.objects.get(title="Next")
        page = post(client, "task-prepare", task.pk, look=following.pk).content.decode()
        rows = re.findall(r'<li class="(pgm|pvw)">.*?data-digit="(\d)"', page, re.S)
        assert rows == [("pgm", "1"), ("pvw", "2")]

    def test_says_neither_of_a_task_that_is_over(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        look = Look.objects.append(task, "Next", HALF, cast.owner)
        post(client, "task-prepare", task.pk, look=look.pk)
        MixTask.objects.filter(pk=task.pk).update(status="done")
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        assert f"look-{look.pk}" in page
        assert not re.search(r'class="(pgm|pvw)"|badge pvw|thumb next', page)

    def test_an_act_on_a_look_that_somebody_has_just_taken_out_changes_nothing(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = template(cast)
        gone = Look.objects.append(task, row.name, row.rules, cast.owner, row)
        Look.objects.all().delete()
        gone.move(1)
        gone.catch_up()
        assert not Look.objects.exists()

    def test_has_an_end(self, client: Client, cast: Cast, task: MixTask) -> None:
        row = template(cast)
        for _ in range(MAX_LOOKS):
            Look.objects.append(task, row.name, row.rules, cast.owner, row)
        answer = post(client, "task-looks", task.pk, template=row.pk)
        assert answer.status_code == 409
        assert "The rundown is full" in answer.content.decode()

    def test_an_act_nobody_knows_changes_nothing(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = template(cast)
        look = Look.objects.append(task, row.name, row.rules, cast.owner)
        for act in ("renew", "explode", ""):
            assert post(client, "look", look.pk, act=act).status_code == 409
        assert Look.objects.filter(pk=look.pk).exists()
