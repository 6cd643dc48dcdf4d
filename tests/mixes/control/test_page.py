"""The control page as a whole: what it polls, who is there, and what never stands on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studio.mixes.models import MixTask, Operation
from tests import builders
from tests.builders import Cast, client_for
from tests.mixes.control.controlling import HALF, HTMX, post, template

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def clock_stands() -> Iterator[None]:
    """A task in its first minute counts seconds: each is news."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


class TestPolling:
    @pytest.mark.usefixtures("clock_stands")
    def test_what_has_not_changed_is_not_sent_again(self, client: Client, task: MixTask) -> None:
        client.get(reverse("task", args=[task.pk]))
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        found = re.search(r'hx-get="([^"]*stamp=[^"]*)"', page)
        assert found
        assert client.get(found[1], headers=HTMX).status_code == 204
        task.note_status("prestop")
        answer = client.get(found[1], headers=HTMX)
        assert answer.status_code == 200
        assert "Stopping" in answer.content.decode()

    def test_another_word_of_the_cloud_s_own_is_news(self, client: Client, task: MixTask) -> None:
        shown = []
        for word in ("resting", "dreaming"):
            task.note_status(word)
            shown.append(client.get(reverse("task", args=[task.pk])).context["stamp"])
        assert shown[0] != shown[1]

    def test_operators_see_each_other(self, client: Client, cast: Cast, task: MixTask) -> None:
        client_for(cast.teammate).get(reverse("task-status", args=[task.pk]))
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        assert "teammate" in page
        assert "you" in page


def test_no_stream_key_is_on_the_page(client: Client, cast: Cast, task: MixTask) -> None:
    secret = "canary4711"
    look = replace(HALF, output=builders.output(f"rtmp://push.example.com/live/{secret}"))
    row = template(cast, look)
    pages = [
        post(client, "task-prepare", task.pk, template=row.pk).content.decode(),
        post(client, "task-looks", task.pk, template=row.pk).content.decode(),
        client.get(reverse("task-push", args=[task.pk])).content.decode(),
    ]
    assert not [page for page in pages if secret in page]
    assert secret not in json.dumps([str(row) for row in Operation.objects.all()])
