"""What of a saved address is masked, and who is shown it whole."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.audit.models import Entry
from studio.editor.models import LayoutTemplate
from studio.library.models import Saved, Sort
from tests import builders
from tests.builders import Cast, client_for
from tests.saved.access_rows import destination
from tests.saved.asking import PUSH, SIGNED, listed, post
from tests.sealing.keys import NEW

pytestmark = pytest.mark.usefixtures("data")


def test_no_page_shows_a_secret_to_who_may_but_look(client: Client, cast: Cast) -> None:
    row = builders.saved(cast.workspace, Sort.DESTINATION, name="Main", url=PUSH)
    builders.saved(cast.workspace, name="Guest", url=SIGNED)
    forms = [reverse(name, args=[row.pk]) for name in ("saved-edit", "saved-delete")]
    pages = [
        listed(cast.viewer),
        listed(cast.operator, "destination"),
        *(client.get(form).content.decode() for form in forms),
    ]
    assert "CANARY" not in "".join(pages)
    assert "https://pictures.example.com/2.jpg?…" in pages[0]
    assert "rtmp://push.example.com/live/…" in pages[1]
    assert "CANARY" not in Saved.objects.values_list("address").get(name="Main")[0]


def test_a_destination_keeps_its_address_where_none_is_typed(client: Client, cast: Cast) -> None:
    row = builders.saved(cast.workspace, Sort.DESTINATION, name="Main", url=PUSH)
    template = builders.template(cast.workspace)
    post(client, "saved-edit", row.pk, name="Main stage", version=1)
    row.refresh_from_db()
    assert (row.name, row.url) == ("Main stage", PUSH)
    other = "rtmp://push.example.com/live/otherCANARY"
    typed: dict[str, Any] = {
        "name": "Main stage",
        "url": other,
        "version": 2,
        "templates": [template.pk],
    }
    post(client, "saved-edit", row.pk, **typed)
    assert LayoutTemplate.objects.get(pk=template.pk).rules.output.urls == (other,)
    assert "CANARY" not in "".join(entry.difference for entry in Entry.objects.all())


def test_a_destination_is_shown_whole_to_an_operator_who_asks_and_that_is_on_record(
    cast: Cast, settings: Settings
) -> None:
    (pk,) = destination(cast)
    operator = client_for(cast.operator)
    page = operator.get(reverse("saved-edit", args=[pk])).content.decode()
    way = reverse("saved-address", args=[pk])
    assert (way in page, "keyCANARY" in page) == (True, False)
    answer = operator.post(way)
    assert "no-store" in answer["Cache-Control"]
    assert PUSH in answer.content.decode()
    entry = Entry.objects.get(act="revealed")
    assert (entry.person_id, entry.key, entry.difference) == (
        cast.operator.pk,
        str(pk),
        "its address",
    )
    settings.SEALING_KEYS = [NEW]
    assert "‹locked›" in operator.post(way).content.decode()


@pytest.mark.parametrize("sort", [Sort.SOURCE, Sort.LOGO])
def test_a_signed_one_is_shown_whole_to_an_operator_who_asks_and_that_is_on_record(
    client: Client, cast: Cast, sort: Sort
) -> None:
    row = builders.saved(cast.workspace, sort, url=SIGNED)
    form, way = (reverse(name, args=[row.pk]) for name in ("saved-edit", "saved-address"))
    editor = client_for(cast.editor)
    assert way not in editor.get(form).content.decode()
    assert editor.post(way).status_code == 403
    page = client.get(form).content.decode()
    assert (way in page, "CANARY" in page) == (True, False)
    assert html.escape(SIGNED) in client.post(way).content.decode()
    entry = Entry.objects.get(act="revealed")
    assert (entry.person_id, entry.key) == (cast.operator.pk, str(row.pk))


@pytest.mark.parametrize("path", ["host.jpg", "@host/a.png"])
def test_what_everybody_sees_whole_is_not_revealed(cast: Cast, path: str) -> None:
    row = builders.saved(cast.workspace, url=f"https://pictures.example.com/{path}")
    form, way = (reverse(name, args=[row.pk]) for name in ("saved-edit", "saved-address"))
    owner = client_for(cast.owner)
    assert way not in owner.get(form).content.decode()
    assert owner.post(way).status_code == 404


def test_a_signed_one_is_shown_masked_and_stays_so(client: Client, cast: Cast) -> None:
    row = builders.saved(cast.workspace, url=SIGNED)
    page = client.get(reverse("saved-edit", args=[row.pk])).content.decode()
    assert "CANARY" not in page
    [shown] = re.findall(r'name="url" value="([^"]*)"', page)
    typed: dict[str, Any] = {"name": "Guest", "type": "pic", "version": row.version}
    post(client, "saved-edit", row.pk, url=html.unescape(shown), **typed)
    row.refresh_from_db()
    assert (row.name, row.url) == ("Guest", SIGNED)
    other = html.unescape(shown).replace("2.jpg", "3.jpg")
    refused = post(client, "saved-edit", row.pk, url=other, **typed | {"version": row.version})
    assert "This is masked" in refused.content.decode()
    row.refresh_from_db()
    assert row.url == SIGNED


def test_one_whose_key_is_lost_can_be_entered_anew(client: Client, cast: Cast) -> None:
    row = builders.saved(cast.workspace)
    other = builders.saved(cast.workspace, name="Guest")
    Saved.objects.filter(pk=row.pk).update(address=other.address)
    assert "‹locked›" in listed(cast.viewer)
    post(client, "saved-edit", row.pk, name="Host", url=SIGNED, version=1)
    row.refresh_from_db()
    assert row.url == SIGNED
