from __future__ import annotations

import copy
import json
import re
from importlib import import_module
from inspect import getmembers, isfunction
from pkgutil import iter_modules
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.rules import checks, limits
from studio.rules.codec import write
from studio.rules.document import Json, MixedRules
from studio.rules.problems import CODES, MAX_PROBLEMS, PARAMETERS, Problem
from studio.rules.validation import examine, validate
from tests.rules.builders import CONTROL, GONE, LOGO, OUTPUT, SCENE, SOURCE, body, problems, told
from tests.rules.strategies import documents, steps, values

LAYOUT = f"{SCENE}.Layout"
IS_CHECK = {"rules": "MixedRules", "return": "Findings"}


def test_every_check_that_is_written_is_made() -> None:
    """A check is what takes a document and yields what it found."""
    names = [each.name for each in iter_modules(checks.__path__, f"{checks.__name__}.")]
    written = {
        each
        for module in map(import_module, names)
        for name, each in getmembers(module, isfunction)
        if not name.startswith("_") and each.__annotations__ == IS_CHECK
    }
    left_out = {each.__qualname__ for each in written - set(checks.CHECKS)}
    assert left_out == set(), "not among CHECKS of studio/rules/checks/__init__.py"


def test_shape_faults_and_broken_rules_are_told_together() -> None:
    edits = {
        "Name": " ",
        f"{SCENE}.Height": "1080",
        f"{LAYOUT}[0].W": 9,
        f"{LAYOUT}[1].Colour": "red",
        f"{LOGO}[0].Url": GONE,
        f"{OUTPUT}.Video.Codec": "vp9",
        f"{OUTPUT}.Video.FrameRate": 61,
        f"{OUTPUT}.Audio": None,
        f"{SOURCE}[0].Url": "file:///etc/passwd",
        f"{SOURCE}[1].ID": "1",
    }
    assert told(problems(**edits)) == [
        (f"{LOGO}[0].Url", "missing", "error"),
        (f"{SCENE}.Height", "wrong_type", "error"),
        (f"{LAYOUT}[0].W", "out_of_range", "error"),
        (f"{LAYOUT}[1].Colour", "unknown_key", "warning"),
        (f"{SOURCE}[0].Url", "url_scheme", "error"),
        (f"{SOURCE}[1].ID", "duplicate_id", "error"),
        (f"{OUTPUT}.Audio", "wrong_type", "error"),
        (f"{OUTPUT}.Video.Codec", "not_in_list", "error"),
        (f"{OUTPUT}.Video.FrameRate", "clamped", "warning"),
        ("Name", "blank", "error"),
    ]


ONE_FAULT: dict[str, tuple[dict[str, object], tuple[str, str]]] = {
    "no sources at all": ({SOURCE: None}, (SOURCE, "wrong_type")),
    "no scene": ({SCENE: GONE}, (SCENE, "missing")),
    "no layouts": ({LAYOUT: {}}, (LAYOUT, "wrong_type")),
    "an unreadable layout": ({f"{LAYOUT}[0]": []}, (f"{LAYOUT}[0]", "wrong_type")),
    "an unreadable source": ({f"{SOURCE}[0]": "1"}, (f"{SOURCE}[0]", "wrong_type")),
    "an unreadable logo": ({f"{LOGO}[0].Layout": 1}, (f"{LOGO}[0].Layout", "wrong_type")),
    "an unreadable push URL": ({f"{OUTPUT}.Url[0]": 1}, (f"{OUTPUT}.Url[0]", "wrong_type")),
    "no output": ({OUTPUT: GONE}, (OUTPUT, "missing")),
    "a source without layer": ({f"{SOURCE}[1].Layer": GONE}, (f"{SOURCE}[1].Layer", "missing")),
    "a layout without layer": ({f"{LAYOUT}[1].Layer": GONE}, (f"{LAYOUT}[1].Layer", "missing")),
    "a source without type": ({f"{SOURCE}[1].Type": GONE}, (f"{SOURCE}[1].Type", "missing")),
    "a box without place": ({f"{LAYOUT}[1].X": GONE}, (f"{LAYOUT}[1].X", "missing")),
    "a width that is text": ({f"{SCENE}.Width": "9"}, (f"{SCENE}.Width", "wrong_type")),
    "a name that is a number": ({"Name": 1}, ("Name", "wrong_type")),
    "no name": ({"Name": GONE}, ("Name", "missing")),
    "a list of rules": ({"MixedRules": []}, ("MixedRules", "wrong_type")),
}


