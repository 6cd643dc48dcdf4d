"""Where the database takes nothing, what there is to see is shown, and the rest says why."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from studio import passing
from studio.editor.models import LayoutTemplate
from studio.mixes.models import Connection, MixTask
from studio.pages import failures
from studio.rules import codec
from studio.rules.document import Json
from tests.builders import Cast, client_for, document, save_request, template

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite,
]


@contextmanager
def locked() -> Iterator[None]:
    """Another program holds the lock for longer than a request waits."""
    connection.cursor().execute("PRAGMA busy_timeout=100")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
    connection.cursor().execute("PRAGMA busy_timeout=20000")


@contextmanager
def full() -> Iterator[None]:
    """The file may not grow by a single page."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
        yield
        cursor.execute("PRAGMA max_page_count=1073741823")


@contextmanager
def read_only() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=1")
        yield
        cursor.execute("PRAGMA query_only=0")


Failing = Callable[[], AbstractContextManager[None]]
WAYS = [
    (locked, "does not answer at this moment"),
    (full, "is full"),
    (read_only, "can only be read"),
]
NAMES = ["locked", "full", "read-only"]


@pytest.fixture
def client(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(passing, "WAIT", 0.05)
    return client_for(cast.owner, raise_request_exception=False)


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    return template(cast.workspace)


@pytest.mark.parametrize(("failing", "says"), WAYS, ids=NAMES)
def test_a_save_is_answered_with_a_sentence_and_when_to_try_again(
    client: Client, row: LayoutTemplate, failing: Failing, says: str
) -> None:
    address = reverse("template-document", args=[row.pk])
    large: Json = {"guides": ["1"] * 20_000}
    request = save_request(codec.write(document()), version=1, editor_state=large)
    headers = request.pop("headers", {}) | {"accept": "application/json"}
    with failing():
        answer = client.put(address, headers=headers, **request)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert says in answer.json()["message"]
    row.refresh_from_db()
    assert row.version == 1
    assert client.put(address, headers=headers, **request).status_code == 200


@pytest.mark.parametrize(("failing", "says"), WAYS, ids=NAMES)
def test_a_form_is_answered_with_a_page(client: Client, failing: Failing, says: str) -> None:
    with failing():
        answers = [client.post("/templates/new/") for _time in range(200 if failing is full else 1)]
    answer = answers[-1]
    assert answer.status_code == 503
    assert says in answer.text
    assert "The studio cannot reach its data" in answer.text


@pytest.mark.parametrize(("failing", "says"), WAYS, ids=NAMES)
def test_what_there_is_to_see_is_shown(
    client: Client, cast: Cast, row: LayoutTemplate, failing: Failing, says: str
) -> None:
    cloud = Connection.objects.sandbox(cast.workspace)
    on_air = MixTask.objects.create(workspace=cast.workspace, cloud=cloud, task_id="t-1")
    pages = [
        "/templates/",
        reverse("template-edit", args=[row.pk]),
        reverse("template-opening", args=[row.pk]),
        "/tasks/",
        "/tasks/history/",
        reverse("task", args=[on_air.pk]),
        reverse("task-status", args=[on_air.pk]),
    ]
    with failing():
        assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_a_database_that_is_damaged_is_told(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(b"not a database " * 1000)
    with closing(sqlite3.connect(damaged)) as database, pytest.raises(sqlite3.Error) as fault:
        database.execute("SELECT * FROM sqlite_master")
    assert "is damaged" in failures.sentence_of(fault.value)
