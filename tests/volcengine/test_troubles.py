"""What the cloud says went wrong is read where it is there, and odd keys spoil themselves alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from studio.volcengine.troubles import Trouble, Troubles
from tests.volcengine import stand_in
from tests.volcengine.bodies import client
from tests.volcengine.stand_in import reply, success
from tests.volcengine.test_odd_answers import ODD_VALUES, TASK, with_odd

SAID = {
    "LastOperationErrCode": 5001,
    "LastOperationErrMsg": "the layout could not be started",
    "TaskErrCode": 6001,
    "TaskErrMsg": "pull failed",
    "TaskErrSrcIDs": ["host", "clip"],
}
READ: dict[str, Any] = {
    "operation": Trouble(code="5001", message="the layout could not be started"),
    "task": Trouble(code="6001", message="pull failed"),
    "sources": ("host", "clip"),
}


def troubles(said: dict[str, Any], odd: str = "") -> Troubles:
    with stand_in.running(reply(200, with_odd(odd, success(TASK | said)))) as cloud:
        return client(cloud.url).detail(TASK["TaskID"]).troubles


def test_all_of_it_is_read() -> None:
    assert troubles(SAID) == Troubles(**READ)


def test_a_cloud_that_says_nothing_of_it_says_nothing() -> None:
    assert troubles({}) == Troubles()


@pytest.mark.parametrize("code", [0, "0", None, "", "-0"])
@pytest.mark.parametrize("message", ["", "success", " OK ", None])
def test_what_went_well_is_no_trouble(code: Any, message: Any) -> None:
    said = {"TaskErrCode": code, "TaskErrMsg": message, "TaskErrSrcIDs": ""}
    assert troubles(said) == Troubles()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({"TaskErrCode": "6001"}, Trouble(code="6001")),
        ({"TaskErrCode": -1, "TaskErrMsg": "success"}, Trouble(code="-1", message="success")),
        ({"TaskErrMsg": "pull failed"}, Trouble(message="pull failed")),
        ({"TaskErrCode": "given_up", "TaskErrMsg": "a"}, Trouble(message="a")),
    ],
)
def test_half_of_it_counts(said: dict[str, Any], read: Trouble) -> None:
    assert troubles(said).task == read


@pytest.mark.parametrize("value", [*ODD_VALUES, "null", "true", "2.5", "[]", "{}"])
@pytest.mark.parametrize("key", SAID)
def test_an_odd_key_spoils_itself_alone(key: str, value: str) -> None:
    read = troubles(SAID | {key: "$"}, value)
    field = {"L": "operation", "T": "task"}[key[0]] if "Src" not in key else "sources"
    others = {name: getattr(read, name) for name in READ if name != field}
    assert others == {name: value for name, value in READ.items() if name != field}


@pytest.mark.parametrize(
    "value",
    [
        ["host", "clip"],
        "host,clip",
        " host , clip ,",
        "host，clip",
        json.dumps(["host", "clip"]),
        ["host", None, True, ["x"], {"ID": "x"}, "", "host", "clip", "x" * 201],
    ],
)
def test_sources_are_read_in_each_shape_they_may_have(value: Any) -> None:
    assert troubles({"TaskErrSrcIDs": value}).sources == ("host", "clip")


@pytest.mark.parametrize("value", [1, "1", [1], ["1"], "[1]", '["1"]'])
def test_a_source_that_is_called_by_a_number_is_one(value: Any) -> None:
    assert troubles({"TaskErrSrcIDs": value}).sources == ("1",)


def test_no_more_sources_than_a_task_can_have_are_read() -> None:
    assert len(troubles({"TaskErrSrcIDs": [f"s{n}" for n in range(1000)]}).sources) == 8


def test_the_words_are_in_no_log() -> None:
    assert "pull failed" not in repr(troubles(SAID))
