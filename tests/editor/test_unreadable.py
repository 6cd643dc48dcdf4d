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
from tests.builders import Cast, client_for, document, save_request, template

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
