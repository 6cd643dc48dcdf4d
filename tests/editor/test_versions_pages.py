"""The pages of versions: their list, one beside another, names, and going back."""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studio.audit.models import Entry
from studio.editor import versions
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.rules.document import Json
from studio.rules.geometry import Box
from tests import builders
from tests.builders import Cast, client_for, document

pytestmark = pytest.mark.usefixtures("data")

Reason = TemplateVersion.Reason
FOREIGN: dict[str, Json] = {"Scenes": []}


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    """It was pushed with its source at 0, 1 and 2, and holds it at 3."""
    row = builders.template(cast.workspace, user=cast.owner)
    for x in range(4):
        row.rules, row.version = at(x), x + 1
        if x < 3:
            row.keep_version(Reason.PUSH, cast.operator)
    row.save()
    return LayoutTemplate.objects.get()


def at(x: int) -> Any:
    return document(Box(x, 0, 640, 360))


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def keys(row: LayoutTemplate) -> list[int]:
    """Of its versions, the oldest first."""
    return list(row.versions.order_by("pk").values_list("pk", flat=True))


def listed(client: Client, row: LayoutTemplate, **query: str | int) -> Any:
    return client.get(reverse("template-versions", args=[row.pk]), query)


def opened(client: Client, row: LayoutTemplate, key: int, **query: str | int) -> Any:
    return client.get(reverse("template-version", args=[row.pk, key]), query)


def post(client: Client, act: str, /, *args: object, **data: str | int) -> Any:
    return client.post(reverse(f"template-version-{act}", args=args), data)


def test_each_is_told_with_what_it_changed_and_by_whom(client: Client, row: LayoutTemplate) -> None:
    rows = listed(client, row).context["rows"]
    assert [(one.number, one.reason, one.by, one.is_now, one.changes) for one in rows] == [
        (4, "", "owner", True, ["source-1 moves from 2, 0 to 3, 0 px"]),
        (3, "Pushed", "operator", False, ["source-1 moves from 1, 0 to 2, 0 px"]),
        (2, "Pushed", "operator", False, ["source-1 moves from 0, 0 to 1, 0 px"]),
        (1, "Pushed", "operator", False, None),
    ]


def test_what_is_too_large_for_a_list_is_told_on_its_own_page(
    client: Client, row: LayoutTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "LARGEST_TOLD", 4)
    assert "1 change" in said(listed(client, row))
    monkeypatch.setattr(versions, "LARGEST_TOLD", 3)
    answer = listed(client, row)
    assert [one.changes for one in answer.context["rows"]] == [None] * 4
    assert said(answer).count("Too large to be told in a list") == 3
    assert "source-1 moves from 0, 0 to 3, 0 px" in said(opened(client, row, keys(row)[0]))


def test_what_it_is_now_is_one_row_once_it_is_kept(
    client: Client, row: LayoutTemplate, cast: Cast
) -> None:
    row.keep_version(Reason.TAKE, cast.operator)
    rows = listed(client, row).context["rows"]
    assert [(one.number, one.is_now) for one in rows] == [
        (4, True),
        (3, False),
        (2, False),
        (1, False),
    ]


def test_a_long_list_comes_in_pages_and_none_twice(
    client: Client, row: LayoutTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "PAGE", 2)
    first = listed(client, row)
    assert [one.number for one in first.context["rows"]] == [4, 3, 2]
    # What the last one of a page changed is told, too.
    assert first.context["rows"][-1].changes
    last = first.context["last"]
    assert f"?before={last}" in first.content.decode()
    second = listed(client, row, before=last)
    assert [one.number for one in second.context["rows"]] == [1]
    assert second.context["last"] is None


def test_a_list_s_queries_are_as_many_however_long_it_is(
    client: Client, row: LayoutTemplate, cast: Cast
) -> None:
    counts = []
    for x in (5, 15):
        row.rules, row.version = at(x), x
        row.keep_version(Reason.TAKE, cast.owner)
        with CaptureQueriesContext(connection) as queries:
            assert listed(client, row).status_code == HTTPStatus.OK
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_a_place_that_cannot_be_read_is_told(client: Client, row: LayoutTemplate) -> None:
    answer = listed(client, row, before="x")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This part of the list is not there." in said(answer)


