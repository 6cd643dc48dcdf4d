"""A template whose document this version of the program can't read: all but that goes on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor.models import LayoutTemplate
from studio.rules import codec
from studio.rules.document import Json
from tests.builders import Cast, client_for, document, rewrite, save_request, template

# As a version with other keys may have left it.
FOREIGN: dict[str, Json] = {"Scenes": []}


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    made = template(cast.workspace)
    LayoutTemplate.objects.update(rules=FOREIGN)
    return made


def get(client: Client, name: str, row: LayoutTemplate, **headers: str) -> Any:
    return client.get(reverse(f"template-{name}", args=[row.pk]), headers=headers)


def test_is_duplicated(client: Client, row: LayoutTemplate) -> None:
    assert client.post(reverse("template-duplicate", args=[row.pk])).status_code == 302
    assert LayoutTemplate.objects.filter(rules=FOREIGN).count() == 2


def test_is_downloaded_as_it_is_stored(client: Client, row: LayoutTemplate) -> None:
    answer = get(client, "mixedrules", row)
    assert json.loads(answer.content) == {"Name": row.name, "MixedRules": FOREIGN}


def test_a_save_on_an_old_version_is_told_what_is_stored(
    client: Client, row: LayoutTemplate
) -> None:
    LayoutTemplate.objects.update(version=2)
    request = save_request(codec.write(document()), version=1)
    answer = client.put(reverse("template-document", args=[row.pk]), **request)
    assert (answer.status_code, answer.json()["rules"]) == (409, FOREIGN)


def test_its_page_says_so(client: Client, row: LayoutTemplate) -> None:
    answer = get(client, "edit", row)
    assert answer.status_code == 409
    assert b"<h1>" in answer.content
    assert "saved by another version of Mix Studio" in answer.content.decode()


def test_a_script_is_told_so_in_a_sentence(client: Client, row: LayoutTemplate) -> None:
    answer = get(client, "opening", row, Accept="application/json")
    assert answer.status_code == 409
    assert "saved by another version of Mix Studio" in answer.json()["message"]


def test_no_part_of_a_page_is_put_in_place_of_its_own(client: Client, row: LayoutTemplate) -> None:
    answer = get(client, "edit", row, HX_Request="true")
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "body")


def test_the_log_names_the_row_and_tells_nothing_it_holds(
    client: Client, row: LayoutTemplate, caplog: pytest.LogCaptureFixture
) -> None:
    rules = {"Output": {"Url": ["rtmp://a.example/canary"]}}
    rewrite(LayoutTemplate.objects.all(), rules=rules)
    get(client, "edit", row)
    assert str(row.pk) in caplog.text
    assert "canary" not in caplog.text


def test_it_stands_in_the_list_beside_the_others(client: Client, row: LayoutTemplate) -> None:
    template(row.workspace, name="Friday")
    answer = client.get(reverse("templates"))
    cards = {card.name: card.facts for card in answer.context["cards"]}
    assert cards[row.name] is None
    assert cards["Friday"].width == 1920
    assert "This can’t be read" in answer.content.decode()
    assert reverse("template-thumbnail", args=[row.pk]) not in answer.content.decode()
