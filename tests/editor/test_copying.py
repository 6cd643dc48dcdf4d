"""A document saved as a template of its own, as the editor does when two people's work clashes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor.models import LayoutTemplate
from studio.rules import codec
from studio.rules.document import Json
from studio.rules.geometry import Box
from studio.rules.limits import MAX_NAME_LENGTH
from tests.builders import Cast, client_for, document, template

MINE = document(Box(300, 10, 640, 360))


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    return template(cast.workspace)


def post(client: Client, row: LayoutTemplate, **changes: Json) -> Any:
    rules = codec.write(MINE)
    body = {
        "of": str(row.pk),
        "name": "Mine",
        "rules": rules,
        "editor_state": {"guides": ["1"]},
        "without_secrets": False,
        **changes,
    }
    return client.post(reverse("template-copy"), body, "application/json")


def test_a_copy_holds_what_was_sent_and_leaves_the_template_alone(
    client: Client, row: LayoutTemplate, cast: Cast
) -> None:
    before = row.rules
    answer = post(client, row)
    made = LayoutTemplate.objects.exclude(pk=row.pk).get()
    assert (answer.status_code, answer.json()) == (
        201,
        {"url": reverse("template-edit", args=[made.pk])},
    )
    assert (made.name, made.rules, made.editor_state) == ("Mine", MINE, {"guides": ["1"]})
    assert (made.workspace, made.created_by, made.version) == (row.workspace, cast.editor, 1)
    row.refresh_from_db()
    assert (row.rules, row.version) == (before, 1)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"name": " "}, 422),
        ({"name": "x" * (MAX_NAME_LENGTH + 1)}, 422),
        ({"name": None}, 400),
        ({"of": "unknown"}, 400),
        ({"without_secrets": None}, 400),
        ({"rules": {}}, 422),
        ({"editor_state": []}, 400),
        ({"editor_state": {"locked": {}}}, 422),
    ],
)
def test_what_cannot_be_a_template_is_refused_in_words_and_nothing_is_made(
    client: Client, row: LayoutTemplate, changes: dict[str, Json], status: int
) -> None:
    answer = post(client, row, **changes)
    assert answer.status_code == status
    said = answer.json()
    assert said.get("message") or said["problems"]
    assert LayoutTemplate.objects.get() == row


def made_beside(row: LayoutTemplate) -> LayoutTemplate:
    return LayoutTemplate.objects.exclude(pk=row.pk).get()


def test_what_was_kept_without_secrets_gets_those_of_its_template_though_it_is_deleted(
    client: Client, row: LayoutTemplate
) -> None:
    row.delete_softly()
    bare = replace(MINE, output=replace(MINE.output, urls=()))
    assert post(client, row, rules=codec.write(bare), without_secrets=True).status_code == 201
    made = made_beside(row)
    assert made.rules == MINE
    assert made.deleted_at is None


def test_what_was_made_of_a_template_one_does_not_see_becomes_one_s_own_without_its_secrets(
    row: LayoutTemplate, cast: Cast
) -> None:
    bare = replace(MINE, output=replace(MINE.output, urls=()))
    answer = post(client_for(cast.stranger), row, rules=codec.write(bare), without_secrets=True)
    assert answer.status_code == 201
    made = made_beside(row)
    assert (made.workspace, made.rules) == (cast.stranger.memberships.get().workspace, bare)


def test_who_may_only_look_makes_none(row: LayoutTemplate, cast: Cast) -> None:
    assert post(client_for(cast.viewer), row).status_code == 403
    assert LayoutTemplate.objects.get() == row
