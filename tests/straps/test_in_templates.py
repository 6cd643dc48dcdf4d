"""Straps of a template: what is answered, kept and remembered."""

from __future__ import annotations

from base64 import b64decode
from http import HTTPStatus
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import Settings

from studio.editor.models import LayoutTemplate
from studio.library.models import Frame, Upload
from studio.library.models import upload as uploads
from studio.library.stores import store
from studio.straps.models import Strap, StrapStyle
from tests import builders
from tests.builders import Cast, client_for

PUBLIC = "https://studio.example.com"
BODY = {"name": "Anna Li", "line": "Reporter", "width": 1920, "height": 1080, "size": 0}
pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def template(cast: Cast) -> LayoutTemplate:
    return builders.template(cast.workspace)


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


def ask(client: Client, template: LayoutTemplate, what: str = "", **more: Any) -> Any:
    address = reverse(f"template-strap{what}", args=[template.pk])
    return client.post(address, {**BODY, **more}, content_type="application/json")


def frames(client: Client, template: LayoutTemplate, url: str) -> Any:
    body = {"urls": [{"url": url, "kind": "logo"}]}
    address = reverse("template-frames", args=[template.pk])
    answer = client.post(address, body, content_type="application/json")
    return answer.json()["frames"][0]


def test_the_same_words_have_one_public_address_where_the_picture_is(
    client: Client, template: LayoutTemplate, cast: Cast, settings: Settings
) -> None:
    settings.PUBLIC_URL = PUBLIC
    first, again = ask(client, template), ask(client, template, name="  Anna   Li ")
    assert first.status_code == again.status_code == HTTPStatus.CREATED
    told = first.json()
    assert told.pop("frame")["state"] == "ready"
    assert again.json().items() > told.items()
    assert told["message"] == told["doubt"] == ""
    path = told["url"].removeprefix(PUBLIC)
    assert path.endswith("/anna-li.png")
    picture = Image.open(BytesIO(Client().get(path).content))
    assert (picture.format, picture.mode, picture.size) == (
        "PNG",
        "RGBA",
        (told["width"], told["height"]),
    )
    assert Upload.objects.count() == Strap.objects.count() == Frame.objects.count() == 1
    assert ask(client, template, name="Anna Lee").json()["url"] != told["url"]
    assert ask(client, template, name="李明", line="").json()["url"].endswith("/strap.png")


def test_a_team_mate_s_stage_has_the_picture_and_its_words_at_once_and_a_stranger_s_has_neither(
    client: Client, template: LayoutTemplate, cast: Cast
) -> None:
    url = ask(client, template).json()["url"]
    told = frames(client_for(cast.teammate), template, url)
    assert told["state"] == "ready"
    assert told["src"]
    assert told["strap"] == {"name": "Anna Li", "line": "Reporter", "size": 54}
    theirs = builders.template(cast.stranger.memberships.get().workspace)
    assert "strap" not in frames(client_for(cast.stranger), theirs, url)


def test_a_draft_is_drawn_and_nothing_of_it_kept(
    client: Client, template: LayoutTemplate, settings: Settings
) -> None:
    answer = ask(client, template, "-draft", size=27)
    told = answer.json()
    picture = Image.open(BytesIO(b64decode(told["picture"])))
    assert picture.size == (told["width"], told["height"])
    assert told["align"] == "left"
    assert not Upload.objects.exists()
    assert not [*store("uploads").kept()]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name": " \n"}, "name", "Write a name."),
        ({"name": "x" * 81}, "name", "more than 80 characters"),
        ({"line": "x" * 121}, "line", "more than 120 characters"),
        ({"name": "w" * 70}, "name", "too long for the scene"),
        ({"line": "Go \U0001f600"}, "line", "“\U0001f600”"),
        ({"name": "A\x07B"}, "name", "U+0007"),
        ({"size": 4000}, "", "from 8 to 400 pixels"),
        ({"size": -1}, "", "from 8 to 400 pixels"),
    ],
)
@pytest.mark.parametrize("what", ["", "-draft"])
def test_what_can_t_be_is_told_beside_its_field(
    client: Client,
    template: LayoutTemplate,
    wrong: dict[str, Any],
    field: str,
    sentence: str,
    what: str,
) -> None:
    answer = ask(client, template, what, **wrong)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["field"] == field
    assert sentence in answer.json()["message"]
    assert not Upload.objects.exists()


@pytest.mark.parametrize("wrong", [{"width": 9}, {"height": 2161}, {"name": 7}, {"size": "1"}])
def test_a_body_that_no_page_sends_is_refused(
    client: Client, template: LayoutTemplate, wrong: dict[str, Any]
) -> None:
    assert ask(client, template, **wrong).status_code == HTTPStatus.BAD_REQUEST


def test_where_there_is_no_room_for_uploads_there_is_none_for_straps(
    client: Client, template: LayoutTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 0)
    answer = ask(client, template)
    assert answer.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    assert "no room" in answer.json()["message"]


def test_what_is_there_stays_when_the_style_changes(
    client: Client, template: LayoutTemplate, cast: Cast
) -> None:
    before = ask(client, template).json()
    StrapStyle.objects.create(workspace=cast.workspace, shape="card", ink="#101010", align="right")
    after = ask(client, template).json()
    assert after["url"] != before["url"]
    assert after["align"] == "right"
    assert "hard to read" in after["doubt"]
    assert Upload.objects.at(before["url"]).exists()
