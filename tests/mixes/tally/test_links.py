"""Links to a task's tally lights: what they show, to whom, until when."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studio.accounts.sharing import MOST_OPEN
from studio.audit.models import Entry
from studio.mixes.models import MixTask, TallyLink
from tests.builders import Cast, client_for
from tests.mixes.control.controlling import on_air
from tests.volcengine.bodies import STREAM_KEY

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def task(cast: Cast) -> MixTask:
    return on_air(cast)


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.operator)


def made(client: Client, task: MixTask, days: int = 1) -> str:
    """The path of a new link."""
    answer = client.post(reverse("task-tally-links", args=[task.pk]), {"days": days})
    assert answer.status_code == 201
    address: str = answer.context["link"]["address"]
    return urlsplit(address).path


def closed(path: str) -> bool:
    answers = [Client().get(path), Client().get(f"{path}events")]
    return all(
        answer.status_code == 404 and answer["X-Robots-Tag"].startswith("noindex")
        for answer in answers
    )


def test_who_has_it_sees_the_lights_and_no_secret(client: Client, task: MixTask) -> None:
    MixTask.objects.update(program_title="CANARY guest")
    path = made(client, task)
    page, event = Client().get(path), Client().get(f"{path}events")
    for answer in (page, event):
        text = answer.content.decode()
        assert answer.status_code == 200
        assert not answer.cookies
        assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == (
            "no-referrer",
            "noindex, nofollow",
        )
        for secret in (STREAM_KEY, "example.", task.workspace.name, "CANARY"):
            assert secret not in text
        assert f'href="{reverse("task", args=[task.pk])}"' not in text
    assert "source-1" in event.content.decode()
    assert "thursday" in page.content.decode()
    token = path.split("/")[-2]
    assert token not in str(TallyLink.objects.values())
    assert token not in client.get(reverse("task-tally-links", args=[task.pk])).content.decode()


def test_revoked_or_expired_or_another_task_s_it_shows_nothing(
    client: Client, cast: Cast, task: MixTask
) -> None:
    path, other = made(client, task), made(client, task)
    link = TallyLink.objects.earliest("pk")
    done = client.post(reverse("tally-link-revoke", args=[link.pk]))
    assert done["Location"] == reverse("task-tally-links", args=[task.pk])
    assert closed(path)
    assert not closed(other)
    # Twice is once.
    client.post(reverse("tally-link-revoke", args=[link.pk]))
    acts = Entry.objects.filter(key=str(task.pk), act__endswith="tally").order_by("pk")
    assert [entry.act for entry in acts] == ["shared-tally", "shared-tally", "unshared-tally"]
    elsewhere = on_air(cast)
    assert closed(other.replace(str(task.pk), str(elsewhere.pk)))
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert closed(other)


@pytest.mark.parametrize("days", ["", "7", "x"])
def test_no_other_time_is_taken(days: str, client: Client, task: MixTask) -> None:
    answer = client.post(reverse("task-tally-links", args=[task.pk]), {"days": days})
    assert answer.status_code == 422
    assert not TallyLink.objects.exists()


def test_there_are_only_so_many(client: Client, cast: Cast, task: MixTask) -> None:
    for _number in range(MOST_OPEN):
        TallyLink.objects.issue(task, cast.operator, 1)
    answer = client.post(reverse("task-tally-links", args=[task.pk]), {"days": 1})
    assert answer.status_code == 422


def test_a_log_does_not_name_the_address(
    client: Client, task: MixTask, caplog: pytest.LogCaptureFixture
) -> None:
    path = made(client, task)
    for asked in (path, f"{path}events"):
        assert Client().post(asked).status_code == 405
    messages = [record.getMessage() for record in caplog.records]
    ends = ("/tally/shared/…/", "/tally/shared/…/events")
    assert [f"/tally{message.partition('/tally')[2]}" for message in messages] == list(ends)
