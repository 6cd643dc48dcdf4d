from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from studio.rules.codec import read, read_rules, strict_loads, write
from studio.rules.document import Json, MixedRules
from studio.rules.problems import InvalidDocument
from studio.rules.validation import validate
from tests.rules.builders import GONE, LOGO, OUTPUT, SCENE, SOURCE, VECTORS, body, problems, told
from tests.rules.strategies import documents

SAMPLES = ["mixedrules-create.json", "mixedrules-update.json"]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_of_the_api_have_no_error(name: str) -> None:
    report = validate((VECTORS / name).read_bytes())
    assert {problem.code for problem in report.problems} == {"push_bare_host"}
    assert report.verdict == "warning"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_of_the_api_are_written_as_they_were_key_by_key(name: str) -> None:
    value = json.loads((VECTORS / name).read_text())
    assert json.dumps(write(read(value).rules)) == json.dumps(value["MixedRules"])


@given(documents)
@settings(max_examples=150, deadline=None)
def test_a_document_survives_writing_and_reading(rules: MixedRules) -> None:
    text = json.dumps(write(rules))
    again = read(strict_loads(text))
    assert again.rules == rules
    assert json.dumps(write(again.rules)) == text


@given(documents)
@settings(max_examples=50, deadline=None)
def test_a_wrapped_document_is_the_same_document(rules: MixedRules) -> None:
    bare = read(write(rules))
    named = read({"Name": "a", "MixedRules": write(rules)})
    running = read({"TaskID": "b", "MixedRules": write(rules)})
    assert bare.rules == named.rules == running.rules == rules
    assert (bare.name, bare.task_id, bare.wrapped) == (None, None, False)
    assert (named.name, named.task_id, named.wrapped) == ("a", None, True)
    assert (running.name, running.task_id, running.wrapped) == (None, "b", True)


@pytest.mark.parametrize("wrapped", [True, False])
def test_the_rule_string_of_a_running_task_is_read_bare_or_wrapped(wrapped: bool) -> None:
    value = body() if wrapped else body()["MixedRules"]
    rule = json.dumps(value)
    assert read(strict_loads(rule)).rules == read(body()).rules


def test_a_body_wrapped_with_neither_name_nor_task_id_is_readable() -> None:
    assert read(body(Name=GONE)).rules == read(body()).rules


def test_unknown_keys_are_kept_at_every_level() -> None:
    extra: Json = {"deep": [1, 1.5, None, {"x": True}]}
    places = [
        "MixedRules",
        "MixedRules.InputLayout",
        SCENE,
        f"{SCENE}.Layout[1]",
        f"{LOGO}[0]",
        f"{LOGO}[0].Layout",
        OUTPUT,
        f"{OUTPUT}.Video",
        f"{OUTPUT}.Audio",
        f"{OUTPUT}.Callback",
        f"{SOURCE}[1]",
    ]
    value = body(**{f"{place}.Later": extra for place in places})
    assert write(read(value).rules) == value["MixedRules"]
    assert told(problems(**{f"{place}.Later": extra for place in places})) == sorted(
        (f"{place}.Later", "unknown_key", "warning") for place in places
    )


@pytest.mark.parametrize("key", ["Name", "TaskID", "mixedrules"])
def test_a_document_keeps_even_a_key_that_looks_like_its_wrapping(key: str) -> None:
    rules = read(body(**{f"MixedRules.{key}": "kept"})).rules
    assert read_rules(write(rules)) == rules
    assert write(rules)[key] == "kept"


def test_what_is_written_shares_nothing_with_the_document() -> None:
    rules = read(body(**{f"{OUTPUT}.Later": {"list": [1]}})).rules
    written = write(rules)
    output = written["Output"]
    assert isinstance(output, dict)
    assert isinstance(output["Later"], dict)
    output["Later"]["list"] = "other"
    assert rules.output.extra == {"Later": {"list": [1]}}


def test_an_absent_logo_list_stays_absent_and_an_empty_one_empty() -> None:
    for value in (body(**{LOGO: GONE}), body(**{LOGO: []})):
        assert write(read(value).rules) == value["MixedRules"]


def test_reading_tells_every_shape_fault_at_once() -> None:
    edits = {f"{SCENE}.Width": "1920", f"{SOURCE}[1].ID": 2, f"{OUTPUT}.Video": GONE}
    with pytest.raises(InvalidDocument) as refusal:
        read(body(**edits))
    assert {(p.path, p.code) for p in refusal.value.problems} == {
        (f"{SCENE}.Width", "wrong_type"),
        (f"{SOURCE}[1].ID", "wrong_type"),
        (f"{OUTPUT}.Video", "missing"),
    }


@pytest.mark.parametrize("number", ["true", "1.5", "1.92e3", "1920.0", '"1920"', "null", "[1]"])
def test_only_an_integer_is_an_integer(number: str) -> None:
    text = json.dumps(body(**{f"{SCENE}.Width": "?"})).replace('"?"', number)
    assert told(validate(text).problems) == [(f"{SCENE}.Width", "wrong_type", "error")]