def test_one_is_compared_with_now_or_with_any_other(client: Client, row: LayoutTemplate) -> None:
    first, second, third = keys(row)
    assert "From version 2 to version 4 source-1 moves from 1, 0 to 3, 0 px" in said(
        opened(client, row, second)
    )
    for this, other in ((first, third), (third, first)):
        found = opened(client, row, this, **{"with": other})
        assert "From version 1 to version 3 source-1 moves from 0, 0 to 2, 0 px" in said(found)
        assert [key for key, _words in found.context["offered"]] == [
            key for key in (third, second, first) if key != this
        ]


def test_what_it_is_compared_with_is_offered_however_old(
    client: Client, row: LayoutTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "MOST_OFFERED", 1)
    first, second, third = keys(row)
    found = opened(client, row, third, **{"with": first})
    assert [key for key, _words in found.context["offered"]] == [second, first]
    assert f'value="{first}" selected' in found.content.decode()


@pytest.mark.parametrize("other", ["x", "999999", "9" * 30, "-1"])
def test_what_is_not_there_is_compared_with_nothing(
    client: Client, row: LayoutTemplate, other: str
) -> None:
    assert opened(client, row, keys(row)[0], **{"with": other}).status_code == HTTPStatus.NOT_FOUND


def test_a_version_is_its_own_template_s_alone(
    client: Client, row: LayoutTemplate, cast: Cast
) -> None:
    other = builders.template(cast.workspace)
    key = keys(row)[0]
    for answer in (
        opened(client, other, key),
        client.get(reverse("template-version-picture", args=[other.pk, key])),
        post(client, "name", other.pk, key, name="Mine"),
        post(client, "restore", other.pk, key, version=1),
        opened(client, row, int("9" * 25)),
    ):
        assert answer.status_code == HTTPStatus.NOT_FOUND


def test_one_is_restored_and_the_undo_takes_that_back(
    client: Client, row: LayoutTemplate, cast: Cast
) -> None:
    answer = client.post(
        reverse("template-version-restore", args=[row.pk, keys(row)[0]]),
        {"version": row.version},
        follow=True,
    )
    assert "Version 1 is back, as version 5." in said(answer)
    row = LayoutTemplate.objects.get()
    assert (row.rules, row.version, row.updated_by) == (at(0), 5, cast.editor)
    undo = re.search(r'action="([^"]+/restore/\?version=5)"', answer.content.decode())
    assert undo
    client.post(undo[1])
    assert LayoutTemplate.objects.get().rules == at(3)
    assert list(row.versions.order_by("pk").values_list("version", "reason"))[3:] == [
        (4, "save"),
        (5, "restore"),
        (6, "restore"),
    ]


@pytest.mark.parametrize("version", ["3", "", "x"])
def test_nothing_is_restored_over_what_nobody_has_seen(
    client: Client, row: LayoutTemplate, version: str
) -> None:
    answer = post(client, "restore", row.pk, keys(row)[0], version=version)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "The template was changed meanwhile." in said(answer)
    # The page is of what it is now: pressed again, it is done.
    assert f'name="version" value="{row.version}"' in answer.content.decode()
    assert LayoutTemplate.objects.get().version == row.version
    assert len(keys(row)) == 3


def test_one_gets_a_name_and_loses_it(client: Client, row: LayoutTemplate) -> None:
    key = keys(row)[1]
    assert post(client, "name", row.pk, key, name=" Final ").status_code == HTTPStatus.FOUND
    assert "“Final”, version 2" in said(listed(client, row))
    assert "Version 2, “Final”" in said(opened(client, row, keys(row)[0]))
    post(client, "name", row.pk, key, name="")
    assert TemplateVersion.objects.get(pk=key).name == ""
    told = [entry.difference for entry in Entry.objects.filter(act="named-version")]
    assert told == ["version 2: Final → –", "version 2: – → Final"]


