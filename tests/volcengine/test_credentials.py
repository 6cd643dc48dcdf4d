from __future__ import annotations

import hashlib
import traceback
from typing import Any

import pytest

from studio.volcengine.credentials import ENDPOINT, Credentials
from tests.volcengine.bodies import ACCESS_KEY, CANARIES, SECRET_KEY, credentials


def test_no_key_shows_in_its_repr() -> None:
    shown = repr(credentials(ENDPOINT))
    assert [canary for canary in CANARIES if canary in shown] == []
    assert "live.volcengineapi.com" in shown


def test_the_identity_names_host_port_and_the_fingerprint_of_the_access_key() -> None:
    fingerprint = hashlib.sha256(ACCESS_KEY.encode()).hexdigest()[:8]
    assert credentials(ENDPOINT).identity == f"live.volcengineapi.com:443 …{fingerprint}"


def test_the_identity_of_any_sandbox_is_sandbox() -> None:
    assert credentials("http://127.0.0.1:8099", sandbox=True).identity == "sandbox"


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("https://live.volcengineapi.com", "live.volcengineapi.com", 443),
        ("https://live.volcengineapi.com:443/", "live.volcengineapi.com", 443),
        ("https://gateway.example:8443", "gateway.example:8443", 8443),
        ("http://127.0.0.1:8099", "127.0.0.1:8099", 8099),
        ("http://[::1]:8099", "[::1]:8099", 8099),
    ],
)
def test_host_and_port_come_from_the_url(url: str, host: str, port: int) -> None:
    assert (credentials(url).host, credentials(url).port) == (host, port)


@pytest.mark.parametrize(
    "wrong",
    [
        {"access_key": ""},
        {"access_key": "AKCANARY0123456789\r\nX-Evil: 1"},
        {"access_key": "AKCANARY0123456789/x"},
        {"secret_key": ""},
        {"region": ""},
        {"region": "cn north"},
        {"url": ""},
        {"url": "live.volcengineapi.com"},
        {"url": "ftp://live.volcengineapi.com"},
        {"url": "https://"},
        {"url": "https://live.volcengineapi.com:0"},
        {"url": "https://live.volcengineapi.com:99999"},
        {"url": "https://AKCANARY0123456789:x@live.volcengineapi.com"},
        {"url": "https://live.volcengineapi.com/path"},
        {"url": "https://live.volcengineapi.com/?Action=x"},
    ],
)
def test_parts_that_can_not_sign_a_request_are_refused_without_quoting_them(
    wrong: dict[str, Any],
) -> None:
    parts = {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY} | wrong
    with pytest.raises(ValueError, match="The ") as caught:
        Credentials(**parts)
    told = "".join(traceback.format_exception_only(caught.value))
    assert [canary for canary in CANARIES if canary in told] == []
