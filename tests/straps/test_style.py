"""The style of a workspace's straps: set by editors, seen by all, with a sample that is real."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import pytest
from django.urls import reverse

from studio.audit.models import Entry
from studio.compositor.straps import Style, fonts
from studio.leaving.export import contents
from studio.straps.models import StrapStyle
from tests.builders import Cast, client_for, template

STYLE = {**asdict(Style()), "shape": "tiers", "fill": "#112233", "version": "0"}


def save(cast: Cast, **more: Any) -> Any:
    return client_for(cast.editor).post(reverse("straps"), {**STYLE, **more})


def test_a_style_is_kept_put_on_record_and_exported(cast: Cast) -> None:
    assert save(cast).status_code == HTTPStatus.FOUND
    row = StrapStyle.objects.get()
    assert (row.shape, row.fill, row.version, row.workspace) == (
        "tiers",
        "#112233",
        1,
        cast.workspace,
    )
    entry = Entry.objects.get(act="straps-styled")
    assert "fill #112233" in entry.difference
    page = client_for(cast.viewer).get(reverse("straps")).content.decode()
    assert "#112233" in page
    assert "<fieldset disabled" in page
    (text,) = (piece for name, piece in contents.straps(cast.workspace) if name == "straps.json")
    assert json.loads(b"".join(text))["fill"] == "#112233"


@pytest.mark.parametrize("version", ["0", "7", "", "²", "-1"])
def test_a_style_that_was_changed_meanwhile_is_not_overwritten(cast: Cast, version: str) -> None:
    save(cast)
    answer = save(cast, version=version, fill="#445566")
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "changed the style meanwhile" in answer.content.decode()
    assert StrapStyle.objects.get().fill == "#112233"
    # What was set is on the page still, and saved again it takes its place.
    assert "#445566" in answer.content.decode()
    assert save(cast, version="1", fill="#445566").status_code == HTTPStatus.FOUND
    assert StrapStyle.objects.get().fill == "#445566"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"fill": "red"}, "written as #rrggbb"),
        ({"ink": "#12345"}, "written as #rrggbb"),
        ({"opacity": "101"}, "from 0 to 100"),
        ({"opacity": ""}, "required"),
        ({"shape": "star"}, "Select a valid choice"),
        ({"font": "comic"}, "Select a valid choice"),
    ],
)
def test_what_can_t_be_is_told_and_nothing_kept(
    cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    answer = save(cast, **wrong)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in answer.content.decode()
    assert not StrapStyle.objects.exists()


def test_a_sample_is_the_strap_as_it_will_be(cast: Cast) -> None:
    client = client_for(cast.viewer)
    asked = {**STYLE, "name": "Anna Li", "ink": "#112233"}
    told = client.get(reverse("strap-sample"), asked).json()
    assert b64decode(told["picture"])[:4] == b"\x89PNG"
    assert 4.9 < told["left"] < 5.1
    assert "hard to read" in told["doubt"]
    for wrong, field in (
        ({"name": ""}, "name"),
        ({"fill": "x"}, "fill"),
        ({"name": "\U0001f600"}, "name"),
    ):
        answer = client.get(reverse("strap-sample"), {**asked, **wrong})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert answer.json()["field"] == field


def test_a_font_that_this_machine_has_not_is_neither_offered_nor_replaced(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    StrapStyle.objects.create(workspace=cast.workspace, font="serif")
    monkeypatch.setattr(fonts, "at_hand", lambda family: ())
    page = client_for(cast.viewer).get(reverse("straps")).content.decode()
    assert "Serif" not in page
    body = {"name": "Anna Li", "line": "", "width": 1920, "height": 1080, "size": 0}
    address = reverse("template-strap", args=[template(cast.workspace).pk])
    answer = client_for(cast.editor).post(address, body, content_type="application/json")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "no font of the kind" in answer.json()["message"]
