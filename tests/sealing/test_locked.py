"""Without the key everything but the secrets works, and says what it lacks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.editor.models import LayoutTemplate
from studio.library.models import Frame
from studio.mixes.models import MixTask, Operation, Push, Stop
from studio.processes import health
from studio.rules import codec, paths
from studio.rules.redaction import is_sealed
from tests.builders import Cast, client_for, save_request, template
from tests.mixes.conftest import *  # noqa: F403  # a running sandbox
from tests.sealing.keys import LOST, NEW
from tests.volcengine.bodies import CANARIES, document


@pytest.fixture
def locked(cast: Cast, settings: Settings) -> Iterator[LayoutTemplate]:
    """A template of which the key is gone."""
    settings.SEALING_KEYS = [LOST]
    row = template(cast.workspace, document())
    Push.record(workspace=cast.workspace, person=cast.owner, rules=document(), name="thursday")
    settings.SEALING_KEYS = [NEW]
    yield LayoutTemplate.objects.get(pk=row.pk)
    settings.SEALING_KEYS = [LOST]
    assert LayoutTemplate.objects.get(pk=row.pk).rules.output == document().output


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.operator)


PAGES = ["template-edit", "template-preview", "template-mixedrules", "template-thumbnail", "push"]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_template_is_there(
    client: Client, locked: LayoutTemplate, name: str
) -> None:
    answer = client.get(reverse(name, args=[locked.pk]))
    assert answer.status_code in (200, 405)


def test_what_is_locked_says_so_at_its_path(client: Client, locked: LayoutTemplate) -> None:
    sent = {"rules": codec.write(locked.rules)}
    answer = client.post(
        reverse("template-check", args=[locked.pk]), sent, content_type="application/json"
    )
    found = {each["path"]: each for each in answer.json()["problems"]}
    problem = found[paths.push_url(0)]
    assert (problem["code"], problem["severity"]) == ("locked", "error")
    assert "the key that it was sealed with is missing" in problem["message"]


def test_a_save_keeps_what_is_locked_as_it_was(client: Client, locked: LayoutTemplate) -> None:
    address = reverse("template-document", args=[locked.pk])
    answer = client.put(address, **save_request(codec.write(locked.rules), version=1))
    assert answer.status_code == 200
    assert all(map(is_sealed, LayoutTemplate.objects.get().rules.output.urls))


def test_the_stage_says_which_picture_is_locked(client: Client, locked: LayoutTemplate) -> None:
    address = next(source.url for source in locked.rules.sources if is_sealed(source.url))
    answer = client.post(
        reverse("template-frames", args=[locked.pk]),
        {"urls": [{"url": address, "kind": "vod"}]},
        content_type="application/json",
    )
    assert "locked" in answer.content.decode()
    assert not Frame.objects.exists()


def test_a_push_is_refused_and_names_what_is_locked(client: Client, locked: LayoutTemplate) -> None:
    sent = {"name": "friday", "key": str(uuid4()), "version": locked.version}
    answer = client.post(reverse("push", args=[locked.pk]), sent)
    assert "This is locked" in answer.content.decode()
    assert Operation.objects.count() == 1


def test_a_push_that_waits_is_not_sent(locked: LayoutTemplate, sandbox: object) -> None:
    push = Push.objects.get()
    Operation.objects.carry_out(str(push.pk))
    row = Operation.objects.get()
    assert (row.state, row.error_code) == ("failed", "locked")


def test_a_task_is_stopped_all_the_same(
    client: Client, cast: Cast, locked: LayoutTemplate, sandbox: object
) -> None:
    MixTask.objects.update(task_id="1", status="runing")
    task = MixTask.objects.get()
    assert client.get(reverse("task", args=[task.pk])).status_code == 200
    stop = Stop.record(task=task, person=cast.operator)
    Operation.objects.carry_out(str(stop.pk))
    assert Operation.objects.get(pk=stop.pk).state in ("accepted", "refused")


def test_it_is_told_where_one_looks_whether_the_studio_is_well(
    client: Client, locked: LayoutTemplate
) -> None:
    found = health.check_secrets()
    assert (found.is_well, found.is_grave) == (False, False)
    page = client.get(reverse("readyz"), headers={"Accept": "text/html"}).content.decode()
    assert "other secrets are locked" in page
    assert "sealing.W001" in {each.id for each in run_checks(databases=["default"])}


def test_with_the_key_all_is_well(cast: Cast) -> None:
    template(cast.workspace, document())
    assert health.check_secrets().is_well
    assert not {each.id for each in run_checks(databases=["default"])} & {"sealing.W001"}


def test_nothing_of_it_is_shown(client: Client, locked: LayoutTemplate) -> None:
    said = json.dumps(client.get(reverse("templates")).content.decode())
    assert [canary for canary in CANARIES if canary in said] == []
