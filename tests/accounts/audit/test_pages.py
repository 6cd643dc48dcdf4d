"""The audit log's page and files: everybody reads what they did, admins read it all."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from studio.accounts.audit.filter import PAGE
from studio.accounts.models import User, Workspace
from studio.audit.actors import Actor, acting
from studio.audit.acts import Act, Outcome
from studio.audit.models import Entry, Unchangeable
from tests import builders
from tests.builders import Cast, client_for


def did(person: User | None, workspace: Workspace | None, name: str, **said: Any) -> Entry:
    with acting(lambda: Actor(person=person)):
        act = said.pop("act", Act.PUSHED)
        return Entry.objects.record(act, workspace=workspace, name=name, **said)


def page(user: User, **asked: Any) -> str:
    answer = client_for(user).get(reverse("audit"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def names_in(user: User, **asked: Any) -> list[str]:
    answer: Any = client_for(user).get(reverse("audit-json"), asked)
    assert answer.status_code == 200
    return [row["name"] for row in json.loads(b"".join(answer.streaming_content))]


@pytest.fixture
def told(cast: Cast) -> Cast:
    did(cast.editor, cast.workspace, "by the editor")
    did(cast.operator, cast.workspace, "by the operator", act=Act.TOOK)
    did(cast.viewer, None, "at the door", act=Act.SIGNED_IN)
    did(None, cast.workspace, "by the studio", outcome=Outcome.REFUSED)
    did(cast.stranger, None, "elsewhere", act=Act.SIGNED_IN)
    foreign = Workspace.objects.exclude(pk=cast.workspace.pk).get()
    did(cast.stranger, foreign, "of another workspace")
    return cast


def test_admins_read_all_of_their_workspace(told: Cast) -> None:
    ours = ["by the studio", "at the door", "by the operator", "by the editor"]
    assert names_in(told.teammate) == ours
    text = page(told.owner)
    assert all(name in text for name in ours if name != "at the door")
    assert "elsewhere" not in text
    assert "of another workspace" not in text


def test_everybody_else_reads_what_they_did_themselves(told: Cast) -> None:
    assert names_in(told.editor) == ["by the editor"]
    assert names_in(told.viewer) == ["at the door"]
    assert "by the operator" not in page(told.editor)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"act": "took"}, ["by the operator"]),
        ({"q": "STUDIO"}, ["by the studio"]),
        ({"q": "by the edit"}, ["by the editor"]),
        ({"until": "2020-01-01"}, []),
        ({"since": "2020-01-01", "act": "signed-in"}, ["at the door"]),
    ],
)
def test_a_filter_says_which(told: Cast, asked: dict[str, str], names: list[str]) -> None:
    assert names_in(told.owner, **asked) == names


def test_a_person_is_chosen_by_name(told: Cast) -> None:
    assert names_in(told.owner, person=str(told.operator.pk)) == ["by the operator"]
    assert f'<option value="{told.stranger.pk}"' not in page(told.owner)


@pytest.mark.parametrize(
    "asked",
    [
        {"act": "danced"},
        {"person": "99999"},
        {"person": "ada"},
        {"since": "soon"},
        {"since": "2026-02-01", "until": "2026-01-01"},
        {"before": "x"},
        {"before": "9" * 30},
        {"q": "a" * 101},
    ],
)
@pytest.mark.parametrize("name", ["audit", "audit-csv", "audit-json"])
def test_what_cannot_be_asked_is_refused_in_words(
    told: Cast, name: str, asked: dict[str, str]
) -> None:
    answer = client_for(told.owner).get(reverse(name), asked)
    assert answer.status_code == 422
    assert len(answer.content) > 10


def test_a_long_log_is_read_page_by_page(cast: Cast) -> None:
    for number in range(PAGE + 2):
        did(cast.owner, cast.workspace, f"number {number} ")
    first = page(cast.owner)
    assert f"number {PAGE + 1} " in first
    assert "number 1 " not in first
    last = Entry.objects.order_by("-pk")[PAGE - 1].pk
    assert f"before={last}" in first
    rest = page(cast.owner, before=last)
    assert "number 1 " in rest
    assert "number 2 " not in rest
    assert len(names_in(cast.owner)) == PAGE + 2


def test_a_spreadsheet_takes_no_name_for_a_formula(cast: Cast) -> None:
    did(cast.owner, cast.workspace, "=1+1", difference="@SUM(1)")
    answer: Any = client_for(cast.owner).get(reverse("audit-csv"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    row = next(csv.DictReader(StringIO(text)))
    assert (row["name"], row["difference"]) == ("'=1+1", "'@SUM(1)")
    assert (row["person"], row["role"], row["act"]) == ("owner", "admin", "pushed")


def test_what_has_a_page_is_linked(cast: Cast) -> None:
    template = builders.template(cast.workspace)
    template.log(Act.MADE_TEMPLATE)
    assert f'href="{reverse("template-edit", args=[template.pk])}"' in page(cast.owner)


def test_the_database_itself_refuses_to_change_an_entry(cast: Cast) -> None:
    entry = did(cast.owner, cast.workspace, "as it was")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET name = 'another'")
    assert Entry.objects.get(pk=entry.pk).name == "as it was"
    for forget in (Entry.objects.delete, Entry.objects.all().delete, entry.delete):
        with pytest.raises((Unchangeable, AttributeError)):
            forget()


@pytest.mark.parametrize(("days", "left"), [(30, ["new"]), (0, ["new", "old"])])
def test_it_is_kept_for_as_long_as_the_setting_says(
    cast: Cast, settings: Settings, days: int, left: list[str]
) -> None:
    settings.AUDIT_DAYS = days
    old = Entry(act=Act.PUSHED, name="old", at=timezone.now() - timedelta(days=31))
    old.save()
    did(cast.owner, cast.workspace, "new")
    Entry.objects.sweep()
    assert sorted(Entry.objects.values_list("name", flat=True)) == left
