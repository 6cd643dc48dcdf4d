"""Check and preview of a document that is not saved."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from studio.editor.models import LayoutTemplate
from studio.rules import codec
from studio.rules.document import Json
from studio.rules.geometry import Box
from tests.builders import Cast, client_for, document, frame, png, template

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    return template(cast.workspace)


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.viewer)


def post(client: Client, name: str, row: LayoutTemplate, rules: Json, query: str = "") -> Any:
    address = reverse(f"template-{name}", args=[row.pk]) + query
    return client.post(address, {"rules": rules}, content_type="application/json")


def image(answer: Any) -> Image.Image:
    return Image.open(BytesIO(answer.content))


def test_a_document_is_checked_without_being_saved(client: Client, row: LayoutTemplate) -> None:
    rules = codec.write(document(Box(1800, 0, 640, 360)))
    assert post(client, "check", row, rules).json() == {
        "problems": [
            {
                "path": "MixedRules.InputLayout.Scene.Layout[0]",
                "code": "box_past_edge",
                "severity": "warning",
                "message": "This reaches past the scene, 520 px to the right and 0 px below;"
                " what is outside is cut off.",
            }
        ]
    }
    assert LayoutTemplate.objects.get().version == 1


@pytest.mark.parametrize("rules", [None, 1, "x", [], {}, {"Name": "n"}, {"MixedRules": {}}])
def test_whatever_is_checked_is_answered_with_problems(
    client: Client, row: LayoutTemplate, rules: Json
) -> None:
    answer = post(client, "check", row, rules)
    paths = [problem["path"] for problem in answer.json()["problems"]]
    assert answer.status_code == 200
    assert paths
    assert all(path.startswith("MixedRules") for path in paths)


@pytest.mark.parametrize(
    ("width", "height", "shown"),
    [(1920, 1080, (960, 540)), (1080, 1920, (960, 1707)), (640, 360, (640, 360))],
)
def test_a_preview_is_a_jpeg_at_most_960_wide(
    client: Client, row: LayoutTemplate, width: int, height: int, shown: tuple[int, int]
) -> None:
    answer = post(client, "preview", row, codec.write(document(width=width, height=height)))
    assert (image(answer).format, image(answer).size) == ("JPEG", shown)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_full_preview_is_a_png_of_the_scenes_size(client: Client, row: LayoutTemplate) -> None:
    answer = post(client, "preview", row, codec.write(document()), "?format=png&scale=1")
    assert (image(answer).format, image(answer).size) == ("PNG", (1920, 1080))


def test_a_preview_shows_the_pictures_there_are(client: Client, row: LayoutTemplate) -> None:
    frame(row.workspace, "https://pictures.example.com/1.jpg", png(160, 90, "red"))
    rules = codec.write(document(Box(0, 0, 960, 1080), Box(960, 0, 960, 540)))
    seen = image(post(client, "preview", row, rules, "?format=png")).convert("RGB")
    assert seen.getpixel((480, 540)) == (255, 0, 0)  # the picture, letterboxed
    assert seen.getpixel((480, 5)) == (0, 0, 0)  # its bar
    assert seen.getpixel((970, 10)) != (0, 0, 0)  # the other source's card


def test_a_preview_is_drawn_with_the_sizes_that_are_assumed(
    client: Client, row: LayoutTemplate
) -> None:
    body = {
        "rules": codec.write(document()),
        "editor_state": {"assumed": {"source-1": "1:1"}},
    }
    address = reverse("template-preview", args=[row.pk]) + "?format=png"
    seen = image(client.post(address, body, content_type="application/json")).convert("RGB")
    assert seen.getpixel((419, 540)) == (0, 0, 0)
    assert seen.getpixel((420, 540)) != (0, 0, 0)


def test_a_preview_with_a_state_that_is_none_is_refused(
    client: Client, row: LayoutTemplate
) -> None:
    body = {"rules": codec.write(document()), "editor_state": []}
    address = reverse("template-preview", args=[row.pk])
    assert client.post(address, body, content_type="application/json").status_code == 400


def test_of_a_scene_too_large_no_picture_is_made(client: Client, row: LayoutTemplate) -> None:
    answer = post(client, "preview", row, codec.write(document(width=100_000)))
    assert answer.status_code == 422
    assert "No picture can be made" in answer.json()["message"]