@pytest.mark.parametrize(("edits", "expected"), ONE_FAULT.values(), ids=ONE_FAULT.keys())
def test_one_fault_is_told_once(edits: dict[str, object], expected: tuple[str, str]) -> None:
    assert told(problems(**edits)) == [(*expected, "error")]


WRONG_CASE = [
    ("Name", "name"),
    ("MixedRules.InputLayout", "inputLayout"),
    (f"{SCENE}.Width", "width"),
    (f"{LAYOUT}[0].Layer", "LAYER"),
    (LOGO, "logo"),
    (f"{OUTPUT}.Url", "URL"),
    (f"{OUTPUT}.Callback", "callback"),
    (f"{OUTPUT}.Video.GOP", "Gop"),
    (f"{SOURCE}[0].ID", "Id"),
]


@pytest.mark.parametrize(("path", "key"), WRONG_CASE)
def test_a_key_in_another_case_is_told_once_at_that_key(path: str, key: str) -> None:
    parent, _, right = path.rpartition(".")
    value: Any = body(**{path: GONE})
    there = value
    for step in re.findall(r"\w+", parent):
        there = there[int(step) if step.isdigit() else step]
    there[key] = copy.deepcopy(_at(CONTROL, path))
    (problem,) = examine(value).problems
    assert problem.path == (f"{parent}.{key}" if parent else key)
    assert (problem.code, problem.severity) == ("wrong_case", "error")
    assert problem.params == {"expected": right}


def _at(value: Any, path: str) -> Any:
    for step in re.findall(r"\w+", path):
        value = value[int(step) if step.isdigit() else step]
    return value


def test_the_same_document_bare_has_the_same_paths() -> None:
    edits = {f"{SCENE}.Width": 9, f"{OUTPUT}.Later": 1, f"{SOURCE}[0].Type": 1}
    wrapped = body(**edits)
    assert examine(wrapped["MixedRules"]).problems == examine(wrapped).problems
    assert len(examine(wrapped).problems) == 3


WRAPPINGS: dict[str, tuple[Json, list[tuple[str, str, str]]]] = {
    "a task id": ({"TaskID": "3b1a", "MixedRules": CONTROL["MixedRules"]}, []),
    "a blank task id": (
        {"TaskID": "", "MixedRules": CONTROL["MixedRules"]},
        [("TaskID", "blank", "error")],
    ),
    "neither": ({"MixedRules": CONTROL["MixedRules"]}, [("Name", "missing", "error")]),
    "a key beside": (
        {"Name": "a", "Region": 1, "MixedRules": CONTROL["MixedRules"]},
        [("Region", "unknown_key", "warning")],
    ),
    "no document": ({"TaskID": "3b1a"}, [("MixedRules", "missing", "error")]),
    "nothing": ({}, [("MixedRules", "missing", "error"), ("Name", "missing", "error")]),
    "a bare document": (CONTROL["MixedRules"], []),
    "a list": ([], [("$", "wrong_type", "error")]),
}


@pytest.mark.parametrize(("value", "expected"), WRAPPINGS.values(), ids=WRAPPINGS.keys())
def test_a_body_wrapped_with(value: Json, expected: list[tuple[str, str, str]]) -> None:
    assert told(validate(json.dumps(value)).problems) == expected


