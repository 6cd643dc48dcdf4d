"""Where a URL of somebody else's may lead, through the product's own way to the network."""

from __future__ import annotations

import socket

import pytest

from studio.media import http, sources
from studio.media.errors import CODES, Refused
from studio.media.guard import Policy
from tests.media.internet import Internet

POLICY = Policy(deadline=1.5, connect=1.0, max_bytes=2 * 2**20)

GOOD = {
    "a public name": "http://ok.test/ok.png",
    "a public name of IPv6 alone": "http://ok6.test/ok.png",
    "another port above": "http://ok.test:8080/ok.png",
    "a redirect to another public name": "http://ok.test/redir?to=http://ok2.test/ok.png",
    "a redirect within the server": "http://ok.test/rel",
    "a public address": "http://93.184.216.34/ok.png",
    "a name beyond ASCII": "http://xn--fiqs8s.test/ok.png",
    "upper case and a dot at the end": "http://OK.TEST./ok.png",
    "a note to go on, which is not followed": "http://ok.test/refresh",
}

BAD = {
    # Addresses as they are.
    "loopback": ("http://127.0.0.1/x", "address"),
    "the end of loopback": ("http://127.255.255.254/x", "address"),
    "a private network": ("http://10.0.0.1/x", "address"),
    "the end of a private network": ("http://172.31.255.254/x", "address"),
    "a network at home": ("http://192.168.1.10/x", "address"),
    "link local": ("http://169.254.1.1/x", "address"),
    "a carrier's own": ("http://100.64.0.1/x", "address"),
    "documentation": ("http://192.0.2.1/x", "address"),
    "multicast": ("http://239.255.255.250/x", "address"),
    "everybody": ("http://255.255.255.255/x", "address"),
    "loopback of IPv6": ("http://[::1]/x", "address"),
    "link local of IPv6": ("http://[fe80::1]/x", "address"),
    "a private network of IPv6": ("http://[fd00::1]/x", "address"),
    "documentation of IPv6": ("http://[2001:db8::1]/x", "address"),
    # Names that lead there.
    "a name of loopback": ("http://lo.test/x", "address"),
    "a name of loopback of IPv6": ("http://v6lo.test/x", "address"),
    "a name of a private network": ("http://priv.test/x", "address"),
    "a name of a carrier's own": ("http://cgnat.test/x", "address"),
    "a name of IPv4 within IPv6": ("http://mapped.test/x", "address"),
    "a name of a translated address": ("http://nat64.test/x", "address"),
    "a name of public, then private": ("http://mixed.test/x", "address"),
    "a name of private, then public": ("http://mixed2.test/x", "address"),
    "a name of nowhere": ("http://nx.test/x", "dns"),
    # Names that only neighbours have.
    "this computer": ("http://localhost/x", "single_label"),
    "this computer, with a dot": ("http://localhost./x", "single_label"),
    "a name under it": ("http://foo.localhost/x", "internal_name"),
    "a single word": ("http://redis/x", "single_label"),
    "a name of an inner network": ("http://db.internal/x", "internal_name"),
    # Ways in.
    "a file": ("file:///nowhere/x.png", "scheme"),
    "another protocol": ("ftp://ok.test/x.png", "scheme"),
    "a stream over the web": ("rtmp://ok.test/live/x", "scheme"),
    "without a scheme": ("//ok.test/x", "scheme"),
    "a password": ("http://user:word@ok.test/x", "userinfo"),
    "a port that is none": ("http://ok.test:99999/x", "port"),
    "a low port": ("http://ok.test:22/x", "port"),
    "a line break": ("http://ok.test/a\nb", "url_chars"),
    "a space in front": (" http://ok.test/x", "url_chars"),
    "no host": ("http://:80/", "no_host"),
    # Redirects to all of these.
    "a redirect to loopback": ("http://ok.test/redir?to=http://127.0.0.1/x", "address"),
    "a redirect to a name of it": ("http://ok.test/redir?to=http://lo.test/x", "address"),
    "a redirect without a scheme": ("http://ok.test/redir?to=//lo.test/x", "address"),
    "a redirect to a file": ("http://ok.test/redir?to=file:///nowhere/x.png", "scheme"),
    "a redirect with a password": ("http://ok.test/redir?to=http://u:p@ok2.test/x", "userinfo"),
    "redirects without an end": ("http://ok.test/chain?n=20", "too_many_redirects"),
}

REBINDING = ["rebind.test", "rebind2.test"]


def outcome(url: str) -> str:
    """`ok`, or the word of the refusal."""
    try:
        with http.get(url, POLICY) as body:
            assert len(body.read()) <= POLICY.max_bytes
    except Refused as refusal:
        return refusal.code
    return "ok"


@pytest.mark.parametrize("name", GOOD)
def test_a_good_address_gets_an_answer(name: str, internet: Internet) -> None:
    assert outcome(GOOD[name]) == "ok"
    assert internet.breaches() == []


@pytest.mark.parametrize("name", BAD)
def test_any_other_is_refused_in_a_word_and_never_dialled(name: str, internet: Internet) -> None:
    url, word = BAD[name]
    assert outcome(url) == word
    assert internet.breaches() == []


@pytest.mark.parametrize("url", [*GOOD.values(), *(url for url, _word in BAD.values())])
def test_the_same_holds_for_a_live_stream(url: str, internet: Internet) -> None:
    with (
        pytest.raises(Refused) as refused,
        sources.stream(url.replace("http:", "rtmp:", 1), POLICY),
    ):
        pass
    assert refused.value.code in CODES
    assert internet.breaches() == []
    if internet.dialled:
        # It was a good address, and what is there speaks HTTP.
        assert refused.value.code == "rtmp"


@pytest.mark.parametrize("name", REBINDING)
def test_a_name_is_looked_up_once_so_it_cannot_change_its_mind(
    name: str, internet: Internet
) -> None:
    for url in (f"http://{name}/ok.png", f"http://ok.test/redir?to=http://{name}/ok.png"):
        internet.lookups.clear()
        assert outcome(url) == "ok"
        assert internet.lookups[name] == 1
    assert set(internet.dialled) == {("93.184.216.34", 80)}


def test_a_connection_that_ends_up_elsewhere_is_left(
    internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket.socket, "getpeername", lambda _connection: ("127.0.0.1", 80))
    assert outcome("http://ok.test/ok.png") == "peer_changed"
