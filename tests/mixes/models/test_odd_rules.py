"""What a task runs, as the cloud tells it: an odd key beside the document does not spoil it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from studio.mixes.models.versions import readable
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
