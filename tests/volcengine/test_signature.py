"""The sandbox's verifier accepts what the SDK signs and nothing that differs from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from studio.volcengine.sandbox.envelope import Turned
from studio.volcengine.sandbox.signature import Request, verify
from tests.volcengine import stand_in
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY, client, document
from tests.volcengine.stand_in import reply, success

# By hand from the documents' own formula, with openssl: no code of ours or of the SDK's.
KNOWN = Request(
    method="POST",
    path="/",
    query="Action=ListCloudMixTask&Version=2023-01-01",
    headers={
        "content-type": "application/json",
        "host": "live.volcengineapi.com",
        "x-date": "20240313T141441Z",
        "authorization": (
            f"HMAC-SHA256 Credential={ACCESS_KEY}/20240313/cn-north-1/live/request, "
            "SignedHeaders=content-type;host;x-content-sha256;x-date, "
            "Signature=7966a2fc973e2cee5913bbc4871db98b17d62cc25bd54f5c8aa961b77ef0b425"
        ),
        "x-content-sha256": "d1528f5b984b2d85b0b5a8d09c4734fca1e1f4f504a6b986f2f4d7b921a90071",
    },
    body=b'{"PageSize":10,"Page":1}',
)


@pytest.fixture
def signed() -> Request:
    """A Create as the SDK signs and sends it, just now."""
    with stand_in.running(reply(200, success({"TaskID": "1"}))) as cloud:
        client(cloud.url).create("show", document())
    (request,) = cloud.requests
    return request


def check(
    request: Request,
    *,
    secret_key: str = SECRET_KEY,
    now: datetime | None = None,
) -> None:
    verify(
        request,
        secrets={ACCESS_KEY: secret_key},
        region="cn-north-1",
        now=now or datetime.now(UTC),
    )


def refusal(request: Request) -> str:
    with pytest.raises(Turned) as caught:
        check(request)
    return caught.value.code


def test_a_signature_made_by_hand_is_accepted() -> None:
    check(KNOWN, now=datetime(2024, 3, 13, 14, 14, 41, tzinfo=UTC))


def test_what_the_sdk_signs_is_accepted(signed: Request) -> None:
    check(signed)


def header(name: str, value: str) -> Callable[[Request], Request]:
    return lambda request: replace(request, headers={**request.headers, name: value})


def without(name: str) -> Callable[[Request], Request]:
    return lambda request: replace(
        request, headers={key: value for key, value in request.headers.items() if key != name}
    )


def authorization(old: str, new: str) -> Callable[[Request], Request]:
    def change(request: Request) -> Request:
        given = request.headers["authorization"]
        assert old in given
        return header("authorization", given.replace(old, new))(request)

    return change


def a_minute_ago() -> str:
    return f"{datetime.now(UTC) - timedelta(minutes=1):%Y%m%dT%H%M%SZ}"


CHANGES: dict[str, tuple[Callable[[Request], Request], str]] = {
    "method": (lambda r: replace(r, method="PUT"), "SignatureDoesNotMatch"),
    "path": (lambda r: replace(r, path="/x"), "SignatureDoesNotMatch"),
    "body": (lambda r: replace(r, body=r.body.replace(b"show", b"shew")), "SignatureDoesNotMatch"),
    "action": (
        lambda r: replace(r, query=r.query.replace("Create", "Delete")),
        "SignatureDoesNotMatch",
    ),
    "a query more": (lambda r: replace(r, query=r.query + "&x="), "SignatureDoesNotMatch"),
    "content type": (header("content-type", "text/plain"), "SignatureDoesNotMatch"),
    "host": (header("host", "elsewhere.example"), "SignatureDoesNotMatch"),
    "body hash": (header("x-content-sha256", "0" * 64), "SignatureDoesNotMatch"),
    "no body hash": (without("x-content-sha256"), "MissingRequestInfo"),
    "a date as good as its own": (
        lambda r: replace(r, headers={**r.headers, "x-date": a_minute_ago()}),
        "SignatureDoesNotMatch",
    ),
    "another day": (header("x-date", "20240313T141441Z"), "InvalidTimestamp"),
    "no date": (header("x-date", "yesterday"), "InvalidTimestamp"),
    "date missing": (without("x-date"), "MissingRequestInfo"),
    "unsigned": (without("authorization"), "MissingRequestInfo"),
    "another scheme": (authorization("HMAC-SHA256 ", "Bearer "), "MissingRequestInfo"),
    "host not signed": (authorization("host;", ""), "MissingRequestInfo"),
    "content type not signed": (authorization("content-type;", ""), "SignatureDoesNotMatch"),
    "another key": (authorization(ACCESS_KEY, "AKELSE"), "InvalidAccessKey"),
    "another region": (authorization("cn-north-1", "cn-north-2"), "SignatureDoesNotMatch"),
    "another service": (authorization("/live/", "/vod/"), "SignatureDoesNotMatch"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_request_is_turned_away(change: str, signed: Request) -> None:
    changed, code = CHANGES[change]
    assert refusal(changed(signed)) == code


def test_another_secret_does_not_match(signed: Request) -> None:
    with pytest.raises(Turned) as caught:
        check(signed, secret_key=SECRET_KEY + "x")
    assert caught.value.code == "SignatureDoesNotMatch"


@pytest.mark.parametrize("late", [timedelta(seconds=890), timedelta(seconds=-890)])
def test_a_clock_off_by_less_than_a_quarter_of_an_hour_will_do(
    late: timedelta, signed: Request
) -> None:
    check(signed, now=datetime.now(UTC) + late)


@pytest.mark.parametrize("late", [timedelta(seconds=910), timedelta(seconds=-910)])
def test_a_clock_off_by_more_will_not(late: timedelta, signed: Request) -> None:
    with pytest.raises(Turned) as caught:
        check(signed, now=datetime.now(UTC) + late)
    assert caught.value.code == "InvalidTimestamp"
