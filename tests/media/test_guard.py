"""The shape of URLs, the addresses behind them, and what of them may be logged."""

from __future__ import annotations

import pytest

from studio.media.addresses import is_public
from studio.media.errors import CODES, BadPicture, MediaError, Refused
from studio.media.guard import Policy, Target, parse
from studio.rules.redaction import UNREADABLE, redact, redact_push


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://OK.Test.", Target("http", "ok.test", 80, "/")),
        ("HTTPS://ok.test/a%20b?q=1#part", Target("https", "ok.test", 443, "/a%20b?q=1")),
        ("http://中国.test:8080/x", Target("http", "xn--fiqs8s.test", 8080, "/x")),
        ("http://a_b.r3---sn-x.test/", Target("http", "a_b.r3---sn-x.test", 80, "/")),
        ("http://ok.test?x=[1]", Target("http", "ok.test", 80, "/?x=[1]")),
        ("http://[2606:2800:220:1::1]/", Target("http", "2606:2800:220:1::1", 80, "/")),
    ],
)
def test_a_url_is_taken_apart_in_one_spelling(url: str, target: Target) -> None:
    assert parse(url, Policy()) == target


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("", "url_length"),
        ("http://ok.test/" + "x" * 2034, "url_length"),
        ("http://ok.test/a b", "url_chars"),
        ("http://ok.test\\x", "url_chars"),
        ("http://ok.test/\u00a0", "url_chars"),
        ("http://[::1", "url_parse"),
        ("rtmp://ok.test/live/x", "scheme"),
        ("ok.test/x", "scheme"),
        ("http://u:p@ok.test/", "userinfo"),
        ("http:///x", "no_host"),
        ("http://./x", "no_host"),
        ("http://%6fk.test/", "host_chars"),
        ("http://[fe80::1%25eth0]/", "host_chars"),
        ("http://-.test/", "host_chars"),
        ("http://" + "a." * 126 + "test/", "host_chars"),
        # An address that is reserved for documentation, in spellings that some understand.
        ("http://192.0.513/", "host_ip"),
        ("http://0xc0.0.2.1/", "host_ip"),
        ("http://192.000.002.001/", "host_ip"),
        ("http://3221225985/", "host_ip"),
        ("http://１９２.0.513/", "host_ip"),
        ("http://[192.0.2.1]/", "url_parse"),
        ("http://redis/", "single_label"),
        ("http://printer.local/", "internal_name"),
        ("http://ok.test:22/", "port"),
        ("http://ok.test:65536/", "port"),
    ],
)
def test_any_other_shape_is_refused_in_a_word(url: str, word: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(url, Policy())
    assert refused.value.code == word


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1"])
def test_plain_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "100.96.0.96", "169.254.169.254", "168.63.129.16", "224.0.0.1"),
        *("::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "::ffff:0:127.0.0.1", "fe80::1%eth0"),
        *("2002:7f00:1::1", "2001:0:1::1", "3fff::1", "2606:2800::5efe:7f00:1", "ff02::1"),
    ],
)
def test_private_special_and_tunnelling_addresses_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtmp://push.example.com/live/key?token=1", "rtmp://push.example.com/live/…"),
        ("https://u:p@cdn.example.com:8443/key.png", "https://cdn.example.com:8443/…"),
        ("https://cdn.example.com/?sign=1", "https://cdn.example.com/…"),
        ("https://cdn.example.com/sk-0123456789abcdef0123/x", "https://cdn.example.com/…"),
        ("https://cdn.example.com/sk0123456789//", "https://cdn.example.com/…"),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]/"),
        ("http://ok.test", "http://ok.test/"),
        ("http://[::1", UNREADABLE),
        ("http://ok.test:port/x", UNREADABLE),
        ("push.example.com", "push.example.com"),
        ("push.example.com:1935/live/key?token=1", "push.example.com:1935/live/…"),
        ("push.example.com?token=1", "push.example.com/…"),
        ("not a url", UNREADABLE),
        ("a-key-and-nothing-else", UNREADABLE),
        ("user:secret@push.example.com", UNREADABLE),
        ("", UNREADABLE),
    ],
)
def test_a_redacted_url_shows_where_it_leads_and_no_secret(url: str, shown: str) -> None:
    assert redact_push(url) == shown
    assert redact(url) == shown.replace("/live/…", "/…")


def test_every_failure_has_a_stable_word() -> None:
    assert "address" in CODES
    assert "too_many_pixels" in CODES
    assert issubclass(Refused, MediaError)
    assert issubclass(BadPicture, MediaError)
    assert str(Refused("status", "404")) == "status (404)"
