"""What a task shows becomes a template, whoever made the task."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor.models import LayoutTemplate
from studio.mixes.models import Look, MixTask
from studio.rules import codec
from studio.rules.document import Json
from studio.volcengine.sandbox.faults import Fault
from tests.builders import Cast, client_for, rewrite
from tests.mixes.conftest import CloudThat, ago, usual_cloud
from tests.mixes.control.controlling import FULL, HALF, TASK_ID
from tests.volcengine.stand_in import drop, reply, success

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def client(cast: Cast) -> Client:
    """An editor's browser."""
    return client_for(cast.editor)


@pytest.fixture
def operator(cast: Cast) -> Client:
    return client_for(cast.operator)


def estrange(task: MixTask) -> None:
    """Of a cloud that is set up by now."""
    task.operations.all().delete()
    rewrite(MixTask.objects.all(), cloud=usual_cloud(), rules=None, output=None, program=None)


def told(rule: str) -> Fault:
    data = {"LastOperationIndex": 1, "LastSuccessOperationIndex": 1, "Rule": rule}
    return reply(200, success(data | {"Status": "runing", "TaskID": TASK_ID}))


def test_what_is_on_air_becomes_a_template(client: Client, task: MixTask) -> None:
    rewrite(MixTask.objects.all(), program=HALF, program_title="Half", program_at=ago(seconds=1))
    act = reverse("task-keep", args=[task.pk])
    assert act in client.get(reverse("task", args=[task.pk])).content.decode()
    answer = client.post(act)
    row = LayoutTemplate.objects.get()
    assert answer["Location"] == reverse("template-edit", args=[row.pk])
    assert (row.name, row.rules) == ("Half, as on air", HALF)
    assert row.versions.get().reason == "import"
    assert not Look.objects.exists()


def test_of_a_task_that_is_over_it_was_on_air(client: Client, task: MixTask) -> None:
    MixTask.objects.update(status="done")
    client.post(reverse("task-keep", args=[task.pk]))
    assert LayoutTemplate.objects.get().name == "thursday, as it was on air"


def test_a_viewer_is_offered_nothing(cast: Cast, task: MixTask) -> None:
    page = client_for(cast.viewer).get(reverse("task", args=[task.pk])).content.decode()
    assert reverse("task-keep", args=[task.pk]) not in page


@pytest.mark.parametrize("program", [None, {"Scenes": []}], ids=["drifted", "unreadable"])
def test_what_is_on_air_and_not_known_is_no_template(
    program: Json, client: Client, task: MixTask
) -> None:
    MixTask.objects.update(program=program, program_at=ago(seconds=5))
    refused = client.post(reverse("task-keep", args=[task.pk]))
    assert refused.status_code == 409
    assert "What is on air now is not known here." in refused.content.decode()
    assert not LayoutTemplate.objects.exists()


def test_for_an_editor_no_cloud_is_asked_of_a_stranger(
    client: Client, task: MixTask, cloud_that: CloudThat
) -> None:
    asked = cloud_that(drop)
    estrange(task)
    act = reverse("task-keep", args=[task.pk])
    assert act not in client.get(reverse("task", args=[task.pk])).content.decode()
    assert client.post(act).status_code == 403
    assert not asked.requests


def test_of_a_stranger_it_is_what_the_cloud_says_and_nothing_is_adopted(
    operator: Client, task: MixTask, cloud_that: CloudThat
) -> None:
    cloud_that(told(json.dumps(codec.write(FULL))))
    estrange(task)
    act = reverse("task-keep", args=[task.pk])
    assert act in operator.get(reverse("task", args=[task.pk])).content.decode()
    operator.post(act)
    assert LayoutTemplate.objects.get().rules == FULL
    assert MixTask.objects.get().output is None


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (drop, "The cloud did not answer. Try again in a moment."),
        (told("no document"), "What is on air now is not known here."),
    ],
    ids=["no answer", "no document"],
)
def test_what_nobody_knows_is_no_template(
    answer: Fault, why: str, operator: Client, task: MixTask, cloud_that: CloudThat
) -> None:
    cloud_that(answer)
    estrange(task)
    refused = operator.post(reverse("task-keep", args=[task.pk]))
    assert refused.status_code == 409
    assert why in refused.content.decode()
    assert not LayoutTemplate.objects.exists()
