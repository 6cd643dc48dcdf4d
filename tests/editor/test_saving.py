"""Autosave: nothing is lost, whatever two people or a bad line do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from studio.documents.veils import with_veils
from studio.editor.models import LayoutTemplate
from studio.rules import codec
from studio.rules.document import Json
from studio.rules.geometry import Box
from studio.rules.limits import MAX_BODY_BYTES
from tests.builders import Cast, client_for, document, save_request, template

BAD_RULES = sorted(Path(__file__).parents[1].glob("vectors/bad_rules/*.json"))


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.editor)


@pytest.fixture
def row(cast: Cast) -> LayoutTemplate:
    return template(cast.workspace)


def address(row: LayoutTemplate) -> str:
    return reverse("template-document", args=[row.pk])


def moved(x: int = 10) -> dict[str, Json]:
    return codec.write(document(Box(x, 10, 640, 360)))


def put(client: Client, row: LayoutTemplate, request: Mapping[str, Any]) -> Any:
    return client.put(address(row), **request)


def test_a_save_gives_the_next_version_and_the_problems(
    client: Client, row: LayoutTemplate, cast: Cast
) -> None:
    answer = put(client, row, save_request(moved(), version=1, editor_state={"guides": ["1"]}))
    row.refresh_from_db()
    assert answer.json()["version"] == row.version == 2
    assert answer.json()["problems"] == []
    assert codec.write(row.rules) == moved()
    assert row.editor_state == {"guides": ["1"]}
    assert row.updated_by == cast.editor


def test_a_document_with_problems_is_saved_whole(client: Client, row: LayoutTemplate) -> None:
    rules: Any = moved()
    rules["InputLayout"]["Scene"]["Width"] = 5000
    rules["Output"]["Url"] = []
    rules["Vendor"] = {"Kept": [1, 2.5, None]}
    answer = put(client, row, save_request(rules, version=1))
    row.refresh_from_db()
    assert codec.write(row.rules) == rules
    assert {(p["path"], p["severity"]) for p in answer.json()["problems"]} == {
        ("MixedRules.InputLayout.Scene.Width", "error"),
        ("MixedRules.Output.Url", "error"),
        ("MixedRules.Vendor", "warning"),
    }


def test_a_save_on_an_old_version_is_told_what_the_server_holds(
    client: Client, row: LayoutTemplate, cast: Cast
) -> None:
    put(client_for(cast.owner), row, save_request(moved(1), version=1))
    answer = put(client, row, save_request(moved(2), version=1))
    row.refresh_from_db()
    assert answer.status_code == 409
    assert answer.json() == {
        "version": 2,
        "rules": with_veils(moved(1)),
        "editor_state": {},
        "saved_by": "owner",
        "saved_by_reader": False,
        "saved_at": answer.json()["saved_at"],
    }
    assert (row.version, codec.write(row.rules)) == (2, moved(1))


def test_a_save_on_an_old_version_is_told_if_the_newer_one_is_by_the_same_person(
    client: Client, row: LayoutTemplate
) -> None:
    put(client, row, save_request(moved(1), version=1))
    answer = put(client, row, save_request(moved(2), version=1))
    assert (answer.status_code, answer.json()["saved_by_reader"]) == (409, True)


def test_a_save_whose_answer_was_lost_may_be_repeated(client: Client, row: LayoutTemplate) -> None:
    request = save_request(moved(), version=1, client=uuid4(), sequence=7)
    first, second = put(client, row, request), put(client, row, request)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["version"] == second.json()["version"] == 2


def test_a_repeat_after_somebody_elses_save_is_a_conflict(
    client: Client, row: LayoutTemplate, cast: Cast
) -> None:
    request = save_request(moved(1), version=1, client=uuid4(), sequence=7)
    put(client, row, request)
    put(client_for(cast.owner), row, save_request(moved(2), version=2))
    assert put(client, row, request).status_code == 409


def test_what_is_not_shaped_like_a_document_is_refused_with_every_fault(
    client: Client, row: LayoutTemplate
) -> None:
    rules: Any = moved()
    rules["InputLayout"]["Scene"]["Width"] = "wide"
    del rules["Output"]["Video"]
    answer = put(client, row, save_request(rules, version=1))
    assert answer.status_code == 422
    assert {problem["path"]: problem["message"] for problem in answer.json()["problems"]} == {
        "MixedRules.InputLayout.Scene.Width": "This must be a whole number, not text.",
        "MixedRules.Output.Video": "This is required and is missing.",
    }
    assert LayoutTemplate.objects.get().version == 1


@pytest.mark.parametrize("file", BAD_RULES, ids=lambda path: path.stem)
def test_no_file_of_the_rule_book_breaks_saving_checking_or_previewing(
    file: Path, client: Client, row: LayoutTemplate
) -> None:
    try:
        body = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        body = None
    rules = body.get("MixedRules", body) if isinstance(body, dict) else body
    sent = file.read_bytes() if body is None else json.dumps({"rules": rules})
    statuses = {
        name: client.post(
            reverse(name, args=[row.pk]), sent, content_type="application/json"
        ).status_code
        for name in ("template-check", "template-preview")
    }
    saved = put(client, row, save_request(rules, version=1) if body is not None else raw(sent))
    assert {*statuses.values(), saved.status_code} <= {200, 400, 422}
    assert LayoutTemplate.objects.get().version == (2 if saved.status_code == 200 else 1)


def raw(data: bytes | str, **headers: str) -> dict[str, Any]:
    return {
        "data": data,
        "content_type": "application/json",
        "headers": {"If-Match": '"1"', **headers},
    }


def without(key: str) -> dict[str, Any]:
    request = save_request(moved(), version=1)
    del request["data"][key]
    return request


MALFORMED: dict[str, tuple[dict[str, Any], int]] = {
    "nothing": (raw(b""), 422),
    "not JSON": (raw(b'{"rules":'), 422),
    "not UTF-8": (raw(b"\xff\xfe"), 422),
    "a key twice": (raw(b'{"rules": 1, "rules": 2}'), 422),
    "NaN": (raw(b'{"rules": NaN}'), 422),
    "too deep": (raw(b'{"rules":' + b"[" * 90 + b"]" * 90 + b"}"), 422),
    "NUL": (raw(b'{"rules": "\\u0000"}'), 422),
    "a list": (raw(b"[]"), 400),
    "too large": (raw(b" " * (MAX_BODY_BYTES + 1)), 413),
    "no rules": (without("rules"), 422),
    "no editor state": (without("editor_state"), 400),
    "no client": (without("client"), 400),
    "no sequence": (without("sequence"), 400),
    "a client that is no UUID": (save_request(moved(), version=1, client="me"), 400),
    "a negative sequence": (save_request(moved(), version=1, sequence=-1), 400),
    "a version that is no number": (raw(json.dumps({"rules": 1}), **{"If-Match": "*"}), 400),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_request_that_cannot_be_read_is_told_why_and_changes_nothing(
    case: str, client: Client, row: LayoutTemplate
) -> None:
    request, status = MALFORMED[case]
    answer = put(client, row, request)
    told = answer.json().get("message") or answer.json()["problems"][0]["message"]
    assert (answer.status_code, LayoutTemplate.objects.get().version) == (status, 1)
    assert told.endswith((".", "is missing."))


def test_a_save_that_names_no_version_is_refused(client: Client, row: LayoutTemplate) -> None:
    request = save_request(moved(), version=1) | {"headers": {}}
    assert put(client, row, request).status_code == 428


def test_a_deleted_template_takes_no_save(client: Client, row: LayoutTemplate) -> None:
    row.delete_softly()
    assert put(client, row, save_request(moved(), version=1)).status_code == 404
