"""Where there is nothing yet, it is said what will be there, and what brings the first of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from studio.accounts.models import User
from studio.editor.models import LayoutTemplate
from studio.mixes.models import MixTask, Push
from studio.rules.starting import blank_document
from tests import builders
from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")


def shown(user: User, name: str, *args: object, **query: Any) -> str:
    return client_for(user).get(reverse(name, args=args), query).content.decode()


@pytest.fixture
def blank(cast: Cast) -> LayoutTemplate:
    """One without a source, and without an address to push to."""
    return builders.template(cast.workspace, blank_document())


def test_the_gallery_offers_a_first_template_to_whoever_may_make_one(cast: Cast) -> None:
    own = shown(cast.editor, "templates")
    assert "Make the first template" in own
    assert "Take over a layout of another tool" in own
    assert "Editors of this workspace make them." in shown(cast.viewer, "templates")
    assert "Make the first template" not in shown(cast.viewer, "templates")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"shelf": "favourites"}, "No favourite yet"),
        ({"shelf": "archived"}, "Nothing is archived"),
        ({"shelf": "archived", "q": "news"}, "No template has all these words"),
    ],
    ids=["favourites", "archive", "words"],
)
def test_an_empty_shelf_says_how_a_template_comes_there(
    cast: Cast, query: dict[str, str], said: str
) -> None:
    page = shown(cast.viewer, "templates", **query)
    assert said in page
    assert "Show all" in page


@pytest.mark.parametrize("sort", ["source", "logo", "destination"])
def test_each_sort_offers_to_save_a_first_one(cast: Cast, sort: str) -> None:
    assert "Save the first one" in shown(cast.operator, "saved", sort=sort)
    assert "Save the first one" not in shown(cast.viewer, "saved", sort=sort)


@pytest.mark.parametrize("name", ["tasks", "history", "rehearsal"])
def test_what_a_task_fills_leads_to_the_templates(cast: Cast, name: str) -> None:
    assert "Choose a template to push" in shown(cast.operator, name)


@pytest.fixture
def task(cast: Cast) -> MixTask:
    """One whose template is gone."""
    return Push.record(
        workspace=cast.workspace,
        person=cast.operator,
        rules=builders.document(),
        name="show",
        key=None,
    ).task


def test_a_group_without_a_task_leads_to_all(cast: Cast, task: MixTask) -> None:
    page = shown(cast.viewer, "tasks", group="ended")
    assert "No task is like this." in page
    assert "Show all" in page


def test_looks_are_made_of_templates_and_there_is_the_way_to_one(cast: Cast, task: MixTask) -> None:
    assert "Make a template" in shown(cast.operator, "task-looks", task.pk)


def test_a_template_without_sources_or_addresses_leads_to_the_editor(
    cast: Cast, blank: LayoutTemplate
) -> None:
    editor = reverse("template-edit", args=[blank.pk])
    assert f'href="{editor}">Add sources in the editor' in shown(
        cast.editor, "new-show", template=blank.pk
    )
    assert f'href="{editor}">Give it one' in shown(cast.operator, "template-addresses", blank.pk)


def test_a_show_without_any_template_leads_to_making_one(cast: Cast) -> None:
    assert "there is none yet" in shown(cast.editor, "new-show")
