"""What is on air in a document that this version can't read: said so, and a take goes on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from studio.mixes.models import MixTask, Push, Take
from studio.rules.document import Json
from tests.builders import Cast
from tests.mixes.conftest import aged, ago
from tests.mixes.control.controlling import FULL, fields, post, template

pytestmark = pytest.mark.usefixtures("data")

# As a version with other keys may have left it.
FOREIGN: dict[str, Json] = {"Scenes": []}


@pytest.fixture
def task(task: MixTask) -> MixTask:
    MixTask.objects.update(program=FOREIGN, program_at=ago(seconds=5))
    return MixTask.objects.get()


def test_is_not_told_to_be_what_was_accepted(client: Client, task: MixTask) -> None:
    assert task.rules == FULL
    page = client.get(reverse("task", args=[task.pk]))
    assert not page.context["has_program"]
    assert "What is on air now is not known here." in page.content.decode()
    assert client.get(reverse("task-program", args=[task.pk])).status_code == 404
    assert client.get(reverse("task-push", args=[task.pk])).status_code == 404


def test_may_be_replaced_by_any_look(client: Client, cast: Cast, task: MixTask) -> None:
    """Even by the one that was accepted last: nobody knows that it is on air."""
    row = template(cast, FULL)
    page = post(client, "task-prepare", task.pk, template=row.pk)
    assert page.context["preview"].changes is None
    assert "differences" not in page.content.decode()
    assert page.context["take"].held == ""
    click = fields(page.content.decode())
    assert post(client, "task-take", task.pk, **click).status_code == 200
    assert Take.objects.get().document == FULL


def test_stays_in_the_database_for_a_version_that_can_read_it(cast: Cast) -> None:
    push = Push.record(workspace=cast.workspace, person=cast.owner, rules=FULL, name="friday")
    aged(push, state="accepted", body={**push.body, "MixedRules": FOREIGN})
    MixTask.objects.get().note_status("runing")
    assert MixTask.objects.filter(program=FOREIGN, program_title="friday").exists()