@pytest.mark.parametrize(
    ("name", "why"), [("x" * 201, "at most 200 characters"), ("a\u202eb", "character")]
)
def test_a_name_that_cannot_be_is_told_beside_its_field(
    client: Client, row: LayoutTemplate, name: str, why: str
) -> None:
    for answer in (
        post(client, "name", row.pk, keys(row)[0], name=name),
        post(client, "keep", row.pk, name=name, version=row.version),
    ):
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert why in said(answer)
        assert f'value="{name}"' in answer.content.decode()
        assert 'aria-invalid="true"' in answer.content.decode()
    assert not TemplateVersion.objects.exclude(name="").exists()


def test_after_a_name_that_cannot_be_it_is_still_compared(
    client: Client, row: LayoutTemplate
) -> None:
    """The page stands at the address that a name is posted to."""
    key = keys(row)[0]
    answer = post(client, "name", row.pk, key, name="x" * 201).content.decode()
    form = re.search(r'<form[^>]*method="get"[^>]*>', answer)
    assert form
    assert f'action="{reverse("template-version", args=[row.pk, key])}"' in form[0]


def test_what_it_is_now_is_kept_by_name(client: Client, row: LayoutTemplate, cast: Cast) -> None:
    assert post(client, "keep", row.pk, name="", version=4).status_code == 422
    for name in ("Dress rehearsal", "Show", "Show"):
        assert post(client, "keep", row.pk, name=name, version=4).status_code == HTTPStatus.FOUND
    last = row.versions.latest("pk")
    assert (last.name, last.version, last.user, last.reason) == ("Show", 4, cast.owner, "save")
    # No name takes another's place.
    assert [one.name for one in row.versions.order_by("pk")][3:] == ["Dress rehearsal", "Show"]


def test_what_is_kept_by_name_is_told_by_the_version_that_has_it(
    client: Client, row: LayoutTemplate, cast: Cast
) -> None:
    """Somebody changed it and changed it back: the last that is kept is the same."""
    LayoutTemplate.objects.filter(pk=row.pk).update(version=6)
    row.keep_version(Reason.PUSH, cast.owner)
    address = reverse("template-version-keep", args=[row.pk])
    answer = client.post(address, {"name": "Show", "version": 6}, follow=True)
    assert "Version 4 is kept as “Show”." in said(answer)
    assert row.versions.get(name="Show").version == 4


def test_what_nobody_has_seen_is_not_kept_by_name(client: Client, row: LayoutTemplate) -> None:
    answer = post(client, "keep", row.pk, name="Show", version=3)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert 'value="Show"' in answer.content.decode()
    assert len(keys(row)) == 3


def test_its_picture_is_asked_for_again_and_answered_from_what_is_kept(
    client: Client, row: LayoutTemplate
) -> None:
    address = reverse("template-version-picture", args=[row.pk, keys(row)[0]])
    first = client.get(address)
    assert (first["Content-Type"], first.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED


def test_what_cannot_be_read_is_told_and_restored_by_nobody(
    client: Client, row: LayoutTemplate
) -> None:
    first, second, _third = keys(row)
    TemplateVersion.objects.filter(pk=first).update(rules=FOREIGN)
    rows = listed(client, row).context["rows"]
    assert [one.rules is None for one in rows] == [False, False, False, True]
    assert rows[2].changes is None
    assert "this one can’t read it" in said(opened(client, row, first))
    assert "this one can’t read it" in said(opened(client, row, second, **{"with": first}))
    for answer in (
        post(client, "restore", row.pk, first, version=4),
        client.get(reverse("template-version-picture", args=[row.pk, first])),
    ):
        assert answer.status_code == HTTPStatus.CONFLICT
    assert LayoutTemplate.objects.get().version == 4


def test_where_it_is_now_cannot_be_read_an_older_one_is_restored(
    client: Client, row: LayoutTemplate
) -> None:
    LayoutTemplate.objects.update(rules=FOREIGN)
    assert listed(client, row).status_code == HTTPStatus.OK
    assert post(client, "restore", row.pk, keys(row)[2], version=4).status_code == HTTPStatus.FOUND
    assert LayoutTemplate.objects.get().rules == at(2)


def test_who_may_only_look_is_offered_nothing_to_do(row: LayoutTemplate, cast: Cast) -> None:
    client = client_for(cast.viewer)
    for answer in (listed(client, row), opened(client, row, keys(row)[0])):
        assert "Restore" not in said(answer)
        assert "Name" not in said(answer)
