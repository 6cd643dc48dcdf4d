"""What each way of failing means. A Create is never sent twice, whatever happens to it."""

from __future__ import annotations

import contextlib
import logging
import socket
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.rules.redaction import MAX_MESSAGE_LENGTH
from studio.volcengine.client import Client
from studio.volcengine.errors import CloudError, Refused, UnknownOutcome, Unreachable
from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.keys import Note
from studio.volcengine.sandbox.tasks import Tasks
from studio.volcengine.wire import MAX_REPLY_BYTES, Timing
from tests.volcengine import stand_in
from tests.volcengine.bodies import (
    ACCESS_KEY,
    CALLBACK_URL,
    CANARIES,
    IMPATIENT,
    PUSH_URL,
    SECRET_KEY,
    STREAM_KEY,
    client,
    document,
)
from tests.volcengine.stand_in import (
    abnormal,
    after,
    drip,
    drop,
    gateway_error,
    hang,
    reply,
    reset,
    silence,
    success,
    truncated,
    truncated_chunks,
    write,
)

NOTE = Note(url="", access_key=ACCESS_KEY, secret_key=SECRET_KEY)
REDIRECT = {"Location": "/?Action=CreateCloudMixTask&Version=2023-01-01"}

REFUSED: dict[str, tuple[Fault, str]] = {
    "a gateway error in HTTP 400": (
        reply(400, gateway_error("MissingParameter")),
        "MissingParameter",
    ),
    "a gateway error in HTTP 401": (
        reply(401, gateway_error("InvalidAccessKey")),
        "InvalidAccessKey",
    ),
    "a gateway error in HTTP 403": (reply(403, gateway_error("AccessDenied")), "AccessDenied"),
    "a gateway error in HTTP 404": (
        reply(404, gateway_error("ServiceNotFound")),
        "ServiceNotFound",
    ),
    "a gateway error in HTTP 200": (
        reply(200, gateway_error("InvalidTimestamp")),
        "InvalidTimestamp",
    ),
    "an unlisted gateway error": (
        reply(400, gateway_error("InvalidParameter.X")),
        "InvalidParameter.X",
    ),
    "a known code in HTTP 429": (
        reply(429, gateway_error("FlowLimitExceeded")),
        "FlowLimitExceeded",
    ),
    "Result.Code 400 in HTTP 200": (reply(200, abnormal(400)), "400"),
    "Result.Code 400 in HTTP 400": (reply(400, abnormal(400)), "400"),
}

# Without an envelope the HTTP status has the word: the request was not carried out.
TURNED_AWAY: dict[str, tuple[Fault, str]] = {
    "an Error without a code": (reply(400, {"ResponseMetadata": {"Error": {}}}), "400"),
    "HTTP 403 of something in between": (reply(403, "<html>blocked</html>"), "403"),
    "HTTP 404 with nothing": (reply(404, b""), "404"),
    "a redirect 302": (reply(302, b"", **REDIRECT), "302"),
    "a redirect 307": (reply(307, b"", **REDIRECT), "307"),
}

