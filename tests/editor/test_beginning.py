"""What the new templates of a workspace begin with."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor.models import Beginning, LayoutTemplate
from studio.rules.document import Callback, MixedRules
from studio.rules.geometry import Box
from studio.rules.starting import blank_document
from tests.builders import Cast, client_for, document, template

CALLBACK = Callback(url="https://hooks.example.com/mix?token=CANARY")


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.owner)


def portrait() -> MixedRules:
    rules = document(Box(0, 0, 100, 100), width=1080, height=1920)
    video = replace(rules.output.video, frame_rate=25)
    return replace(rules, output=replace(rules.output, video=video, callback=CALLBACK))


def made(client: Client) -> MixedRules:
    """What a new template holds."""
    answer = client.post(reverse("template-new"))
    return LayoutTemplate.objects.get(pk=answer["Location"].split("/")[2]).rules


def test_new_ones_begin_like_one_that_was_chosen(client: Client, cast: Cast) -> None:
    rules = portrait()
    row = template(cast.workspace, rules, name="Vertical")
    answer = client.post(reverse("template-begin-like", args=[row.pk]), follow=True)
    assert "New templates begin like “Vertical”" in answer.content.decode()
    # As it was then.
    LayoutTemplate.objects.filter(pk=row.pk).delete()
    for person in (cast.owner, cast.editor):
        found = made(client_for(person))
        assert (found.scene.width, found.scene.height) == (1080, 1920)
        assert found.output == replace(rules.output, urls=())
        assert (found.sources, found.scene.layouts) == ((), ())
    assert made(client_for(cast.stranger)) == blank_document()
    assert "CANARY" not in client.get(reverse("templates")).content.decode()


def test_the_one_chosen_last_counts_until_that_is_taken_back(client: Client, cast: Cast) -> None:
    for rules in (portrait(), document(width=1280, height=720)):
        row = template(cast.workspace, rules)
        client.post(reverse("template-begin-like", args=[row.pk]))
    assert made(client).scene.width == 1280
    for _again in range(2):
        client.post(reverse("templates-begin-as-usual", args=[cast.workspace.pk]))
    assert made(client) == blank_document()
    assert client.get(reverse("templates")).context["beginning"] is None


def test_where_it_cannot_be_read_they_begin_as_usual(client: Client, cast: Cast) -> None:
    Beginning.objects.create(workspace=cast.workspace, name="Newer", rules=document())
    Beginning.objects.update(rules={"Scenes": []})
    assert made(client) == blank_document()
