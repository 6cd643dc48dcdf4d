"""HTTPS by name: a throwaway authority and two certificates, made here."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from studio.media import http
from studio.media.errors import Refused
from studio.media.guard import Policy
from tests.media.internet import Internet
from tests.media.origin import PNG, Origin

POLICY = Policy(deadline=1.5, connect=1.0)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ca.pem, and key.pem and cert.pem for ok.test alone."""
    folder = tmp_path_factory.mktemp("authority")
    authority = trustme.CA()
    leaf = authority.issue_cert("ok.test")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    leaf.private_key_pem.write_to_path(folder / "key.pem")
    leaf.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    return folder


class TlsWeb:
    """The names of our internet behind TLS; `asked` holds the server names of the handshakes."""

    def __init__(self, authority: Path, canary: Origin) -> None:
        self.asked: list[str | None] = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(authority / "cert.pem", authority / "key.pem")
        context.set_servername_callback(lambda _socket, name, _context: self.asked.append(name))
        self.origin = Origin(context)
        self.internet = Internet(self.origin, canary)


@pytest.fixture
def web(authority: Path, canary: Origin, monkeypatch: pytest.MonkeyPatch) -> Iterator[TlsWeb]:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    tls = TlsWeb(authority, canary)
    tls.internet.install(monkeypatch)
    yield tls
    tls.origin.close()


def refusal(url: str) -> str:
    with pytest.raises(Refused) as refused, http.get(url, POLICY) as body:
        body.read()
    return refused.value.code


def test_the_vetted_address_is_dialled_and_the_name_is_kept(web: TlsWeb) -> None:
    with http.get("https://ok.test/ok.png", POLICY) as body:
        assert body.read() == PNG
    assert web.internet.dialled == [("93.184.216.34", 443)]
    assert web.asked == ["ok.test"]
    assert b"Host: ok.test\r\n" in web.origin.requests[0]


def test_a_certificate_for_another_name_is_refused(web: TlsWeb) -> None:
    assert refusal("https://ok2.test/ok.png") == "tls"
    assert web.origin.requests == []


def test_a_certificate_of_an_unknown_authority_is_refused(
    web: TlsWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert refusal("https://ok.test/ok.png") == "tls"
    assert web.origin.requests == []


def test_a_server_without_tls_is_refused(internet: Internet) -> None:
    assert refusal("https://ok.test/ok.png") in {"tls", "deadline"}
    assert internet.breaches() == []


def test_a_redirect_from_https_to_http_is_refused(web: TlsWeb) -> None:
    assert refusal("https://ok.test/redir?to=http://ok.test/ok.png") == "downgrade"
    assert web.internet.dialled == [("93.184.216.34", 443)]


def test_a_redirect_from_https_to_loopback_is_refused(web: TlsWeb) -> None:
    assert refusal("https://ok.test/redir?to=https://127.0.0.1/ok.png") == "address"
    assert web.internet.breaches() == []


@pytest.mark.parametrize("path", ["/slowbody", "/slowheader"])
def test_the_deadline_holds_inside_tls_too(path: str, web: TlsWeb) -> None:
    assert refusal(f"https://ok.test{path}") == "deadline"


def test_silence_is_told_as_it_is_without_tls() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        pair = ("127.0.0.1", silent.getsockname()[1])
        policy = Policy(deadline=0.5, allow=frozenset({pair}))
        for scheme in ("http", "https"):
            with (
                pytest.raises(Refused, match="silent"),
                http.get(f"{scheme}://{pair[0]}:{pair[1]}/", policy),
            ):
                pass
