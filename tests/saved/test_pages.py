"""Addresses saved by name: listed, typed, changed and deleted."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from studio.audit.models import Entry
from studio.editor.models import LayoutTemplate
from studio.library.models import Frame, Saved, Sort, Upload
from studio.library.models.saved import MOST_OF_A_SORT
from tests import builders
from tests.builders import Cast, client_for
from tests.saved.asking import HOST, PUSH, listed, post

pytestmark = pytest.mark.usefixtures("data")


def test_each_sort_is_saved_by_name_and_found_by_it(client: Client, cast: Cast) -> None:
    said = post(client, "saved-new", name="Host", url="rtmp://pull.example.com/live/host")
    assert "“Host” is saved." in said.content.decode()
    post(client, "saved-new", sort="logo", name="Bug", url="https://pictures.example.com/bug.png")
    post(client, "saved-new", sort="destination", name="Main", url=PUSH)
    rows = Saved.objects.order_by("created_at")
    assert [(row.sort, row.name, row.type, row.url) for row in rows] == [
        ("source", "Host", "live", "rtmp://pull.example.com/live/host"),
        ("logo", "Bug", "", "https://pictures.example.com/bug.png"),
        ("destination", "Main", "", PUSH),
    ]
    assert [entry.act for entry in Entry.objects.all()] == ["address-saved"] * 3
    assert "CANARY" not in "".join(entry.difference for entry in Entry.objects.all())
    builders.saved(cast.workspace, name="Éclair")
    assert [name in listed(cast.viewer, words="éCL") for name in ("Éclair", "Host")] == [
        True,
        False,
    ]
    assert "Nothing found" in listed(cast.viewer, words="nobody")


def test_a_picture_of_one_s_own_is_saved_as_a_logo(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://mix.example.com"
    file = SimpleUploadedFile("bug.png", builders.png(), "image/png")
    post(client, "saved-new", sort="logo", name="Bug", file=file)
    upload = Upload.objects.get()
    assert Saved.objects.get().url == f"https://mix.example.com{upload.public_path('bug.png')}"
    torn = SimpleUploadedFile("bug.png", b"no picture", "image/png")
    answer = post(client, "saved-new", sort="logo", name="Other", file=torn)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Other" in answer.content.decode()
    assert Saved.objects.count() == 1


@pytest.mark.parametrize(
    ("sort", "typed", "why"),
    [
        ("source", {"name": "host CAMERA", "url": HOST}, "has this name"),
        ("source", {"name": " ", "url": HOST}, "required"),
        ("source", {"name": "a\u202eb", "url": HOST}, "turns the direction"),
        ("source", {"name": "Other", "url": "ftp://example.com/a.mp4"}, "must begin with one of"),
        ("source", {"name": "Other", "url": HOST, "type": "film"}, "not one of the available"),
        ("source", {"name": "Other", "url": f"https://a.example.com/{'a' * 2050}"}, "at most 2048"),
        ("logo", {"name": "Other"}, "must not be empty"),
        ("logo", {"name": "Other", "url": "rtmp://pull.example.com/a"}, "must begin with one of"),
        ("destination", {"name": "Other", "url": HOST}, "must begin with one of"),
        ("destination", {"name": "Other"}, "required"),
    ],
)
def test_what_can_t_be_saved_is_told_beside_its_field(
    client: Client, cast: Cast, sort: str, typed: dict[str, str], why: str
) -> None:
    builders.saved(cast.workspace)
    answer = post(client, "saved-new", sort=sort, **typed)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert why in answer.content.decode()
    assert typed["name"].strip() in answer.content.decode()
    assert Saved.objects.count() == 1


def test_so_many_are_kept_and_no_more(client: Client, cast: Cast) -> None:
    for number in range(MOST_OF_A_SORT):
        builders.saved(cast.workspace, name=f"Camera {number}")
    answer = post(client, "saved-new", name="Host", url=HOST)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "delete one first" in answer.content.decode()


def test_what_a_role_may_not_keep_it_may_not_change(cast: Cast) -> None:
    editor = client_for(cast.editor)
    row = builders.saved(cast.workspace, Sort.DESTINATION, url=PUSH)
    assert post(editor, "saved-new", sort="destination", name="a", url=PUSH).status_code == 403
    assert post(editor, "saved-edit", row.pk, name="a", version=1).status_code == 403
    assert client_for(cast.viewer).get(reverse("saved-edit", args=[row.pk])).status_code == 403
    assert "Save a destination" not in listed(cast.editor, "destination")
    assert "Save a destination" in listed(cast.operator, "destination")
    assert editor.get(reverse("saved"), {"sort": "film"}).status_code == HTTPStatus.NOT_FOUND


def test_a_list_shows_stills_and_asks_for_what_is_missing(cast: Cast) -> None:
    builders.frame(cast.workspace, HOST, builders.png(320, 180))
    builders.saved(cast.workspace, url=HOST)
    builders.saved(cast.workspace, name="Guest", url="https://pictures.example.com/3.jpg")
    assert "320 × 180" in listed(cast.viewer)
    assert Frame.objects.count() == 1
    page = listed(cast.editor)
    assert "Fetching a picture…" in page
    assert 'hx-trigger="every 2s"' in page
    assert Frame.objects.count() == 2


def test_a_list_that_is_asked_for_again_and_again_says_once_that_it_was_seen(cast: Cast) -> None:
    builders.frame(cast.workspace, HOST)
    builders.saved(cast.workspace)
    Frame.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    listed(cast.viewer)
    seen = Frame.objects.get().seen_at
    assert timezone.now() - seen < timedelta(minutes=1)
    listed(cast.viewer)
    assert Frame.objects.get().seen_at == seen


@pytest.mark.parametrize(
    ("type_", "url", "becomes"),
    [
        ("pic", "rtmp://pull.example.com/live/host", "live"),
        ("pic", "https://pictures.example.com/signed", "pic"),
        ("vod", "rtmp://pull.example.com/live/host", "live"),
        ("vod", "https://pictures.example.com/1.jpg?other", "pic"),
    ],
)
def test_another_address_has_the_type_that_it_says(
    client: Client, cast: Cast, type_: str, url: str, becomes: str
) -> None:
    row = builders.saved(cast.workspace, type_=type_)
    post(client, "saved-edit", row.pk, name="Host", type=type_, url=url, version=1)
    row.refresh_from_db()
    assert (row.type, row.url) == (becomes, url)


def test_deleting_leaves_documents_as_they_are(client: Client, cast: Cast) -> None:
    template = builders.template(cast.workspace)
    row = builders.saved(cast.workspace)
    asked = client.get(reverse("saved-delete", args=[row.pk])).content.decode()
    assert "They keep the address." in asked
    assert template.name in asked
    post(client, "saved-delete", row.pk, version=1)
    assert not Saved.objects.exists()
    assert LayoutTemplate.objects.get(pk=template.pk).rules == template.rules
