"""Every attack we know, through the product's own way to the network."""

from __future__ import annotations

import pytest

from studio.media import http, sources
from studio.media.errors import CODES, Refused
from studio.media.guard import Policy
from tests.media import payloads
from tests.media.internet import Internet
from tests.media.payloads import Payload

POLICY = Policy(deadline=1.5, connect=1.0, max_bytes=2 * 2**20)
PAYLOADS = payloads.payloads()


def outcome(url: str) -> str:
    """`ok`, or the word of the refusal."""
    try:
        with http.get(url, POLICY) as body:
            assert len(body.read()) <= POLICY.max_bytes
    except Refused as refusal:
        return refusal.code
    return "ok"


def test_the_payload_file_is_all_there() -> None:
    assert len(PAYLOADS) == 112
    assert {payload.expect for payload in PAYLOADS} == {"ok", "refuse", "pinned"}


@pytest.mark.parametrize(
    "payload", PAYLOADS, ids=[f"{payload.number}-{payload.comment}" for payload in PAYLOADS]
)
def test_an_attack_gets_no_answer_and_a_good_url_gets_one(
    payload: Payload, internet: Internet
) -> None:
    answer = outcome(payload.url)

    assert answer in CODES | {"ok"}
    assert internet.breaches() == []
    if payload.expect == "ok":
        assert answer == "ok"
    if payload.expect == "refuse":
        assert answer != "ok"


@pytest.mark.parametrize(
    "payload", PAYLOADS, ids=[f"{payload.number}-{payload.comment}" for payload in PAYLOADS]
)
def test_the_same_attack_gets_no_answer_as_a_live_stream(
    payload: Payload, internet: Internet
) -> None:
    url = payload.url.replace("http://", "rtmp://", 1)
    with pytest.raises(Refused) as refused, sources.stream(url, POLICY):
        pass
    assert refused.value.code in CODES
    assert internet.breaches() == []
    if internet.dialled:
        # It was a good address, and what is there speaks HTTP.
        assert refused.value.code == "rtmp"


@pytest.mark.parametrize("name", ["rebind.test", "rebind2.test", "rebind3.test"])
def test_a_name_is_looked_up_once_so_it_cannot_change_its_mind(
    name: str, internet: Internet
) -> None:
    assert outcome(f"http://{name}/ok.png") == "ok"
    assert internet.lookups[name] == 1
    assert internet.dialled == [("93.184.216.34", 80)]
