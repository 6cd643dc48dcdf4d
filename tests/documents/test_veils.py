"""The veils of a document's secrets, put on and taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import process_time
from typing import Any

import pytest

from studio.documents.veils import (
    all_held,
    unveiled_rules,
    veil,
    veil_of_picture,
    with_veils,
    without_veils,
)
from studio.rules.document import Json
from studio.rules.problems import InvalidDocument

ADDRESS = "rtmp://push.example.com/live/thursday?sign=CANARY"
SOURCE = "https://pictures.example.com/1.jpg?sign=CANARY-OF-A-PICTURE"
RULES: Any = {
    "InputSource": [
        {"Url": SOURCE, "Token": "CANARY-OF-A-SOURCE"},
        {"Url": "https://pictures.example.com/2.jpg"},
    ],
    "Logo": [{"Url": "https://who:CANARY@pictures.example.com/logo.png"}],
    "Output": {
        "Url": [ADDRESS, "push.example.com/live/other", ""],
        "Callback": {"Url": "https://hooks.example.com/CANARY", "AuthKey": {"k": ["CANARY"]}},
    },
}


def test_nothing_secret_is_left_and_all_of_it_comes_back() -> None:
    veiled: Any = with_veils(RULES)
    output = veiled["Output"]
    assert "CANARY" not in str(veiled)
    assert re.fullmatch(r"rtmp://push\.example\.com/live/…\?…[0-9a-f]{12}", output["Url"][0])
    assert output["Url"][2] == ""
    signed, plain = veiled["InputSource"]
    assert re.fullmatch(r"https://pictures\.example\.com/1\.jpg\?…[0-9a-f]{12}", signed["Url"])
    assert plain == RULES["InputSource"][1]
    assert unveiled_rules(veiled, all_held(RULES)) == RULES


def test_what_is_held_is_asked_for_only_as_far_as_something_is_veiled() -> None:
    def endless() -> Iterator[Json]:
        yield SOURCE
        raise AssertionError

    assert without_veils({"InputSource": []}, endless()) == {"InputSource": []}
    rules: Json = {"InputSource": [{"Url": veil_of_picture(SOURCE)}]}
    assert without_veils(rules, endless()) == {"InputSource": [{"Url": SOURCE}]}


def test_however_many_there_are_they_are_taken_off_in_one_go() -> None:
    """As many as a body may have."""
    rules: Json = {"Output": {"Url": [veil(ADDRESS)] * 60_000}}
    begun = process_time()
    assert unveiled_rules(rules, [ADDRESS]) == {"Output": {"Url": [ADDRESS] * 60_000}}
    assert process_time() - begun < 2


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


TOKEN = "A-TOKEN-BY-NAME-ALONE"


@pytest.mark.parametrize(
    "moved",
    [
        {"Output": {"Note": veil(TOKEN), "Url": []}},
        {"InputSource": [{"Url": veil(ADDRESS)}]},
        {"Output": {"Url": [veil_of_picture(SOURCE)]}},
        {"InputSource": [{"Url": str(veil_of_picture(SOURCE)).replace("1.jpg", "2.jpg")}]},
    ],
    ids=["a token's", "a push address's", "a picture's", "with another path"],
)
def test_a_veil_is_not_taken_off_where_it_would_not_be_put_on_again(moved: Json) -> None:
    with pytest.raises(InvalidDocument):
        unveiled_rules(moved, [TOKEN, ADDRESS, SOURCE])


def test_what_is_stored_masked_is_no_one_s_secret_and_stays() -> None:
    """As a file brought it that somebody exported: what is checked tells of it."""
    masked: Json = {"InputSource": [{"Url": "https://pictures.example.com/1.jpg?…0123456789ab"}]}
    assert unveiled_rules(with_veils(masked), all_held(masked)) == masked