UNKNOWN: dict[str, tuple[Fault, str]] = {
    "HTTP 500": (reply(500, gateway_error("InternalError")), "server_error"),
    "HTTP 500 with a known code": (reply(500, gateway_error("AccessDenied")), "server_error"),
    "HTTP 502 in HTML": (reply(502, "<html>bad gateway</html>"), "server_error"),
    "HTTP 503 empty": (reply(503, b""), "server_error"),
    "HTTP 504": (reply(504, gateway_error("InternalServiceTimeout")), "server_error"),
    "an internal error in HTTP 200": (reply(200, gateway_error("InternalError")), "server_error"),
    "a service timeout in HTTP 400": (
        reply(400, gateway_error("InternalServiceTimeout")),
        "server_error",
    ),
    "Result.Code 500": (reply(200, abnormal(500)), "server_error"),
    "Result.Code 200, not documented": (reply(200, abnormal(200)), "unexpected"),
    "Result.Code as text": (reply(200, abnormal("400")), "unexpected"),
    "Result.Code false": (reply(200, abnormal(False)), "unexpected"),
    "Result.Code missing": (reply(200, {"ResponseMetadata": {}, "Result": {}}), "unexpected"),
    "no Result": (reply(200, {"ResponseMetadata": {}}), "unexpected"),
    "no envelope": (reply(200, {"hello": "world"}), "unexpected"),
    "an Error that is no object": (
        reply(200, {"ResponseMetadata": {"Error": "no"}, "Result": {"Code": 0}}),
        "unexpected",
    ),
    "success without a TaskID": (reply(200, success({})), "unexpected"),
    "success with a TaskID of another kind": (reply(200, success({"TaskID": 7})), "unexpected"),
    "success with a TaskID for a shell": (
        reply(200, success({"TaskID": "$(reboot)"})),
        "unexpected",
    ),
    "success without Data": (reply(200, success(None)), "unexpected"),
    "success in HTTP 400": (reply(400, success({"TaskID": "1"})), "unexpected"),
    "HTTP 429 of something in between": (reply(429, "slow down"), "unreadable"),
    "HTTP 429 with an unknown code": (reply(429, gateway_error("SlowDown")), "unexpected"),
    "HTTP 429 with Result.Code 400": (reply(429, abnormal(400)), "unexpected"),
    "HTTP 408": (reply(408, b""), "unreadable"),
    "not JSON": (reply(200, "task created"), "unreadable"),
    "not UTF-8": (reply(200, b'{"\xff": 1}'), "unexpected"),
    "a list": (reply(200, []), "unreadable"),
    "a number": (reply(200, "0"), "unreadable"),
    "null": (reply(200, "null"), "unreadable"),
    "nothing at all": (reply(200, b""), "unreadable"),
    "JSON deeper than anybody reads": (reply(200, '{"a":' * 9999 + "1" + "}" * 9999), "unreadable"),
    "a Code said twice": (reply(200, '{"Result": {"Code": 500, "Code": 0}}'), "unexpected"),
    "an Error in one of two metadata": (
        reply(
            200,
            '{"ResponseMetadata": {"Error": {"Code": "AccessDenied"}},'
            ' "ResponseMetadata": {}, "Result": {"Code": 0, "Data": {"TaskID": "1"}}}',
        ),
        "unexpected",
    ),
    "no HTTP": (write(b"hello\r\n\r\n"), "dropped"),
    "a hang": (hang, "timeout"),
    "a hang within the answer": (
        write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", silence),
        "timeout",
    ),
    "a drip in the headers": (drip(b"HTTP/1.1 200 OK\r\nX-Long: "), "timeout"),
    "a drip in the body": (drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"), "timeout"),
    "a drip without a length": (drip(b"HTTP/1.1 200 OK\r\n\r\n"), "timeout"),
    "a connection dropped": (drop, "dropped"),
    "a connection reset": (reset, "dropped"),
    "a truncated body": (truncated(success({"TaskID": "1"})), "dropped"),
    "a truncated chunk": (truncated_chunks, "dropped"),
    "a body that is too big": (
        write(b"HTTP/1.1 200 OK\r\n\r\n" + bytes(MAX_REPLY_BYTES + 1)),
        "too_big",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_the_service_says_no_and_nothing_was_changed(fault: str) -> None:
    script, code = REFUSED[fault]
    with stand_in.running(script) as cloud, pytest.raises(Refused) as caught:
        client(cloud.url).create("show", document())
    assert caught.value.code == code
    assert caught.value.message == "no"
    assert caught.value.request_id == "req-1"
    assert len(cloud.requests) == 1


@pytest.mark.parametrize("fault", TURNED_AWAY)
def test_a_redirect_or_a_4xx_of_anybody_s_is_a_refusal(fault: str) -> None:
    script, code = TURNED_AWAY[fault]
    with stand_in.running(script) as cloud, pytest.raises(Refused) as caught:
        client(cloud.url).create("show", document())
    assert caught.value.code == code
    assert len(cloud.requests) == 1


@pytest.mark.parametrize("fault", UNKNOWN)
def test_no_clear_answer_leaves_the_outcome_unknown(fault: str) -> None:
    script, reason = UNKNOWN[fault]
    timing = IMPATIENT if reason == "timeout" else None
    with stand_in.running(script) as cloud, pytest.raises(UnknownOutcome) as caught:
        client(cloud.url, timing).create("show", document())
    assert caught.value.reason == reason
    assert len(cloud.requests) == 1


@pytest.mark.parametrize(
    "fate", [drop, reset, hang, truncated("{}"), reply(500, b""), reply(200, "{")]
)
def test_an_applied_create_whose_answer_is_lost_is_unknown_and_was_made_once(
    fate: Fault, tmp_path: Path
) -> None:
    tasks = Tasks(tmp_path)
    gateway = Gateway(tasks, NOTE)
    with stand_in.running(after(fate), gateway) as cloud, pytest.raises(UnknownOutcome):
        client(cloud.url, IMPATIENT).create("show", document())
    assert len(cloud.requests) == 1
    assert tasks.list(1, 100)["Count"] == 1
    tasks.close()


@pytest.mark.parametrize(
    "call",
    [
        lambda cloud: cloud.update("1", document()),
        lambda cloud: cloud.delete("1"),
        lambda cloud: cloud.list(),
        lambda cloud: cloud.scan(),
        lambda cloud: cloud.detail("1"),
    ],
)
@pytest.mark.parametrize("fault", ["HTTP 502 in HTML", "a connection dropped", "not JSON"])
def test_no_action_repeats_itself(call: Callable[[Client], object], fault: str) -> None:
    script, reason = UNKNOWN[fault]
    with stand_in.running(script) as cloud, pytest.raises(UnknownOutcome) as caught:
        call(client(cloud.url))
    assert caught.value.reason == reason
    assert len(cloud.requests) == 1


def test_a_closed_port_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable) as caught:
        client(f"http://127.0.0.1:{port}").create("show", document())
    assert caught.value.reason == "refused"


def test_a_name_that_does_not_resolve_is_unreachable() -> None:
    with pytest.raises(Unreachable) as caught:
        client(f"http://{'a' * 64}.invalid").create("show", document())
    assert caught.value.reason == "dns"


def test_a_port_that_accepts_nobody_is_unreachable() -> None:
    with socket.socket() as full, contextlib.ExitStack() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            caller = waiting.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}"
        with pytest.raises(Unreachable) as caught:
            client(url, Timing(connect=0.2, read=5, call=5)).create("show", document())
    assert caught.value.reason == "timeout"


@pytest.mark.parametrize("fault", [*REFUSED, *UNKNOWN])
def test_no_error_and_no_log_carries_a_secret(fault: str, caplog: pytest.LogCaptureFixture) -> None:
    script, _ = (REFUSED | UNKNOWN)[fault]
    with (
        caplog.at_level(logging.DEBUG),
        stand_in.running(script) as cloud,
        pytest.raises(CloudError) as caught,
    ):
        client(cloud.url, IMPATIENT).create("show", document())
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + caplog.text
    assert [canary for canary in CANARIES if canary in told] == []
    assert caught.value.__cause__ is None


def test_a_service_that_quotes_the_request_is_masked() -> None:
    quoted = (
        f"key {ACCESS_KEY} {SECRET_KEY} url {PUSH_URL} callback '{CALLBACK_URL}' "
        f"rtmp://u:{STREAM_KEY}@elsewhere.example/{STREAM_KEY} /live?volcSecret={STREAM_KEY}\n\x1b!"
    )
    script = reply(200, abnormal(400, quoted))
    with stand_in.running(script) as cloud, pytest.raises(Refused) as caught:
        client(cloud.url).create("show", document())
    assert caught.value.message == (
        "key … … url … callback '…' rtmp://elsewhere.example/… /live?…  !"
    )


def test_a_long_message_is_cut() -> None:
    script = reply(200, abnormal(400, "x" * 100_000))
    with stand_in.running(script) as cloud, pytest.raises(Refused) as caught:
        client(cloud.url).delete("1")
    assert len(caught.value.message) == MAX_MESSAGE_LENGTH
