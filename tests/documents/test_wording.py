"""Every problem has its sentence."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from studio.documents.wording import SENTENCES, TYPES, as_json, sentence
from studio.rules.checks import check
from studio.rules.geometry import Box
from studio.rules.problems import CODES, PARAMETERS, Param, Problem
from studio.rules.reader import KINDS
from tests.builders import document, picture_source


def test_every_code_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert set(SENTENCES) == CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_sentence_asks_for_no_more_than_its_code_gives(code: str) -> None:
    asked = set(re.findall(r"%\((\w+)\)s", str(SENTENCES[code])))
    assert asked <= PARAMETERS[code]


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_sentence_is_whole(code: str) -> None:
    params: dict[str, Param] = dict.fromkeys(PARAMETERS[code], 7)
    told = sentence(Problem(path="$", code=code, params=params))
    assert told.endswith(".")
    assert "%" not in told


def test_json_types_are_named_for_people() -> None:
    params = {"expected": "integer", "found": "boolean"}
    problem = Problem(path="$", code="wrong_type", params=params)
    assert sentence(problem) == "This must be a whole number, not true or false."
    assert set(TYPES) == {word for _kind, word in KINDS} | {"null"}


def test_a_layer_is_told_to_be_somebodys() -> None:
    again = picture_source(1)
    twice = replace(document(), sources=(picture_source(1), replace(again, id="guest")))
    told = [sentence(problem) for problem in check(twice)]
    assert told == ["Layer 1 is already source-1’s."]
    nameless = replace(twice, sources=(replace(again, id=" "), again))
    told = [sentence(problem) for problem in check(nameless)]
    assert "Layer 1 is already number 1’s." in told


def test_a_layer_of_boxes_is_told_to_be_its_sources() -> None:
    boxes = document(Box(0, 0, 100, 100), Box(200, 0, 100, 100))
    layouts = tuple(replace(layout, layer=2) for layout in boxes.scene.layouts)
    twice = replace(boxes, scene=replace(boxes.scene, layouts=layouts))
    assert "Layer 2 is already source-2’s." in [sentence(problem) for problem in check(twice)]


def test_a_unit_is_told_where_there_is_one() -> None:
    params: dict[str, Param] = {"value": 0, "min": 1, "max": 9999, "unit": ""}
    assert sentence(Problem(path="$", code="out_of_range", params=params)) == (
        "0 is outside 1 to 9999."
    )


def test_a_users_text_is_told_as_it_is() -> None:
    problem = Problem(path="$", code="json_duplicate_key", params={"key": "100%(x)s"})
    assert as_json([problem]) == [
        {
            "path": "$",
            "code": "json_duplicate_key",
            "severity": "error",
            "message": "The key “100%(x)s” stands twice in one object.",
        }
    ]
