"""The push addresses of a task are shown in full to who operates it, is asked again, and stays on
record.
"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.audit.models import Entry
from studio.mixes.models import MixTask, Push
from tests.builders import Cast, client_for
from tests.sealing.keys import NEW
from tests.volcengine.bodies import PUSH_URL, STREAM_KEY, document


@pytest.fixture
def task(cast: Cast) -> MixTask:
    rules = document()
    return Push.record(
        workspace=cast.workspace, person=cast.owner, rules=rules, name="thursday"
    ).task


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.operator)


def reveal(client: Client, task: MixTask) -> str:
    answer = client.post(reverse("task-addresses", args=[task.pk]))
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_they_are_shown_and_that_is_on_record(client: Client, cast: Cast, task: MixTask) -> None:
    page = client.get(reverse("task", args=[task.pk])).content.decode()
    assert STREAM_KEY not in page
    assert reverse("task-addresses", args=[task.pk]) in page
    assert PUSH_URL.replace("&", "&amp;") in reveal(client, task)
    entry = Entry.objects.get(act="revealed")
    assert (entry.person_id, entry.key, entry.name) == (cast.operator.pk, str(task.pk), "thursday")
    assert STREAM_KEY not in entry.difference


def test_who_may_not_push_is_offered_nothing(cast: Cast, task: MixTask) -> None:
    page = client_for(cast.editor).get(reverse("task", args=[task.pk])).content.decode()
    assert reverse("task-addresses", args=[task.pk]) not in page


def test_what_is_locked_stays_so(client: Client, task: MixTask, settings: Settings) -> None:
    settings.SEALING_KEYS = [NEW]
    page = reveal(client, task)
    assert "‹locked›" in page
    assert "sealed:" not in page
