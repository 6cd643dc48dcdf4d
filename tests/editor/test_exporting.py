"""The ways out: every format as a file, masked, or whole for who operates it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from studio.audit.models import Entry
from studio.editor.models import LayoutTemplate
from studio.editor.views.exporting import TOLD, WITHOUT_SECRETS
from studio.exports import EXPORTERS
from tests.builders import Cast, client_for, template
from tests.volcengine.bodies import CALLBACK_URL, SOURCE_URL, STREAM_KEY, document

SECRETS = (STREAM_KEY, CALLBACK_URL, SOURCE_URL)
pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


@pytest.fixture
def row(cast: Cast, data: Path) -> LayoutTemplate:
    return template(cast.workspace, document(), name="Late: news")


def test_every_format_has_a_name() -> None:
    assert list(TOLD) == list(EXPORTERS)


@pytest.mark.parametrize("kind", EXPORTERS)
def test_a_file_is_masked_unless_it_is_asked_for_whole(
    kind: str, cast: Cast, client: Client, row: LayoutTemplate
) -> None:
    answer = client.get(reverse("template-export-file", args=[row.pk, kind]))
    text = answer.content.decode()
    assert not any(secret in text for secret in SECRETS)
    suffix = EXPORTERS[kind].suffix
    assert answer["Content-Disposition"] == f'attachment; filename="Late- news.{suffix}"'
    address = reverse("template-export-whole", args=[row.pk, kind])
    whole = client_for(cast.operator).post(address)
    assert whole.content.decode() == EXPORTERS[kind].write(row.name, row.rules)
    assert (SOURCE_URL in whole.content.decode()) == (kind not in WITHOUT_SECRETS)
    (entry,) = Entry.objects.filter(act="revealed")
    assert kind in entry.difference


def test_the_page_offers_addresses_to_operators(
    cast: Cast, client: Client, row: LayoutTemplate
) -> None:
    address = reverse("template-export", args=[row.pk])
    assert "addresses: " not in client.get(address).content.decode()
    told = client_for(cast.operator).get(address).content.decode()
    assert told.count("Download with addresses: ") == len(TOLD) - len(WITHOUT_SECRETS)
    assert STREAM_KEY not in told


def test_there_is_no_other_format(cast: Cast, client: Client, row: LayoutTemplate) -> None:
    get = reverse("template-export-file", args=[row.pk, "docx"])
    post = reverse("template-export-whole", args=[row.pk, "docx"])
    assert client.get(get).status_code == 404
    assert client_for(cast.operator).post(post).status_code == 404


def test_the_picture_is_webp_too(client: Client, row: LayoutTemplate) -> None:
    answer = client.get(reverse("template-picture", args=[row.pk, "webp"]))
    picture = Image.open(BytesIO(answer.content))
    assert (picture.format, picture.size) == ("WEBP", (1920, 1080))
