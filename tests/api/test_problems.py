"""Whatever is wrong with a request is told as RFC 9457 has it, with where it lies; never a 500."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils.functional import lazy
from django.utils.translation import get_language

from studio.accounts.models import Scope
from studio.api import problems
from studio.processes.web import told_of
from tests import builders
from tests.api.calling import Caller, paths, template
from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")

DEEP = "[" * 40 + "]" * 40
LARGE = json.dumps(template(name="x" * 300_000))


def text(body: str) -> dict[str, Any]:
    return {"body": body}


REFUSED: dict[str, tuple[int, list[str], str, str, dict[str, Any]]] = {
    "no address": (404, [], "GET", "nothing", {}),
    "no template": (404, [], "GET", "templates/00000000-0000-0000-0000-000000000000", {}),
    "no key": (404, [], "GET", "templates/7", {}),
    "NUL in a query": (404, [], "GET", "templates?q=%00", {}),
    "another method": (405, [], "PUT", "templates", {"body": {}}),
    "HTML": (406, [], "GET", "templates", {"headers": {"Accept": "text/html"}}),
    "a picture as JSON": (
        *(406, [], "POST", "render"),
        {"body": {}, "headers": {"Accept": "application/json"}},
    ),
    "a form": (415, [], "POST", "templates", {"data": {"name": "x"}}),
    "no body": (422, ["$"], "POST", "templates", text("")),
    "no JSON": (400, ["$"], "POST", "templates", text("{")),
    "too deep": (400, ["$"], "POST", "templates", text(DEEP)),
    "a long number": (400, ["$"], "POST", "templates", text(f'{{"name": {"9" * 19}}}')),
    "no number": (400, ["$"], "POST", "templates", text('{"name": NaN}')),
    "a key twice": (400, ["$"], "POST", "templates", text('{"name": "a", "name": "b"}')),
    "NUL": (400, ["$"], "POST", "templates", text('{"name": "\\u0000"}')),
    "half a character": (400, ["$"], "POST", "templates", text('{"name": "\\ud800"}')),
    "too large": (413, ["$"], "POST", "templates", text(LARGE)),
    "a list": (422, ["$"], "POST", "templates", text("[]")),
    "an empty object": (422, ["name", "rules"], "POST", "templates", {"body": {}}),
    "a number for a name": (422, ["name"], "POST", "templates", {"body": template(name=7)}),
    "no name": (422, ["name"], "POST", "templates", {"body": template(name=" ")}),
    "a long name": (422, ["name"], "POST", "templates", {"body": template(name="x" * 201)}),
    "two words for a tag": (
        *(422, ["tags[1]"], "POST", "templates"),
        {"body": template(tags=["late", "talk show"])},
    ),
    "words for a tag": (
        *(422, ["tags[0]"], "POST", "templates"),
        {"body": template(tags=["a b c d e f g h i"])},
    ),
    "many tags": (422, ["tags"], "POST", "templates", {"body": template(tags=[*"abcdefghi"])}),
    "an unknown field": (422, ["colour"], "POST", "templates", {"body": template(colour="red")}),
    "no document": (
        *(422, ["MixedRules.InputLayout", "MixedRules.Output", "MixedRules.InputSource"]),
        *("POST", "templates", {"body": template(rules={})}),
    ),
    "no such shelf": (422, ["shelf"], "GET", "templates?shelf=top", {}),
    "no page": (422, ["after"], "GET", "templates?after=7", {}),
    "no page of tasks": (422, ["after"], "GET", "tasks?after=7~8", {}),
    "no page of sources": (422, ["after"], "GET", "sources?after=7", {}),
    "somebody's page": (
        *(422, ["after"], "GET"),
        *("history?after=00000000-0000-0000-0000-000000000000", {}),
    ),
    "no day": (422, ["since"], "GET", "history?since=2026-13-01", {}),
    "a huge picture": (422, ["width"], "POST", "render?width=9999", {"body": {}}),
    "one side": (422, ["height"], "POST", "import?width=1280", {"body": {}}),
    "an unknown file": (422, ["$"], "POST", "import", {"body": {"a": 1}}),
    "a key that is none": (400, [], "POST", "templates", {"body": template(), "key": "again"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_says_what_and_where(name: str, api: Caller) -> None:
    status, where, method, path, more = REFUSED[name]
    answer = api.ask(method, path, **more)
    assert (answer.status_code, paths(answer)) == (status, where)
    assert all(problem["message"] for problem in answer.json().get("problems", []))
    assert answer.json()["type"].startswith("/api/v1/#")
    assert ("Allow" in answer.headers) == (status == 405)


def test_a_length_that_is_told_is_believed_before_anything_is_read(api: Caller) -> None:
    answer = api.ask("POST", "validate", "{}", CONTENT_LENGTH=str(2**40))
    assert answer.status_code == 413


def test_without_a_token_nobody_is_answered(cast: Cast) -> None:
    for client in (Client(), client_for(cast.owner)):
        answer = client.get("/api/v1/templates")
        assert (answer.status_code, paths(answer)) == (401, [])
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_unknown_token_is_told_alike(cast: Cast) -> None:
    answer = Client(headers={"Authorization": "Bearer x"}).get("/api/v1/templates")
    assert (answer.status_code, paths(answer)) == (401, [])
    assert "unknown" in answer.json()["detail"]
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_scope_and_a_role_that_do_not_go_so_far_are_told(cast: Cast) -> None:
    reader = Caller(cast, Scope.READ).ask("POST", "templates", template())
    viewer = Caller(cast, person=cast.viewer).ask("POST", "templates", template())
    assert [reader.status_code, viewer.status_code] == [403, 403]
    assert [paths(reader), paths(viewer)] == [[], []]
    assert "“edit”" in reader.json()["detail"]


def test_it_speaks_the_language_that_is_asked_for(
    api: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = lazy(lambda: f"in {get_language()}", str)()
    monkeypatch.setitem(problems.KINDS, 422, problems.Kind("invalid", title))
    answer = api.ask("POST", "templates", {}, headers={"Accept-Language": "zh-hans"})
    assert answer.headers["Content-Language"] == "zh-hans"
    assert answer.json()["title"] == "in zh-hans"


def test_looking_at_another_s_thing_finds_nothing(cast: Cast, api: Caller) -> None:
    theirs = builders.template(cast.stranger.memberships.get().workspace)
    for method in ("GET", "DELETE"):
        assert api.ask(method, f"templates/{theirs.pk}", tag="*").status_code == 404


def asked(path: str) -> Any:
    """What of a request the front looks at."""
    return {"path": path, "headers": []}


@pytest.mark.parametrize("status", [408, 413, 429])
def test_what_the_front_turns_away_is_told_alike(status: int) -> None:
    kind, body = told_of(asked("/api/v1/templates"), status)
    assert (kind, json.loads(body)["status"]) == (b"application/problem+json", status)
    assert told_of(asked("/templates/"), status)[0].startswith(b"text/plain")


def test_a_head_is_answered_as_its_get_would_be(api: Caller) -> None:
    there, gone = api.ask("HEAD", "templates"), api.ask("HEAD", "nothing")
    assert [(one.status_code, one.content) for one in (there, gone)] == [(200, b""), (404, b"")]
