"""Proxies, certificates, and what the SDK would otherwise do behind our back."""

from __future__ import annotations

import logging
import ssl
import subprocess
import sys
import time
from pathlib import Path

import certifi
import pytest
import trustme

from studio.volcengine.client import Client
from studio.volcengine.errors import UnknownOutcome, Unreachable
from studio.volcengine.records import Deleted
from tests.volcengine import stand_in
from tests.volcengine.bodies import ACCESS_KEY, IMPATIENT, client
from tests.volcengine.stand_in import drip, reply, success

DONE = reply(200, success("ok"))
DEAD_PROXY = "http://127.0.0.1:9"


def test_a_proxy_from_the_environment_carries_the_signed_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with stand_in.running(DONE) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.replace("//", "//user:p%40ss@"))
        client("http://cloud.invalid").delete("1")
    (request,) = proxy.requests
    assert request.path == "http://cloud.invalid/"
    assert request.headers["host"] == "cloud.invalid"
    assert request.headers["proxy-authorization"] == "Basic dXNlcjpwQHNz"
    assert ACCESS_KEY in request.headers["authorization"]


def test_https_asks_the_proxy_for_a_tunnel_and_tells_it_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with stand_in.running(reply(502, b"")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(Unreachable) as caught:
            client("https://cloud.invalid").delete("1")
    assert caught.value.reason == "proxy"
    (request,) = proxy.requests
    assert (request.method, request.path) == ("CONNECT", "cloud.invalid:443")
    assert "authorization" not in request.headers


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_never_goes_through_a_proxy(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", DEAD_PROXY)
    with stand_in.running(DONE) as cloud:
        assert client(cloud.url.replace("127.0.0.1", host)).delete("1")


@pytest.mark.parametrize("excepted", ["cloud.invalid", ".invalid", "*", "cloud.invalid:80"])
def test_no_proxy_is_honoured(excepted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with stand_in.running(DONE) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", excepted)
        with pytest.raises(Unreachable) as caught:
            client("http://cloud.invalid").delete("1")
    assert caught.value.reason == "dns"
    assert proxy.requests == []


@pytest.mark.parametrize("url", ["socks5://127.0.0.1:1", "https://127.0.0.1:1", "http://[", "//"])
def test_a_proxy_that_is_not_plain_http_makes_the_cloud_unreachable(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", url)
    with pytest.raises(Unreachable) as caught:
        client("http://cloud.invalid").delete("1")
    assert caught.value.reason == "proxy"


def test_a_proxy_of_another_kind_does_not_stand_between_us_and_loopback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    with stand_in.running(DONE) as cloud:
        assert client(cloud.url).delete("1")


def test_a_proxy_that_is_down_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", DEAD_PROXY)
    with pytest.raises(Unreachable) as caught:
        client("http://cloud.invalid").delete("1")
    assert caught.value.reason == "refused"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    """A server's side, with a certificate for localhost alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The authority is among those the client trusts."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setattr(certifi, "where", lambda: str(tmp_path / "ca.pem"))


def by_name(url: str) -> str:
    """The certificate is for localhost and says nothing of 127.0.0.1."""
    return url.replace("127.0.0.1", "localhost")


@pytest.mark.usefixtures("trusted")
def test_a_trusted_certificate_is_spoken_to(tls: ssl.SSLContext) -> None:
    with stand_in.running(DONE, tls=tls) as cloud:
        assert client(by_name(cloud.url)).delete("1") == Deleted(request_id="req-1")


@pytest.mark.usefixtures("trusted")
def test_a_drip_over_tls_ends_at_the_deadline(tls: ssl.SSLContext) -> None:
    dripping = drip(b"HTTP/1.1 200 OK\r\n\r\n")
    with stand_in.running(dripping, tls=tls) as cloud, pytest.raises(UnknownOutcome) as caught:
        client(by_name(cloud.url), IMPATIENT).delete("1")
    assert caught.value.reason == "timeout"


def test_an_untrusted_certificate_is_told_nothing(tls: ssl.SSLContext) -> None:
    with stand_in.running(DONE, tls=tls) as cloud, pytest.raises(Unreachable) as caught:
        client(by_name(cloud.url)).delete("1")
    assert caught.value.reason == "tls"
    assert cloud.requests == []


@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_name_is_told_nothing(tls: ssl.SSLContext) -> None:
    with stand_in.running(DONE, tls=tls) as cloud, pytest.raises(Unreachable) as caught:
        client(cloud.url).delete("1")
    assert caught.value.reason == "tls"
    assert cloud.requests == []


def test_a_server_without_tls_is_told_nothing() -> None:
    with stand_in.running(DONE) as cloud, pytest.raises(Unreachable) as caught:
        client(cloud.url.replace("http:", "https:")).delete("1")
    assert caught.value.reason == "tls"
    assert cloud.requests == []


def test_two_clients_keep_their_own_clouds() -> None:
    with stand_in.running(DONE) as first, stand_in.running(DONE) as second:
        one, other = client(first.url), client(second.url)
        one.delete("1")
        other.delete("2")
        one.delete("3")
    assert (len(first.requests), len(second.requests)) == (2, 1)


def test_keys_in_the_environment_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VOLC_ACCESSKEY", "VOLCENGINE_ACCESS_KEY"):
        monkeypatch.setenv(name, "AKELSEWHERE")
    with stand_in.running(DONE) as cloud:
        client(cloud.url).delete("1")
    (request,) = cloud.requests
    assert ACCESS_KEY in request.headers["authorization"]


def test_the_first_client_of_a_process_leaves_the_logging_of_urllib3_alone() -> None:
    script = """
import logging
from studio.volcengine.client import Client
from studio.volcengine.credentials import Credentials
logger = logging.getLogger("urllib3")
before = logger.level, logger.propagate, logger.handlers[:]
Client(Credentials(access_key="a", secret_key="s", url="http://127.0.0.1:9"))
assert (logger.level, logger.propagate, logger.handlers) == before
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=30)


def test_nothing_of_the_answer_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    rule = {"TaskID": "1", "Status": "runing", "Rule": "STREAMCANARY"}
    with caplog.at_level(logging.DEBUG), stand_in.running(reply(200, success(rule))) as cloud:
        assert client(cloud.url).detail("1").rule == "STREAMCANARY"
    assert "STREAMCANARY" not in caplog.text


def test_a_client_can_be_made_without_a_network() -> None:
    assert isinstance(client("https://live.volcengineapi.com"), Client)


def test_the_authorities_are_read_once_for_however_many_accounts() -> None:
    """To read them takes longer than a call."""
    first = client("https://live.volcengineapi.com")
    began = time.thread_time()
    others = [client("https://live.volcengineapi.com") for _account in range(50)]
    assert time.thread_time() - began < 0.5
    assert first not in others
