"""One odd key or entry in an answer spoils itself alone: whatever else there is to read is read."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from studio.volcengine.records import Created, Deleted, Unread, may_be_named
from tests.volcengine import stand_in
from tests.volcengine.bodies import client, document
from tests.volcengine.stand_in import reply, success

OURS = {"Name": "ours", "Status": "runing", "TaskID": "3b1a7bb73ab6b06c"}
TASK: dict[str, Any] = OURS | {
    "LastOperationIndex": 2,
    "LastSuccessOperationIndex": 1,
    "Rule": '{"Output": {}}',
}
STRANGER = {"Name": "theirs", "Status": "runing", "TaskID": "4c2b8cc84bc7c17d"}

# In place of "$" in the answer's text, as the service would write it.
ODD_VALUES = [
    "1000000000000000000",
    "-" + "9" * 5000,
    "NaN",
    "1e999",
    r'"a\u0000b"',
    r'"\ud83d"',
    '"two\nlines"',
    '"' + "\\u0000" * 3 + '"',
    '{"a": 1, "a": 2}',
    '{"": {"\\u0000": [[[]]]}}',
    "[" * 40 + "]" * 40,
]


def with_odd(value: str, answer: dict[str, Any]) -> str:
    return json.dumps(answer).replace('"$"', value)


@pytest.mark.parametrize("value", ODD_VALUES)
def test_a_key_nobody_knows_spoils_no_answer(value: str) -> None:
    """Wherever it stands: an unreadable Create or Delete would be an unknown outcome."""
    data = {"TaskID": "3b1a7bb73ab6b06c", "Odd": "$"}
    envelope = success(data)
    envelope["Result"]["Odd"] = envelope["ResponseMetadata"]["Odd"] = envelope["Odd"] = "$"
    with stand_in.running(reply(200, with_odd(value, envelope))) as cloud:
        created = client(cloud.url).create("show", document())
    assert created == Created(task_id="3b1a7bb73ab6b06c", request_id="req-1")
    with stand_in.running(reply(200, with_odd(value, success("$")))) as cloud:
        assert client(cloud.url).delete("1") == Deleted(request_id="req-1")
    with stand_in.running(reply(200, with_odd(value, success({"OptID": 2, "Odd": "$"})))) as cloud:
        assert client(cloud.url).update("1", document()).operation == 2
    with stand_in.running(reply(200, with_odd(value, success(TASK | {"Odd": "$"})))) as cloud:
        assert client(cloud.url).detail(TASK["TaskID"]).last_operation == 2


@pytest.mark.parametrize("value", ODD_VALUES)
def test_a_key_nobody_knows_spoils_no_entry(value: str) -> None:
    answer = success({"Count": 1, "Result": [OURS | {"Odd": "$", "UpdatedAt": "$"}]})
    with stand_in.running(reply(200, with_odd(value, answer))) as cloud:
        scan = client(cloud.url).scan()
    assert [(task.name, task.status) for task in scan.tasks] == [("ours", "runing")]
    assert (scan.unread, scan.complete) == ((), True)


@pytest.mark.parametrize("value", [*ODD_VALUES, '"2"', "null", "2.0", "true", "-1", '""'])
@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("Status", "status"),
        ("LastOperationIndex", "last_operation"),
        ("LastSuccessOperationIndex", "last_success"),
    ],
)
def test_an_odd_key_of_a_task_hides_no_other(key: str, field: str, value: str) -> None:
    answers = [reply(200, success(TASK)), reply(200, with_odd(value, success(TASK | {key: "$"})))]
    with stand_in.running(lambda _request: answers.pop(0)) as cloud:
        whole, odd = (asdict(client(cloud.url).detail(TASK["TaskID"])) for _time in range(2))
    assert odd | {field: whole[field]} == whole
    assert odd[field] != whole[field]


@pytest.mark.parametrize("value", ['"2"', "null", "2.0", "1000000000000000000", "-1", "[]"])
def test_an_odd_count_hides_no_task_and_shows_no_absence(value: str) -> None:
    pages = [success({"Count": "$", "Result": rows}) for rows in ([OURS], [])]
    left = [reply(200, with_odd(value, page)) for page in pages]
    with stand_in.running(lambda _request: left.pop(0)) as cloud:
        scan = client(cloud.url).scan()
    assert [task.name for task in scan.tasks] == ["ours"]
    assert not scan.complete


ODD_ENTRIES = [
    *("null", "7", "[]", '"x"', "{}"),
    *(
        json.dumps(STRANGER | odd)
        for odd in (
            {"Name": None},
            {"Name": ["show"]},
            {"Status": ""},
            {"Status": None},
            {"Status": "x" * 65},
            {"Status": "run\nning"},
            {"TaskID": ""},
            {"TaskID": 7},
            {"TaskID": 10**18},
            {"TaskID": 10**400},
            {"TaskID": "x" * 65},
            {"TaskID": {"ID": "x"}},
            {"TaskID": "a\0"},
        )
    ),
    '{"Name": "a", "Name": "b", "TaskID": "4c2b8cc84bc7c17d", "Status": "runing"}',
]


@pytest.mark.parametrize("entry", ODD_ENTRIES)
def test_an_odd_entry_spoils_no_other(entry: str) -> None:
    answer = success({"Count": 2, "Result": ["$", OURS]})
    with stand_in.running(reply(200, with_odd(entry, answer))) as cloud:
        scan = client(cloud.url).scan()
    assert [task.name for task in scan.tasks] == ["ours"]
    assert len(scan.unread) == 1
    # Every entry was seen: what such a one may be is for whoever looks for a name to say.
    assert scan.complete


@pytest.mark.parametrize("name", [r"a\u0000b", r"a\ud83db", "a\udcffb"])
def test_a_name_in_which_a_letter_is_lost_is_read_with_a_sign_for_it(name: str) -> None:
    text = with_odd(f'"{name}"', success({"Count": 1, "Result": [STRANGER | {"Name": "$"}]}))
    body = text.encode(errors="surrogateescape")
    with stand_in.running(reply(200, body)) as cloud:
        (task,) = client(cloud.url).scan().tasks
    assert task.name == "a\ufffdb"


@pytest.mark.parametrize(
    ("found", "asked", "may_be"),
    [
        (None, "talk-abc", True),
        ("talk-abc", "talk-abc", True),
        ("talk", "talk-abc", False),
        ("", "talk-abc", False),
        ("talk\ufffd", "talk-abc", True),
        ("\ufffd", "talk-abc", True),
        ("match\ufffd", "talk-abc", False),
    ],
)
def test_what_cannot_be_read_of_a_name_may_be_ours(
    found: str | None, asked: str, may_be: bool
) -> None:
    entry = Unread(task_id="", name=found, created_at=None, digest="")
    assert may_be_named(entry, asked) is may_be


def test_odd_entries_on_two_pages_are_told_apart() -> None:
    pages = [[None, OURS], [{"Name": "x"}], [None]]
    answers = [reply(200, success({"Count": 4, "Result": page})) for page in pages]
    answers.append(reply(200, success({"Count": 4, "Result": []})))
    with stand_in.running(lambda _request: answers.pop(0)) as cloud:
        scan = client(cloud.url).scan()
    # The null may be the same one, moved meanwhile.
    assert (len(scan.unread), scan.complete) == (2, False)


def test_a_rule_that_is_no_text_hides_no_status() -> None:
    detail = {
        "TaskID": "1",
        "Status": "runing",
        "LastOperationIndex": 1,
        "LastSuccessOperationIndex": 1,
        "Rule": {"Output": {}},
    }
    with stand_in.running(reply(200, success(detail))) as cloud:
        assert client(cloud.url).detail("1").rule == ""
