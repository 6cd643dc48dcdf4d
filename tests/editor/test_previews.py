"""The server's picture of a document while it is worked on."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from studio.editor.models import LayoutTemplate
from studio.library.models import Frame
from studio.rules import codec
from studio.rules.document import MixedRules
from studio.rules.geometry import Box
from tests.builders import Cast, client_for, document, frame, png, template

pytestmark = pytest.mark.usefixtures("data")

URL = "https://pictures.example.com/1.jpg"


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    return template(cast.workspace)


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.viewer)


def preview(
    client: Client, row: LayoutTemplate, rules: MixedRules, query: str = "", etag: str = ""
) -> Any:
    headers = {"If-None-Match": etag} if etag else {}
    address = reverse("template-preview", args=[row.pk]) + query
    body = {"rules": codec.write(rules)}
    return client.post(address, body, content_type="application/json", headers=headers)


def windows(x: int) -> MixedRules:
    """A picture over the scene, and a card that lies at x."""
    return document(Box(0, 0, 1920, 1080), Box(x, 100, 480, 270))


def test_each_step_of_a_drag_is_the_picture_that_a_fresh_look_gives(
    cast: Cast, row: LayoutTemplate, client: Client
) -> None:
    frame(row.workspace, URL, png(1600, 900, "red"))
    for x in (0, 7, 900, 1900, 300):
        dragged = preview(client, row, windows(x)).content
        fresh = preview(client_for(cast.editor), template(cast.workspace), windows(x)).content
        assert dragged == fresh


@pytest.mark.parametrize(
    ("query", "size"), [("", (960, 540)), ("?size=full", (1920, 1080)), ("?size=9", (960, 540))]
)
def test_a_preview_may_have_the_scenes_own_size(
    client: Client, row: LayoutTemplate, query: str, size: tuple[int, int]
) -> None:
    image = Image.open(BytesIO(preview(client, row, windows(0), query).content))
    assert (image.format, image.size) == ("JPEG", size)


def test_a_picture_fetched_anew_is_seen_in_the_next_preview(
    client: Client, row: LayoutTemplate
) -> None:
    seen = []
    for colour in ("red", "blue"):
        Frame.objects.all().delete()
        frame(row.workspace, URL, png(160, 90, colour))
        image = Image.open(BytesIO(preview(client, row, document()).content))
        red, _green, blue = image.getpixel((480, 270))  # type: ignore[misc]
        seen.append(red > blue)
    assert seen == [True, False]


def test_the_etag_changes_with_what_is_seen_and_with_nothing_else(
    client: Client, row: LayoutTemplate
) -> None:
    frame(row.workspace, URL, png(160, 90, "red"))
    rules = windows(0)
    louder = replace(rules.output, audio=replace(rules.output.audio, bit_rate=192_000))
    shown = [rules, rules, replace(rules, output=louder), windows(1)]
    etags = [preview(client, row, each).headers["ETag"] for each in shown]
    Frame.objects.all().delete()
    frame(row.workspace, URL, png(160, 90, "blue"))
    etags += [preview(client, row, rules, query).headers["ETag"] for query in ("", "?size=full")]
    assert etags[0] == etags[1] == etags[2]
    assert len(set(etags)) == 4


@pytest.mark.parametrize("query", ["", "?size=full", "?format=png"])
def test_who_has_the_picture_already_is_told_so_and_sent_none(
    client: Client, row: LayoutTemplate, query: str
) -> None:
    etag = preview(client, row, windows(0), query).headers["ETag"]
    unchanged = preview(client, row, windows(0), query, etag)
    assert (unchanged.status_code, unchanged.content) == (412, b"")
    assert unchanged.headers["ETag"] == etag
    assert preview(client, row, windows(1), query, etag).status_code == 200
