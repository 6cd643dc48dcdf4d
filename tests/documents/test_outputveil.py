"""The veils of a document's secrets, put on and taken off."""

from __future__ import annotations

import re
from typing import Any

import pytest

from studio.documents.outputveil import secrets_held, unveiled_rules, veil, with_veils
from studio.rules.document import Json
from studio.rules.problems import InvalidDocument

ADDRESS = "rtmp://push.example.com/live/thursday?sign=CANARY"
SOURCE = "https://pictures.example.com/1.jpg?sign=OF-A-PICTURE"
RULES: Any = {
    "InputSource": [{"Url": SOURCE, "Token": "OF-A-SOURCE"}],
    "Output": {
        "Url": [ADDRESS, "push.example.com/live/other", ""],
        "Callback": {"Url": "https://hooks.example.com/CANARY", "AuthKey": {"k": ["CANARY"]}},
    },
}


def test_nothing_secret_outside_the_pictures_is_left_and_all_of_it_comes_back() -> None:
    veiled: Any = with_veils(RULES)
    output = veiled["Output"]
    assert "CANARY" not in str(output)
    assert re.fullmatch(r"rtmp://push\.example\.com/live/…\?…[0-9a-f]{12}", output["Url"][0])
    assert output["Url"][2] == ""
    assert veiled["InputSource"] == RULES["InputSource"]
    assert unveiled_rules(veiled, secrets_held(RULES)) == RULES


def test_equals_look_equal_and_others_do_not() -> None:
    assert veil(ADDRESS) == veil(ADDRESS) != veil(ADDRESS + "2")


@pytest.mark.parametrize(
    "typed",
    [
        str(veil(ADDRESS + "of another template")),
        str(veil(ADDRESS))[:-1],
        "rtmp://push.example.com/live/…",
    ],
    ids=["another's", "cut", "without a digest"],
)
def test_what_stands_for_nothing_held_is_a_problem_at_its_path(typed: str) -> None:
    with pytest.raises(InvalidDocument) as raised:
        unveiled_rules({"Output": {"Url": [ADDRESS, typed]}}, [ADDRESS])
    found = [(problem.path, problem.code) for problem in raised.value.problems]
    assert found == [("MixedRules.Output.Url[1]", "veiled")]


def test_a_veil_is_not_taken_off_where_it_would_not_be_put_on_again() -> None:
    token = "A-TOKEN-BY-NAME-ALONE"
    moved: Json = {"Output": {"Note": veil(token), "Url": []}}
    with pytest.raises(InvalidDocument):
        unveiled_rules(moved, [token])
    source: Json = {"InputSource": [{"Url": veil(ADDRESS)}]}
    assert unveiled_rules(source, [ADDRESS]) == source
