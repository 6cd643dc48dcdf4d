"""Bounds, redirects and the operator's pairs, against a server that behaves badly."""

from __future__ import annotations

import traceback
from typing import get_args

import pytest

from studio.media import http, metering
from studio.media.errors import AnswerCode, NetworkCode, Refused, UrlCode
from studio.media.guard import Policy
from tests.media.internet import Internet
from tests.media.origin import LARGE, PNG, Origin

MAX_BYTES = 2 * 2**20
POLICY = Policy(deadline=1.0, connect=1.0, max_bytes=MAX_BYTES)
WORDS = (*get_args(UrlCode), *get_args(NetworkCode), *get_args(AnswerCode))


def read(url: str, policy: Policy = POLICY) -> bytes:
    with http.get(url, policy) as body:
        return body.read()


def refusal(url: str, policy: Policy = POLICY) -> str:
    with pytest.raises(Refused) as refused:
        read(url, policy)
    assert refused.value.code in WORDS
    return refused.value.code


@pytest.fixture
def local(origin: Origin) -> Policy:
    """Lets the origin's own port on loopback through, as an operator would."""
    return Policy(deadline=1.0, max_bytes=MAX_BYTES, allow=frozenset({("127.0.0.1", origin.port)}))


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/slowbody", "deadline"),
        ("/slowheader", "deadline"),
        ("/noreply", "silent"),
        ("/badchunk", "read"),
        ("/short", "read"),
        ("/manyheaders", "http"),
        ("/http09", "http"),
        ("/brotli", "encoding"),
        ("/206", "range"),
        ("/500", "server_error"),
        ("/nowhere", "redirect_empty"),
        ("/redir?to=http://[/", "url_parse"),
    ],
)
def test_a_bad_answer_is_refused_in_a_word(path: str, word: str, internet: Internet) -> None:
    assert refusal(f"http://ok.test{path}") == word
    assert internet.breaches() == []


@pytest.mark.parametrize("path", ["/gzip", "/203", "/206whole", "/103", "/uncoded"])
def test_what_is_the_picture_after_all_is_taken(path: str, internet: Internet) -> None:
    assert read(f"http://ok.test{path}") == PNG


@pytest.mark.parametrize("path", ["/large", "/unmeasured"])
def test_a_body_fits_its_bound_and_not_one_below(path: str, internet: Internet) -> None:
    fitting, below = (Policy(max_bytes=bound) for bound in (LARGE, LARGE - 1))
    assert len(read(f"http://ok.test{path}", fitting)) == LARGE
    assert refusal(f"http://ok.test{path}", below) == "too_big"
    assert internet.breaches() == []


def test_a_body_that_says_it_is_too_large_is_not_begun(internet: Internet) -> None:
    large = http.get("http://ok.test/large", Policy(max_bytes=LARGE - 1))
    with pytest.raises(Refused, match="too_big"), large:
        pass


@pytest.mark.parametrize("path", ["/longheader", "/manyheaders", "/smallchunks", "/1xx"])
def test_what_is_not_body_is_bounded_too(
    path: str, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metering, "FRAMING_BYTES", 500)
    roomy = Policy(max_bytes=10)
    assert refusal(f"http://ok.test{path}", roomy) == "too_big"
    assert internet.breaches() == []


def test_a_slow_resolver_is_not_waited_for(internet: Internet) -> None:
    assert refusal("http://slowdns.test/ok.png") == "dns_timeout"
    assert internet.dialled == []


def test_no_more_is_read_than_the_answer_says_it_holds(internet: Internet) -> None:
    assert read("http://ok.test/more") == b"0" * 50


def test_a_chunked_answer_is_put_together(internet: Internet) -> None:
    assert read("http://ok.test/chunks") == b"picture"


def test_a_body_can_be_read_in_pieces(internet: Internet) -> None:
    with http.get("http://ok.test/ok.png", POLICY) as body:
        assert body.read(8) == PNG[:8]
        assert body.read() == PNG[8:]
        assert body.read() == b""


def test_three_redirects_are_followed_and_no_more(internet: Internet) -> None:
    assert read("http://ok.test/chain?n=2") == PNG
    assert refusal("http://ok.test/chain?n=3") == "too_many_redirects"


def test_paths_beyond_ascii_are_escaped_in_requests_and_redirects(
    internet: Internet, origin: Origin
) -> None:
    read("http://ok.test/图片.png?名=1")
    read("http://ok.test/utf8")

    asked = [request.split(b" ", 2)[1] for request in origin.requests]
    assert asked == [
        b"/%E5%9B%BE%E7%89%87.png?%E5%90%8D=1",
        b"/utf8",
        b"/%E5%9B%BE%E7%89%87.png",
    ]


def test_a_request_tells_nothing_but_what_it_wants(internet: Internet, origin: Origin) -> None:
    read("http://ok.test:8080/redir?to=http://ok2.test/ok.png")

    first, second = (request.lower() for request in origin.requests)
    assert b"host: ok.test:8080\r\n" in first
    assert b"host: ok2.test\r\n" in second
    for header in (b"cookie:", b"referer:", b"authorization:"):
        assert header not in first + second


def test_proxies_of_the_environment_are_not_asked(
    internet: Internet, canary: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")

    assert read("http://ok.test/ok.png") == PNG
    assert internet.dialled == [("93.184.216.34", 80)]


def test_the_operators_pair_is_let_through(local: Policy, origin: Origin) -> None:
    assert read(f"http://127.0.0.1:{origin.port}/ok.png", local) == PNG


def test_no_other_port_of_the_operators_host_is_let_through(local: Policy, canary: Origin) -> None:
    canary.requests.clear()
    assert refusal(f"http://127.0.0.1:{canary.port}/ok.png", local) == "address"
    assert canary.requests == []


def test_no_other_name_of_the_operators_host_is_let_through(local: Policy, origin: Origin) -> None:
    assert refusal(f"http://localhost:{origin.port}/ok.png", local) == "single_label"
    assert refusal(f"http://[::1]:{origin.port}/ok.png", local) == "address"


def test_a_redirect_away_from_the_operators_pair_is_checked(
    local: Policy, origin: Origin, canary: Origin
) -> None:
    canary.requests.clear()
    url = f"http://127.0.0.1:{origin.port}/redir?to=http://127.0.0.1:{canary.port}/ok.png"

    assert refusal(url, local) == "address"
    assert canary.requests == []


def test_a_single_word_is_let_through_only_as_the_operators_pair(
    internet: Internet, origin: Origin
) -> None:
    pair = Policy(deadline=1.0, allow=frozenset({("redis", 8080)}))

    assert read("http://redis:8080/ok.png", pair) == PNG
    assert refusal("http://redis:8081/ok.png", pair) == "single_label"
    assert internet.dialled == [("172.18.0.3", 8080)]


@pytest.mark.parametrize("path", ["/500", "/reset", "/badchunk", "/redir?to=http://[x/"])
def test_a_refusal_never_repeats_the_url(path: str, internet: Internet) -> None:
    with pytest.raises(Refused) as refused:
        read(f"http://ok.test{path}?key=canary")
    shown = traceback.TracebackException.from_exception(refused.value, limit=0)
    assert "canary" not in "".join(shown.format())
