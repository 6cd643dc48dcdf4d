"""The gallery, and what is done to a template as a whole."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from studio.documents.veils import with_veils
from studio.editor.cards import Facts
from studio.editor.models import LayoutTemplate
from studio.rules import checks, codec
from studio.rules.geometry import Box
from studio.rules.limits import ASSUMED_SIZES
from tests.builders import Cast, client_for, document, frame, save_request, template


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


def post(client: Client, act: str, row: LayoutTemplate, **data: str) -> None:
    assert client.post(reverse(f"template-{act}", args=[row.pk]), data).status_code == 302


def test_a_new_template_lacks_only_sources_and_a_push_address(client: Client, cast: Cast) -> None:
    answer = client.post(reverse("template-new"))
    row = cast.workspace.templates.get()
    assert answer["Location"] == reverse("template-edit", args=[row.pk])
    assert (row.created_by, row.rules.scene.width) == (cast.editor, 1920)
    assert [problem.path for problem in checks.check(row.rules)] == [
        "MixedRules.InputSource",
        "MixedRules.Output.Url",
    ]


def test_the_list_shows_each_template_with_its_size_and_problems(
    client: Client, cast: Cast
) -> None:
    template(cast.workspace, document(Box(1800, 0, 640, 360)), user=cast.owner)
    (card,) = client.get(reverse("templates")).context["cards"]
    assert card.by == "owner"
    assert card.facts == Facts(width=1920, height=1080, sources=1, logos=0, errors=0, warnings=1)


def test_what_is_told_of_a_template_is_told_anew_after_a_save(client: Client, cast: Cast) -> None:
    row = template(cast.workspace, document(Box(0, 0, 640, 360)))
    assert "1 source<" in client.get(reverse("templates")).content.decode()
    more = document(Box(0, 0, 640, 360), Box(1800, 0, 640, 360))
    address = reverse("template-document", args=[row.pk])
    assert client.put(address, **save_request(codec.write(more), version=1)).status_code == 200
    page = client.get(reverse("templates")).content.decode()
    assert "2 sources<" in page
    assert "1 warning<" in page


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"name": "Friday"}, 'data-value="Friday"'),
        ({"tags": ["news"]}, 'data-value="news"'),
        ({"version": 7}, ">v7<"),
    ],
    ids=["name", "tags", "version"],
)
def test_a_card_that_was_drawn_is_drawn_anew_when_it_is_another(
    client: Client, cast: Cast, change: dict[str, Any], shown: str
) -> None:
    row = template(cast.workspace)
    assert shown not in client.get(reverse("templates")).content.decode()
    LayoutTemplate.objects.filter(pk=row.pk).update(**change)
    assert shown in client.get(reverse("templates")).content.decode()


def test_a_star_and_a_language_are_seen_at_the_next_look(client: Client, cast: Cast) -> None:
    row = template(cast.workspace)
    page = reverse("templates")
    assert 'aria-pressed="false"' in client.get(page).content.decode()
    client.post(reverse("template-favourite", args=[row.pk]), {"on": "1"})
    assert 'aria-pressed="true"' in client.get(page).content.decode()
    in_chinese = client.get(page, headers={"accept-language": "zh-CN"}).content.decode()
    assert "删除" in in_chinese
    assert "Delete" not in in_chinese


def test_what_was_drawn_for_one_reader_is_not_shown_to_another(cast: Cast) -> None:
    template(cast.workspace, user=cast.owner)
    page = reverse("templates")
    told = {
        person: client_for(person).get(page).content.decode()
        for person in (cast.owner, cast.viewer)
    }
    assert "by you" in told[cast.owner]
    assert "by owner" in told[cast.viewer]
    assert "Delete" in told[cast.owner]
    assert "Delete" not in told[cast.viewer]


def test_what_was_changed_last_comes_first(client: Client, cast: Cast) -> None:
    for name in ("first", "second"):
        template(cast.workspace, name=name)
    cards = client.get(reverse("templates")).context["cards"]
    assert [card.name for card in cards] == ["second", "first"]


def test_one_sees_the_templates_of_ones_own_workspaces_alone(cast: Cast) -> None:
    template(cast.workspace)
    page = client_for(cast.stranger).get(reverse("templates"))
    assert page.context["cards"] == []
    assert b"Thursday talk show" not in page.content


def test_a_reader_is_shown_nothing_that_would_be_refused(cast: Cast) -> None:
    row = template(cast.workspace)
    page = client_for(cast.viewer).get(reverse("templates")).content.decode()
    for name in ("new", "rename", "duplicate", "delete", "mixedrules"):
        args = [] if name == "new" else [row.pk]
        assert reverse(f"template-{name}", args=args) not in page


def test_a_template_is_renamed(client: Client, cast: Cast) -> None:
    row = template(cast.workspace)
    post(client, "rename", row, name="  Friday talk show ")
    row.refresh_from_db()
    assert (row.name, row.version) == ("Friday talk show", 1)


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "two\nlines", "\u202egnp.exe"])
def test_a_name_no_task_could_have_is_refused_in_words(
    client: Client, cast: Cast, name: str
) -> None:
    row = template(cast.workspace)
    answer = client.post(reverse("template-rename", args=[row.pk]), {"name": name})
    row.refresh_from_db()
    assert row.name == "Thursday talk show"
    assert answer.status_code == 422
    assert answer.context["refused"]["why"]
    page = answer.content.decode()
    assert page.count('aria-invalid="true" aria-describedby="rename-again-why"') == 1
    assert f'value="{name}"' in page


def test_a_script_that_renames_is_answered_in_its_own_words(client: Client, cast: Cast) -> None:
    row = template(cast.workspace)
    address = reverse("template-rename", args=[row.pk])
    asks = {"Accept": "application/json"}
    assert client.post(address, {"name": "Friday"}, headers=asks).json() == {
        "name": "Friday",
        "message": "",
    }
    refused = client.post(address, {"name": ""}, headers=asks)
    assert refused.status_code == 422
    assert refused.json() == {"name": "Friday", "message": "This must not be empty."}


def test_a_duplicate_starts_a_life_of_its_own(client: Client, cast: Cast) -> None:
    row = template(cast.workspace, name="x" * 200)
    LayoutTemplate.objects.update(version=9, editor_state={"guides": ["1"]})
    post(client, "duplicate", row)
    copy = LayoutTemplate.objects.exclude(pk=row.pk).get()
    assert (copy.rules, copy.editor_state) == (row.rules, {"guides": ["1"]})
    assert (copy.version, copy.created_by, len(copy.name)) == (1, cast.editor, 200)


def test_a_deleted_template_is_gone_and_comes_back_as_it_was(client: Client, cast: Cast) -> None:
    row = template(cast.workspace)
    answer = client.post(reverse("template-delete", args=[row.pk]))
    (message,) = get_messages(answer.wsgi_request)
    assert message.extra_tags == reverse("template-restore", args=[row.pk])
    assert client.get(reverse("template-edit", args=[row.pk])).status_code == 404
    assert client.get(reverse("templates")).context["cards"] == []

    assert client.post(message.extra_tags).status_code == 302
    assert client.get(reverse("template-edit", args=[row.pk])).status_code == 200


def block(page: str, name: str) -> object:
    start = page.index(">", page.index(f'<script id="{name}"')) + 1
    return json.loads(page[start : page.index("</script>", start)])


def test_the_editor_gets_the_document_its_limits_and_its_problems(
    client: Client, cast: Cast
) -> None:
    row = template(cast.workspace, document(Box(1800, 0, 640, 360)))
    page = client.get(reverse("template-edit", args=[row.pk])).content.decode()
    data = block(page, "page-data")
    assert isinstance(data, dict)
    assert data["id"] == str(row.pk)
    assert (data["canEdit"], data["canPush"]) == (True, False)
    assert data["urls"]["document"] == reverse("template-document", args=[row.pk])
    assert "sceneSide" in str(block(page, "limits-data"))
    opening = client.get(data["urls"]["opening"]).json()
    rules = with_veils(codec.write(row.rules))
    assert (opening["version"], opening["rules"], opening["editorState"]) == (1, rules, {})
    assert "box_past_edge" in str(opening["problems"])


def test_every_assumed_size_can_be_chosen_by_its_shape(client: Client, cast: Cast) -> None:
    row = template(cast.workspace)
    page = client.get(reverse("template-edit", args=[row.pk])).content.decode()
    choices = page[page.index('<select id="assumed-shape"') :].split("</select>")[0]
    assert re.findall(r'<option value="([^"]+)"', choices) == list(ASSUMED_SIZES)


def test_the_editor_gets_the_pictures_there_are_with_it(
    client: Client, cast: Cast, data: Path
) -> None:
    row = template(cast.workspace, document(Box(0, 0, 640, 360), Box(0, 0, 640, 360)))
    kept = frame(cast.workspace)
    opening = client.get(reverse("template-opening", args=[row.pk])).json()
    (first,) = opening["frames"]
    assert (first["url"], first["kind"], first["second"]) == (kept.url, "pic", 0)
    page = client.get(reverse("template-edit", args=[row.pk])).content.decode()
    assert f'<link rel="preload" href="{first["frame"]["src"]}" as="image">' in page


def test_a_document_cannot_break_out_of_the_page(client: Client, cast: Cast) -> None:
    hostile = "https://a.example.com/</script><script>alert(1)</script>"
    row = template(cast.workspace, document(urls=(hostile,)), name="<b>bold</b>")
    for address in (reverse("templates"), reverse("template-edit", args=[row.pk])):
        page = client.get(address).content
        assert b"alert(1)</script>" not in page
        assert b"<b>bold</b>" not in page
