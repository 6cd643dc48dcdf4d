"""What goes over the wire, and what is made of a good answer and of an odd one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from studio.volcengine.client import Client
from studio.volcengine.errors import UnknownOutcome, Unreachable
from studio.volcengine.records import Created, Deleted, Detail, Listed, Listing, Updated
from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.signature import Request
from tests.volcengine import stand_in
from tests.volcengine.bodies import client, credentials, document, mixed_rules
from tests.volcengine.stand_in import reply, success

ROW = {"Name": "show", "Status": "runing", "TaskID": "3b1a7bb73ab6b06c"}
DETAIL = {
    "LastOperationIndex": 2,
    "LastSuccessOperationIndex": 1,
    "Rule": '{"Output": {}}',
    "Status": "runing",
    "TaskID": "3b1a7bb73ab6b06c",
}


def test_create_sends_name_and_rules_and_nothing_else() -> None:
    with stand_in.running(reply(200, success({"TaskID": "3b1a7bb73ab6b06c"}))) as cloud:
        created = client(cloud.url).create("show №1", document())
    assert cloud.sent == {"Name": "show №1", "MixedRules": mixed_rules()}
    assert created == Created(task_id="3b1a7bb73ab6b06c", request_id="req-1")
    (request,) = cloud.requests
    assert (request.method, request.path) == ("POST", "/")
    assert request.query == "Action=CreateCloudMixTask&Version=2023-01-01"
    assert request.headers["content-type"] == "application/json"


def test_the_sdk_is_told_to_try_once() -> None:
    with stand_in.running(reply(200, success("ok"))) as cloud:
        client(cloud.url).delete("1")
    (request,) = cloud.requests
    assert request.headers["x-sdk-request"] == "attempt=1; max=1"


def test_update_sends_the_output_without_its_callback() -> None:
    with stand_in.running(reply(200, success({"OptID": 2}))) as cloud:
        updated = client(cloud.url).update("3b1a7bb73ab6b06c", document())
    rules = mixed_rules()
    del rules["Output"]["Callback"]
    assert cloud.sent == {"TaskID": "3b1a7bb73ab6b06c", "MixedRules": rules}
    assert updated == Updated(operation=2, request_id="req-1")


@pytest.mark.parametrize("data", [None, {}, {"OptID": None}, {"OptID": "2"}, {"OptID": True}, "ok"])
def test_an_accepted_update_needs_no_number(data: Any) -> None:
    with stand_in.running(reply(200, success(data))) as cloud:
        assert client(cloud.url).update("1", document()).operation is None


def test_delete_does_not_read_the_free_text_of_its_answer() -> None:
    with stand_in.running(reply(200, success("kill task [1] success"))) as cloud:
        assert client(cloud.url).delete("1") == Deleted(request_id="req-1")
    assert cloud.sent == {"TaskID": "1"}


def test_list_reads_rows_with_their_times() -> None:
    row = ROW | {"CreatedAt": {"Time": "2024-03-13T10:48:31+08:00"}, "StoppedAt": {"Time": ""}}
    with stand_in.running(reply(200, success({"Count": 14, "Result": [row]}))) as cloud:
        listing = client(cloud.url).list(page=2, size=10)
    assert cloud.sent == {"PageSize": 10, "Page": 2}
    assert listing == Listing(
        count=14,
        tasks=(
            Listed(
                task_id="3b1a7bb73ab6b06c",
                name="show",
                status="runing",
                created_at=datetime(2024, 3, 13, 2, 48, 31, tzinfo=UTC),
                updated_at=None,
                stopped_at=None,
            ),
        ),
        unread=(),
        request_id="req-1",
    )


@pytest.mark.parametrize("status", ["Runing", "running", "paused", "等待"])
def test_a_status_word_is_kept_as_it_came(status: str) -> None:
    with stand_in.running(reply(200, success(DETAIL | {"Status": status}))) as cloud:
        assert client(cloud.url).detail("3b1a7bb73ab6b06c").status == status


def test_detail_reads_both_versions_and_hides_the_rule_from_its_repr() -> None:
    with stand_in.running(reply(200, success(DETAIL))) as cloud:
        detail = client(cloud.url).detail("3b1a7bb73ab6b06c")
    assert detail == Detail(
        task_id="3b1a7bb73ab6b06c",
        status="runing",
        last_operation=2,
        last_success=1,
        rule='{"Output": {}}',
        request_id="req-1",
    )
    assert "Output" not in repr(detail)


def test_an_empty_list_may_come_as_null() -> None:
    with stand_in.running(reply(200, success({"Count": 0, "Result": None}))) as cloud:
        assert client(cloud.url).list().tasks == ()


def list_tasks(cloud: Client) -> object:
    return cloud.list()


def look_at_task(cloud: Client) -> object:
    return cloud.detail("3b1a7bb73ab6b06c")


ODD_LISTS: tuple[Any, ...] = (
    None,
    [],
    "text",
    {},
    {"Count": "14"},
    {"Count": True},
    {"Count": -1},
    {"Count": 1.0},
    {"Count": 1, "Result": {}},
)
ODD_DETAILS: tuple[Any, ...] = (
    None,
    {},
    DETAIL | {"TaskID": "another"},
)
ODD = [(list_tasks, data) for data in ODD_LISTS] + [(look_at_task, data) for data in ODD_DETAILS]


@pytest.mark.parametrize(("call", "data"), ODD)
def test_an_odd_answer_to_a_question_is_no_answer(
    call: Callable[[Client], object], data: Any
) -> None:
    with (
        stand_in.running(reply(200, success(data))) as cloud,
        pytest.raises(UnknownOutcome) as caught,
    ):
        call(client(cloud.url))
    assert caught.value.reason == "unexpected"


@pytest.mark.parametrize(
    ("metadata", "header", "expected"),
    [
        ({"RequestId": "a"}, "h", "a"),
        ({"RequestID": "b"}, "h", "b"),
        ({"RequestId": "a", "RequestID": "b"}, "h", "a"),
        ({}, "h", "h"),
        ({"RequestId": 7}, "h", "h"),
        ({"RequestId": "<script>"}, "", ""),
        ({"RequestId": "x" * 129}, "<b>", ""),
    ],
)
def test_the_request_id_is_found_where_the_service_puts_it(
    metadata: dict[str, Any], header: str, expected: str
) -> None:
    envelope = success("") | {"ResponseMetadata": metadata}
    with stand_in.running(reply(200, envelope, X_Tt_Logid=header)) as cloud:
        assert client(cloud.url).delete("1").request_id == expected


def pages(*contents: dict[str, Any]) -> Callable[[Request], Fault]:
    """Answers each request with the next page; the last one again and again."""
    left = list(contents)

    return lambda _request: reply(200, success(left.pop(0) if len(left) > 1 else left[0]))


def rows(*ids: str) -> list[dict[str, str]]:
    return [ROW | {"TaskID": task_id} for task_id in ids]


@pytest.mark.parametrize(
    ("contents", "found", "complete"),
    [
        ([{"Count": 0, "Result": []}], "", True),
        ([{"Count": 2, "Result": rows("a", "b")}], "ab", True),
        ([{"Count": 3, "Result": rows("a", "b")}, {"Count": 3, "Result": rows("c")}], "abc", True),
        ([{"Count": 3, "Result": rows("a", "b")}, {"Count": 4, "Result": rows("c")}], "abc", False),
        ([{"Count": 3, "Result": rows("a")}, {"Count": 3, "Result": []}], "a", False),
        # One ended up on two pages: another may have slipped between them.
        (
            [
                {"Count": 3, "Result": rows("a", "b")},
                {"Count": 3, "Result": rows("b")},
                {"Count": 3, "Result": []},
            ],
            "ab",
            False,
        ),
        ([{"Count": 1, "Result": rows("a", "b")}], "ab", False),
    ],
)
def test_a_scan_is_complete_when_the_list_stood_still(
    contents: list[dict[str, Any]], found: str, complete: bool
) -> None:
    with stand_in.running(pages(*contents)) as cloud:
        scan = client(cloud.url).scan()
    assert "".join(task.task_id for task in scan.tasks) == found
    assert scan.complete is complete
    assert len(cloud.requests) == len(contents)


def test_each_page_and_each_detail_waits_for_its_turn() -> None:
    turns: list[int] = []
    contents = [{"Count": 2, "Result": rows("a")}, {"Count": 2, "Result": rows("b")}, DETAIL]
    with stand_in.running(pages(*contents)) as cloud:
        asking = Client(
            credentials(cloud.url), before_read=lambda: turns.append(len(cloud.requests))
        )
        asking.scan()
        asking.detail("3b1a7bb73ab6b06c")
    assert turns == [0, 1, 2]


def test_a_read_whose_turn_does_not_come_sends_nothing() -> None:
    def busy() -> None:
        raise Unreachable("busy")

    with stand_in.running(reply(200, success(DETAIL))) as cloud:
        for read in (Client.scan, lambda client: client.detail("3b1a7bb73ab6b06c")):
            with pytest.raises(Unreachable):
                read(Client(credentials(cloud.url), before_read=busy))
    assert cloud.requests == []


def test_a_scan_raises_when_a_page_can_not_be_read() -> None:
    with (
        stand_in.running(
            pages({"Count": 2, "Result": rows("a")}, {"Count": 2, "Result": "x"})
        ) as cloud,
        pytest.raises(UnknownOutcome),
    ):
        client(cloud.url).scan()


def test_sixteen_threads_may_share_one_client() -> None:
    def echo(request: Request) -> Fault:
        task_id = request.body.decode().split('"')[3]
        return reply(200, success(DETAIL | {"TaskID": task_id}))

    answered: list[tuple[str, str]] = []
    with stand_in.running(echo) as cloud:
        shared = client(cloud.url)

        def ask(number: int) -> None:
            for turn in range(5):
                asked = f"task-{number}-{turn}"
                answered.append((asked, shared.detail(asked).task_id))

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(answered) == 80
    assert all(asked == got for asked, got in answered)
