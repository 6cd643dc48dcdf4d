"""What a task runs, as the cloud tells it: an odd key beside the document does not spoil it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from studio.mixes.models.versions import readable
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests.volcengine.bodies import document, mixed_rules

ODD_VALUES = ["1000000000000000000", "NaN", r'"a\u0000b"', r'"\ud83d"', '{"a": 1, "a": 2}']


def deep(depth: int) -> str:
    """A document in which a key nobody knows is that deep."""
    return rule("[" * depth + "]" * depth, {"MixedRules": mixed_rules(Odd="$")})


def rule(value: str, body: dict[str, Any]) -> str:
    return json.dumps(body).replace('"$"', value)


@pytest.mark.parametrize("value", ODD_VALUES)
def test_a_key_beside_the_document_is_not_its_own(value: str) -> None:
    running = readable(rule(value, {"MixedRules": mixed_rules(), "AccountID": "$"}))
    assert running == document().without_callback()


@pytest.mark.parametrize("value", [*ODD_VALUES, '"\ud83d"', "[" * 40 + "]" * 40])
@pytest.mark.parametrize(
    "body",
    [
        mixed_rules(Odd="$"),
        mixed_rules(InputSource=[mixed_rules()["InputSource"][0] | {"Url": "$"}]),
    ],
)
def test_what_would_be_kept_and_sent_again_is_as_strict_as_any_document(
    value: str, body: dict[str, Any]
) -> None:
    assert readable(rule(value, body)) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 99999, deep(40), deep(700), deep(900)])
def test_what_is_no_document_is_none(text: str) -> None:
    assert readable(text) is None


URL, PLACE = "https://a.example.com/bug.png", {"X": 1, "Y": 2, "W": 30, "H": 40}


@pytest.mark.parametrize(
    ("logo", "read"),
    [
        ({"Url": URL}, Logo(url=URL, box=Box(0, 0, 0, 0))),
        ({"Url": URL, "Layout": None}, Logo(url=URL, box=Box(0, 0, 0, 0))),
        ({"Url": URL, "Layout": {}}, Logo(url=URL, box=Box(0, 0, 0, 0))),
        ({"Url": URL, "Layout": {"W": 30, "H": 40}}, Logo(url=URL, box=Box(0, 0, 30, 40))),
        ({"Layout": PLACE}, Logo(url="", box=Box(1, 2, 30, 40))),
        ({"Layout": PLACE, "Url": None}, Logo(url="", box=Box(1, 2, 30, 40))),
        ({}, Logo(url="", box=Box(0, 0, 0, 0))),
    ],
)
@pytest.mark.parametrize("wrap", [lambda rules: rules, lambda rules: {"MixedRules": rules}])
def test_what_an_update_may_leave_out_of_a_logo_spoils_no_document(
    wrap: Callable[[Any], Any], logo: dict[str, Any], read: Logo
) -> None:
    rules = mixed_rules()
    rules["InputLayout"]["Logo"] = [{"Url": URL, "Layout": PLACE}, logo]
    running = readable(json.dumps(wrap(rules)))
    assert running
    assert running.logos == (Logo(url=URL, box=Box(1, 2, 30, 40)), read)


def test_what_is_null_of_what_need_not_be_there_is_not_there() -> None:
    rules = mixed_rules()
    rules["InputLayout"]["Logo"] = rules["Output"]["Callback"] = None
    assert readable(json.dumps(rules)) == document().without_callback()


@pytest.mark.parametrize(
    "logo", [None, 7, "x", {"Url": 7, "Layout": PLACE}, {"Url": URL, "Layout": [1]}]
)
def test_what_is_no_logo_is_still_none(logo: Any) -> None:
    rules = mixed_rules()
    rules["InputLayout"]["Logo"] = [logo]
    assert readable(json.dumps(rules)) is None
