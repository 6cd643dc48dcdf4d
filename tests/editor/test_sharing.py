"""Links that show a template to whoever has one: what they show, until when, how often."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from studio.accounts.sharing import MOST_OPEN
from studio.audit.models import Entry
from studio.editor.models import LayoutTemplate, ShareLink
from studio.editor.models.shared import MOST_ASKED
from tests.builders import Cast, client_for, rewrite, template
from tests.volcengine.bodies import CALLBACK_URL, SOURCE_URL, STREAM_KEY, document

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def row(cast: Cast, data: Path) -> LayoutTemplate:
    return template(cast.workspace, document(), name="Late news")


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


def made(client: Client, row: LayoutTemplate, days: int = 7) -> str:
    """The path of a new link."""
    answer = client.post(reverse("template-share", args=[row.pk]), {"days": days})
    assert answer.status_code == 201
    address: str = answer.context["link"]["address"]
    return urlsplit(address).path


def test_who_has_it_sees_the_picture_and_names_and_no_secret(
    client: Client, row: LayoutTemplate
) -> None:
    path = made(client, row)
    answer = Client().get(path)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Late news" in text
    assert "<li>1</li>" in text
    for secret in (STREAM_KEY, CALLBACK_URL, SOURCE_URL, "example.org", row.workspace.name):
        assert secret not in text
    assert "<script" not in text
    assert not answer.cookies
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert 'name="robots" content="noindex' in text
    shown = Client().get(f"{path}picture.jpg")
    assert Image.open(BytesIO(shown.content)).size == (1280, 720)
    again = Client().get(f"{path}picture.jpg", headers={"If-None-Match": shown["ETag"]})
    assert again.status_code == 304


def test_its_token_is_kept_nowhere_and_shown_once(client: Client, row: LayoutTemplate) -> None:
    token = made(client, row).split("/")[-2]
    assert len(token) >= 43
    assert token not in str(ShareLink.objects.values())
    assert token not in client.get(reverse("template-share", args=[row.pk])).content.decode()


def gone(path: str) -> bool:
    answers = [Client().get(path), Client().get(f"{path}picture.jpg")]
    return all(
        answer.status_code == 404 and answer["X-Robots-Tag"].startswith("noindex")
        for answer in answers
    )


def test_revoked_or_expired_or_deleted_it_shows_nothing(
    client: Client, cast: Cast, row: LayoutTemplate
) -> None:
    path, other = made(client, row), made(client, row, days=1)
    link = ShareLink.objects.earliest("pk")
    done = client.post(reverse("template-share-revoke", args=[link.pk]))
    assert done["Location"] == reverse("template-share", args=[row.pk])
    assert gone(path)
    assert not gone(other)
    # Twice is once.
    client.post(reverse("template-share-revoke", args=[link.pk]))
    acts = [entry.act for entry in Entry.objects.filter(key=str(row.pk)).order_by("pk")]
    assert acts == ["shared-template", "shared-template", "unshared-template"]
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert gone(other)
    row.delete_softly()
    assert gone(other)
    assert gone(reverse("shared", args=["x" * 43]))


def test_a_link_is_answered_only_so_often(client: Client, row: LayoutTemplate) -> None:
    path, other = made(client, row), made(client, row)
    ShareLink.objects.filter(pk=ShareLink.objects.earliest("pk").pk).update(asked=MOST_ASKED - 1)
    statuses = [Client().get(path).status_code for _time in range(2)]
    assert statuses == [200, 429]
    assert Client().get(other).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert Client().get(path).status_code == 200


@pytest.mark.parametrize("days", ["", "2", "x"])
def test_no_other_time_is_taken(days: str, client: Client, row: LayoutTemplate) -> None:
    answer = client.post(reverse("template-share", args=[row.pk]), {"days": days})
    assert answer.status_code == 422
    assert not ShareLink.objects.exists()


def test_there_are_only_so_many(client: Client, cast: Cast, row: LayoutTemplate) -> None:
    for _number in range(MOST_OPEN):
        ShareLink.objects.issue(row, cast.editor, 1)
    answer = client.post(reverse("template-share", args=[row.pk]), {"days": 7})
    assert answer.status_code == 422
    assert ShareLink.objects.count() == MOST_OPEN


def test_of_what_can_not_be_read_it_shows_nothing(client: Client, row: LayoutTemplate) -> None:
    path = made(client, row)
    rewrite(LayoutTemplate.objects.all(), rules={"Scenes": []})
    assert gone(path)


def test_a_log_does_not_name_the_address(
    client: Client, row: LayoutTemplate, caplog: pytest.LogCaptureFixture
) -> None:
    path = made(client, row)
    for asked in (path, f"{path}picture.jpg"):
        answer = Client().post(asked)
        assert (answer.status_code, answer["X-Robots-Tag"]) == (405, "noindex, nofollow")
        assert answer["Referrer-Policy"] == "no-referrer"
    messages = [record.getMessage() for record in caplog.records]
    ends = ("/templates/shared/…/", "/templates/shared/…/picture.jpg")
    assert [message.partition("): ")[2] for message in messages] == list(ends)
