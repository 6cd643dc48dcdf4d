"""Two tasks of one name: in every list, menu and dialog a person can tell them apart."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from studio.mixes.models import MixTask
from tests import builders
from tests.builders import Cast
from tests.mixes.history.past import pushed
from tests.mixes.rehearsal.rehearsals import task_at_sandbox

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def client(cast: Cast) -> Client:
    return builders.client_for(cast.operator)


@pytest.fixture
def namesakes(cast: Cast) -> list[MixTask]:
    """On air since the same second, one document pushed twice."""
    rows = [pushed(cast, name="mixtask001").task for _ in range(2)]
    MixTask.objects.update(created_at=timezone.now())
    return rows


def told(html: str, tag: str, about: str) -> list[str]:
    """What stands in every such element that is about something, as it is read."""
    found = re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", html, re.DOTALL)
    texts = [" ".join(strip_tags(text).split()) for text in found]
    return [text for text in texts if about in text]


def test_another_push_offers_the_preview_of_either(
    client: Client, cast: Cast, namesakes: list[MixTask]
) -> None:
    builders.rewrite(MixTask.objects.all(), program=builders.document())
    row = builders.template(cast.workspace, namesakes[0].rules, user=cast.operator)
    page = client.get(reverse("push", args=[row.pk]), headers={"HX-Request": "true"})
    html = page.content.decode()
    offered = told(html, "button", "Into the preview of mixtask001")
    assert len(set(offered)) == 2
    for task in namesakes:
        assert f"mixtask001 {task.suffix}" in html  # they push to these addresses already
        assert any(task.suffix in text and "pushed:" in text for text in offered)
        assert f'src="{reverse("task-program", args=[task.pk])}"' in html


@pytest.mark.parametrize("name", ["tasks", "history"])
def test_the_lists_name_each(client: Client, namesakes: list[MixTask], name: str) -> None:
    html = client.get(reverse(name)).content.decode()
    links = told(html, "a", "mixtask001")
    assert len(links) >= 2
    assert len(set(links)) == len(links)
    options = told(html, "option", "mixtask001")
    assert len(set(options)) == len(options)
    assert all(any(task.suffix in link for link in links) for task in namesakes)


def test_the_question_before_a_stop_says_which(client: Client, namesakes: list[MixTask]) -> None:
    for task in namesakes:
        address = reverse("task-stop", args=[task.pk])
        page = client.get(address, headers={"HX-Request": "true"})
        assert task.suffix in page.content.decode()


def test_the_control_page_says_which(client: Client, namesakes: list[MixTask]) -> None:
    """In its heading, in its tab, and when it speaks."""
    for task in namesakes:
        html = client.get(reverse("task", args=[task.pk])).content.decode()
        named = f"mixtask001 {task.suffix}"
        assert told(html, "h1", "mixtask001") == [named]
        assert told(html, "title", "mixtask001") == [f"{named} · Mix Studio"]
        assert f'data-said="{named}: ' in html


def test_the_rehearsal_says_to_which_it_has_happened(
    client: Client, namesakes: list[MixTask]
) -> None:
    for task in namesakes:
        address = reverse("rehearsal-task", args=[task_at_sandbox(task.name)])
        page = client.post(address, {"act": "change"}, follow=True)
        assert f"It has happened to “mixtask001 {task.suffix}”." in page.content.decode()


def test_one_made_elsewhere_is_told_by_its_id() -> None:
    assert MixTask(title="a-b", name="a-b", task_id="3b1a7bb7").suffix == "3b1a7bb7"
    assert MixTask(title="a", name="a-k3f9", task_id="3b1a7bb7").suffix == "k3f9"