def test_a_byte_order_mark_is_told_beside_the_rest() -> None:
    text = "\ufeff" + json.dumps(body(**{f"{SCENE}.Width": 9}))
    expected = [
        ("$", "json_byte_order_mark", "warning"),
        (f"{SCENE}.Width", "out_of_range", "error"),
    ]
    assert told(validate(text).problems) == told(validate(text.encode()).problems) == expected


def test_items_are_listed_by_number() -> None:
    boxes = [{"X": 0, "Y": 0, "W": 1, "H": 100, "Layer": n} for n in range(12)]
    paths = [p.path for p in problems(**{LAYOUT: boxes}) if p.code == "out_of_range"]
    assert paths == [f"{LAYOUT}[{n}].W" for n in range(12)]


def test_a_report_ends_somewhere_and_keeps_the_errors() -> None:
    keys = {f"k{n}": 0 for n in range(2 * MAX_PROBLEMS)}
    found = problems(**{f"{LAYOUT}[0].{key}": 0 for key in keys}, **{f"{SOURCE}[1].ID": "1"})
    assert len(found) == MAX_PROBLEMS + 1
    assert found[0].code == "more_problems"
    assert (f"{SOURCE}[1].ID", "duplicate_id", "error") in told(found)


def test_a_report_of_many_shape_faults_ends_somewhere() -> None:
    found = problems(**{LAYOUT: [None] * 2 * MAX_PROBLEMS})
    assert len(found) == MAX_PROBLEMS
    assert {problem.code for problem in found} == {"wrong_type"}


def _assert_well_formed(found: tuple[Problem, ...]) -> None:
    for problem in found:
        assert problem.code in CODES, f"{problem.code} is not in studio/rules/problems.py"
        assert frozenset(problem.params) == PARAMETERS[problem.code], problem
        assert problem.severity in ("error", "warning")


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_mutation_of_a_valid_body_gets_a_report(data: st.DataObject) -> None:
    value: Any = copy.deepcopy(CONTROL)
    for _ in range(data.draw(st.integers(1, 4))):
        *way, last = data.draw(st.sampled_from(list(steps(value))))
        there = value
        for step in way:
            there = there[step]
        if data.draw(st.booleans()):
            there[last] = data.draw(values | st.sampled_from([0, -1, 10**17, "", "1", [], {}]))
        else:
            del there[last]
        if not list(steps(value)):
            break
    report = validate(json.dumps(value))
    _assert_well_formed(report.problems)
    assert report.body is not None or report.verdict == "error"


@given(documents)
@settings(max_examples=100, deadline=None)
def test_any_document_of_the_right_shape_gets_a_report(rules: MixedRules) -> None:
    report = validate(json.dumps(write(rules)))
    assert report.body is not None
    assert report.body.rules == rules
    _assert_well_formed(report.problems)


@given(st.binary(max_size=60) | st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_gets_a_report(text: bytes | str) -> None:
    _assert_well_formed(validate(text).problems)


@given(st.integers(0, 1094), st.integers(0, 255))
@settings(max_examples=100, deadline=None)
def test_any_byte_changed_gets_a_report(place: int, byte: int) -> None:
    text = bytearray(json.dumps(CONTROL).encode())
    text[place % len(text)] = byte
    _assert_well_formed(validate(bytes(text)).problems)


def test_the_table_of_codes_is_of_short_words() -> None:
    assert frozenset(PARAMETERS) == CODES
    assert all(re.fullmatch(r"[a-z][a-z0-9_]+", code) for code in CODES)


def test_the_browser_gets_every_limit_as_json() -> None:
    told_limits = json.loads(json.dumps(limits.as_dict()))
    assert told_limits["sceneSide"] == {"min": 10, "max": 2160, "unit": "px"}
    assert told_limits["layer"] == {"min": 1, "max": 9999, "unit": ""}
    assert told_limits["maxSources"] == 8
    assert told_limits["audioBitRates"] == [128000, 144000, 256000, 320000]
