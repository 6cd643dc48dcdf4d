"""Two people change or delete the same saved address."""

from __future__ import annotations

import html
import re
from http import HTTPStatus

import pytest
from django.test import Client

from studio.documents.veiling import veiled
from studio.library.models import Saved, Sort
from studio.saved import views
from studio.saved.uses import Uses
from tests import builders
from tests.builders import Cast
from tests.saved.asking import HOST, PUSH, SIGNED, post

pytestmark = pytest.mark.usefixtures("data")


def test_what_was_changed_meanwhile_is_not_written_over(client: Client, cast: Cast) -> None:
    row = builders.saved(cast.workspace, url=SIGNED)
    Saved.objects.filter(pk=row.pk).update(version=7)
    for version in (1, ""):
        deleted = post(client, "saved-delete", row.pk, version=version)
        assert deleted.status_code == HTTPStatus.CONFLICT
        assert "changed since this page was opened" in deleted.content.decode()
    # What is wrong with a field makes nobody have seen what is there by now.
    wrong = post(client, "saved-edit", row.pk, name=" ", url=HOST, version=1).content.decode()
    assert 'name="version" value="1"' in wrong
    answer = post(client, "saved-edit", row.pk, name="Mine", url=HOST, version=1)
    assert answer.status_code == HTTPStatus.CONFLICT
    page = answer.content.decode()
    told = "it is “Host camera” now, and its address https://pictures.example.com/2.jpg?…."
    assert told in page
    assert "saved again, yours takes the place of theirs" in page
    assert "CANARY" not in page
    row.refresh_from_db()
    assert (row.name, row.version) == ("Host camera", 7)
    # What was typed is still there, and known to be about what was told.
    assert 'value="Mine"' in page
    assert 'name="version" value="7"' in page
    post(client, "saved-edit", row.pk, name="Mine", url=HOST, version=7)
    row.refresh_from_db()
    assert (row.name, row.url) == ("Mine", HOST)


def deleted_meanwhile(own: Saved) -> Uses:
    """In place of what looks where one is used."""
    Saved.objects.filter(pk=own.pk).delete()
    return Uses()


def test_one_that_was_deleted_while_it_was_changed_can_be_saved_anew(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = builders.saved(cast.workspace)
    monkeypatch.setattr(views, "uses_in", deleted_meanwhile)
    answer = post(client, "saved-edit", row.pk, name="Mine", url=HOST, version=1)
    assert answer.status_code == HTTPStatus.CONFLICT
    page = answer.content.decode()
    assert "It was deleted meanwhile. Saved again, it becomes a new one." in page
    action = re.search(r'action="(/saved/new/[^"]*)"', page)
    assert action
    client.post(html.unescape(action[1]), {"name": "Mine", "url": HOST})
    assert Saved.objects.get().name == "Mine"


@pytest.mark.parametrize("sort", [Sort.SOURCE, Sort.DESTINATION])
def test_what_is_masked_of_one_that_was_deleted_has_to_be_entered_anew(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    url, left = (PUSH, "") if sort is Sort.DESTINATION else (SIGNED, veiled(SIGNED))
    row = builders.saved(cast.workspace, sort, url=url)
    monkeypatch.setattr(views, "uses_in", deleted_meanwhile)
    typed = {"type": "pic"} if sort is Sort.SOURCE else {}
    answer = post(client, "saved-edit", row.pk, name="Mine", url=left, version=1, **typed)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Enter its address anew, and it is saved as a new one." in answer.content.decode()
