"""A canary in every field that can hold a secret, and none in what others get to see: in every page
by test_pages.py.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.accounts.models import Invitation, Role, Scope, SignInLink, Token
from studio.editor.models import Beginning, LayoutTemplate, ShareLink, TemplateVersion
from studio.editor.models.imported import ImportedFile, Origin, packed
from studio.library.models import Frame, Saved, Sort
from studio.mixes.clouds import callbacks
from studio.mixes.models import (
    Callback,
    Connection,
    Look,
    MixTask,
    Operation,
    Push,
    TallyLink,
)
from studio.processes.backup.making import make
from studio.rules import codec
from studio.sealing.fields import SealedField
from tests import builders
from tests.accounts.people import PASSWORD, with_authenticator, with_password
from tests.builders import Cast, client_for, save_request
from tests.mixes.test_quoting import RULES, SECRETS, SOURCE_SIGN, STREAM, whole
from tests.processes.backup.contents import read
from tests.sealing.dumps import dump
from tests.sealing.test_columns import SEALED
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY, SOURCE_URL

KNOWN = {secret for secret in SECRETS.values() if secret not in (ACCESS_KEY, SECRET_KEY)}
FILE = b'{"StreamKey": "FILECANARY"}'
TOTP_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OF_A_ROW = {"PARKEDCANARY", "SOURCECANARY", "STATECANARY", "FORMERCANARY", "REPORTCANARY"}
OF_A_FILE = {"FILECANARY", packed(FILE)}
OF_A_PERSON = {PASSWORD, TOTP_KEY, "SESSIONCANARY"}
CANARIES = {*KNOWN, *OF_A_ROW, *OF_A_FILE, *OF_A_PERSON, ACCESS_KEY, SECRET_KEY}
FORMER: Any = deepcopy(RULES)
FORMER["Output"]["Url"] = ["rtmp://push.example.com/live/FORMERCANARY"]
STATE: dict[str, Any] = {
    "parked": [
        {"source": {"ID": "aside", "Url": "https://a.example.com/x.png?sign=PARKEDCANARY"}},
        {"logo": {"Url": "https://u:PARKEDCANARY@a.example.com/x.png"}, "at": 0},
    ],
    "token": "STATECANARY",
    "note": "rtmp://push.example.com/live/STATECANARY",
}
ROWS = (
    Beginning,
    LayoutTemplate,
    TemplateVersion,
    ImportedFile,
    Origin,
    Frame,
    Saved,
    Connection,
    MixTask,
    Look,
    Operation,
    Callback,
)
# Columns that are one text, as whoever needs it reads them.
OPENED: dict[str, Callable[[Any], str]] = {
    "editor.importedfile.original": lambda row: row.data().decode(),
    "library.frame.url": lambda row: row.url,
    "library.saved.address": lambda row: row.url,
    "mixes.connection.access_key": lambda row: (row.keys or [""])[0],
    "mixes.connection.secret_key": lambda row: (row.keys or [""])[-1],
}


@pytest.fixture
def cast(transactional_db: None, plain_static: None, data: Path) -> Cast:
    return builders.cast()


@pytest.fixture
def planted(
    cast: Cast, sandbox: object, settings: Settings, caplog: pytest.LogCaptureFixture
) -> MixTask:
    """A show from its template to its second look, by what people click."""
    del sandbox
    caplog.set_level(logging.DEBUG)
    # A worker that ran in this process has made its log silent.
    caplog.set_level(logging.DEBUG, "django_tasks")
    settings.PUBLIC_URL = "https://studio.example.com"
    client = client_for(cast.operator)
    row = builders.template(cast.workspace, name="show")
    save(client, row, FORMER, 1)
    LayoutTemplate.objects.update(begun_at=None)
    save(client, row, RULES, 2)
    click(client, "template-duplicate", row.pk)
    click(client_for(cast.owner), "template-begin-like", row.pk)
    ask = {"urls": [{"url": url, "kind": "pic"} for url in (SOURCE_URL, *row_addresses())]}
    client.post(reverse("template-frames", args=[row.pk]), ask, content_type="application/json")
    for sort, url in ((Sort.SOURCE, SOURCE_URL), (Sort.DESTINATION, RULES["Output"]["Url"][0])):
        builders.saved(cast.workspace, sort, url=url)
    bring(row, cast)
    builders.paid_cloud(cast.workspace, keys=(ACCESS_KEY, SECRET_KEY))
    plant_in_person(cast)
    # What the push dialog would refuse for the login in an address.
    row = LayoutTemplate.objects.get(pk=row.pk)
    row.keep_version(TemplateVersion.Reason.PUSH, cast.operator)
    push = Push.record(
        workspace=cast.workspace, person=cast.operator, rules=row.rules, name="thursday"
    )
    Operation.objects.carry_out(str(push.pk))
    task = MixTask.objects.get()
    task.note_status("runing")
    quoted = " ".join(f"[{secret}]" for secret in KNOWN)
    address = reverse("callback", args=[callbacks.token_of(task.pk)])
    assert Client().post(address, quoted, content_type="text/plain").status_code == 200
    look = Look.objects.append(task, "Look", row.rules, cast.operator, row)
    task.prepare(row.rules, "Next", cast.operator, look)
    return MixTask.objects.get()


def bring(row: LayoutTemplate, cast: Cast) -> None:
    """The file that it was imported from, and what became of something in it that is named so."""
    file = ImportedFile.objects.keep(cast.workspace, cast.editor, "show.json", "obs", FILE)
    path = "rtmp://pull.example.com/live/REPORTCANARY"
    line: Any = {"path": path, "outcome": "exact", "px": None, "notes": []}
    Origin.objects.create(template=row, file=file, report=[line])


def plant_in_person(cast: Cast) -> None:
    assert with_authenticator(with_password(cast.teammate)) == TOTP_KEY
    session: Any = client_for(cast.teammate).session
    session["setting-up"] = "SESSIONCANARY"
    session.save()


def row_addresses() -> list[str]:
    return [source["Url"] for source in RULES["InputSource"]]


def save(client: Client, row: LayoutTemplate, rules: Any, version: int) -> None:
    address = reverse("template-document", args=[row.pk])
    answer = client.put(address, **save_request(rules, version=version, editor_state=STATE))
    assert answer.status_code == 200


def click(client: Client, view: str, pk: object, **sent: str) -> None:
    answer = client.post(reverse(view, args=[pk]), sent)
    assert answer.status_code in (200, 201, 302), answer.content


def found(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


def test_there_is_a_secret_in_every_column_that_can_hold_one(planted: MixTask) -> None:
    """Or it was never planted, and what follows shows nothing. A callback's are masked before it
    is kept.
    """
    assert {model._meta.label_lower for model in ROWS} == set(SEALED)
    empty = set()
    for model in ROWS:
        for name in SEALED[model._meta.label_lower].split():
            column: Any = model._meta.get_field(name)
            if not found(" ".join(said(column, row) for row in model._default_manager.all())):
                empty.add(f"{model._meta.label_lower}.{name}")
    assert empty == {"mixes.callback.body", "mixes.mixtask.drift"}


def said(column: Any, row: Any) -> str:
    if isinstance(column, SealedField):
        return json.dumps(column.json(row))
    return OPENED[f"{row._meta.label_lower}.{column.name}"](row)


def test_none_is_in_a_dump_of_the_database(planted: MixTask) -> None:
    kept = dump()
    assert "sealed:" in kept
    assert found(kept) == []


def test_no_token_that_was_given_to_somebody_is_in_a_dump_of_the_database(
    planted: MixTask, cast: Cast
) -> None:
    owner, workspace, day = cast.owner, cast.workspace, timedelta(days=1)
    given = [
        SignInLink.objects.issue(owner),
        Invitation.objects.issue(workspace, owner, Role.EDITOR, 7),
        Token.objects.issue(owner, workspace, name="panel", scopes=[Scope.READ], lifetime=day),
        ShareLink.objects.issue(LayoutTemplate.objects.get(name="show"), owner, 1),
        TallyLink.objects.issue(planted, owner, 1),
        callbacks.token_of(planted.pk),
    ]
    kept = dump()
    assert [number for number, token in enumerate(given) if token in kept] == []


@pytest.mark.sqlite  # PostgreSQL's files are not ours to read
def test_none_is_in_the_database_s_files(planted: MixTask) -> None:
    main = Path(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    there = b"".join(path.read_bytes() for path in main.parent.glob(f"{main.name}*"))
    assert b"sealed:" in there
    assert [canary for canary in CANARIES if canary.encode() in there] == []


def test_none_is_in_a_backup_without_the_key(planted: MixTask, tmp_path: Path) -> None:
    made = make(tmp_path / "backups", with_secret_key=False)
    there = b"".join(read(made.path).values())
    assert b"sealed:" in there
    assert [canary for canary in CANARIES if canary.encode() in there] == []


def test_none_is_in_the_log(planted: MixTask, caplog: pytest.LogCaptureFixture) -> None:
    lines = [*caplog.get_records("setup"), *caplog.records]
    assert lines
    assert found("\n".join(line.getMessage() for line in lines)) == []


def test_none_is_in_what_a_row_is_printed_as(planted: MixTask) -> None:
    rows = [row for model in ROWS for row in model._default_manager.all()]
    printed = " ".join(repr(row) + str(row) for row in rows)
    printed += "".join(repr(row.rules) + repr(row.output) for row in MixTask.objects.all())
    assert found(printed) == []


def versions(row: LayoutTemplate) -> list[tuple[str, list[Any]]]:
    """Their list, and one with another push address beside what it is now."""
    first = row.versions.earliest("pk")
    assert first.rules != row.rules
    return [("template-versions", [row.pk]), ("template-version", [row.pk, first.pk])]


@pytest.mark.parametrize("person", ["editor", "operator", "owner"])
def test_none_is_in_what_an_editor_gets(planted: MixTask, cast: Cast, person: str) -> None:
    client = client_for(getattr(cast, person))
    row = LayoutTemplate.objects.get(name="show")
    pages: list[tuple[str, list[Any]]] = [
        ("templates", []),
        ("template-edit", [row.pk]),
        ("template-opening", [row.pk]),
        ("template-mixedrules", [row.pk]),
        ("template-saved", [row.pk]),
        ("template-reseat", [row.pk]),
        ("template-export", [row.pk]),
        ("template-export-file", [row.pk, "python"]),
        ("new-show", []),
        ("saved", []),
        ("saved-edit", [Saved.objects.get(sort=Sort.SOURCE).pk]),
        *versions(row),
        ("task", [planted.pk]),
        ("history", []),
    ]
    said = "".join(whole(client, reverse(name, args=args)) for name, args in pages)
    address = reverse("template-document", args=[row.pk])
    stale = client.put(address, **save_request(codec.write(builders.document()), version=1))
    assert stale.status_code == 409
    if person != "editor":
        said += whole(client, reverse("template-addresses", args=[row.pk]))
        destination = Saved.objects.get(sort=Sort.DESTINATION)
        said += whole(client, reverse("saved-edit", args=[destination.pk]))
        said += whole(client, reverse("push", args=[row.pk]))
    assert found(said + stale.content.decode()) == []
    masked = whole(client, reverse("template-mixedrules", args=[row.pk]))
    assert "push.example.com" in masked
    assert found(masked) == []


def test_none_is_in_the_page_of_a_fault(
    planted: MixTask,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(row: MixTask, *_: object) -> None:
        raise RuntimeError(f"{row!r} {row.rules!r}")

    monkeypatch.setattr("studio.mixes.models.MixTask.seated", fail)
    caplog.clear()
    client = client_for(cast.operator)
    client.raise_request_exception = False
    answer = client.get(reverse("task", args=[planted.pk]))
    assert answer.status_code == 500
    assert found(answer.content.decode() + caplog.text) == []


def test_these_are_canaries() -> None:
    assert STREAM in str(RULES)
    assert SOURCE_SIGN in str(RULES)
