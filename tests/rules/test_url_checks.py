"""One line per rule of URLs: an edit of the valid control, and every problem it must bring."""

from __future__ import annotations

import pytest

from studio.rules.checks import check
from tests.rules.builders import (
    GONE,
    LIVE_URL,
    LOGO,
    OUTPUT,
    PUSH,
    SOURCE,
    Edits,
    Told,
    at,
    error,
    problems,
    rules,
    told,
    warning,
)

FIRST_URL = f"{SOURCE}[0].Url"
LOGO_URL = f"{LOGO}[0].Url"
CALLBACK_URL = f"{OUTPUT}.Callback.Url"

RULES: dict[str, tuple[Edits, Told]] = {
    # Sources' and logos' URLs.
    "a blank URL": at(FIRST_URL, " ", ("E", "blank")),
    "a URL that can't be seen": at(FIRST_URL, "\u200b", ("E", "blank")),
    "no scheme": at(FIRST_URL, "assets.example.com/a.mp4", ("E", "url_scheme")),
    "no host": at(FIRST_URL, "https:///a.mp4", ("E", "url_malformed")),
    "a port that is none": at(FIRST_URL, "https://a.example.com:x/a.mp4", ("E", "url_malformed")),
    "a port too high": at(FIRST_URL, "https://a.example.com:65536/a.mp4", ("E", "url_malformed")),
    "an open bracket": at(FIRST_URL, "https://[::1/a.mp4", ("E", "url_malformed")),
    "a space": at(FIRST_URL, "https://a.example.com/a b.mp4", ("E", "url_characters")),
    "a space at the end": at(FIRST_URL, "https://a.example.com/a.mp4 ", ("E", "url_characters")),
    "a tab": at(FIRST_URL, "https://a.example.com/a\tb.mp4", ("E", "url_characters")),
    "a no-break space": at(FIRST_URL, "https://a.example.com/\u00a0.mp4", ("E", "url_characters")),
    "an invisible turn": at(FIRST_URL, "https://a.example.com/\u202e.mp4", ("E", "url_characters")),
    "DEL": at(FIRST_URL, "https://a.example.com/\x7f.mp4", ("E", "url_characters")),
    "a name and password": at(FIRST_URL, "https://u:p@a.example.com/a.mp4", ("E", "url_userinfo")),
    "a bare @": at(FIRST_URL, "https://@a.example.com/a.mp4", ("E", "url_userinfo")),
    "2048 characters": at(FIRST_URL, "https://a.example.com/" + "a" * 2022 + ".mp4"),
    "2049 characters": at(
        FIRST_URL, "https://a.example.com/" + "a" * 2023 + ".mp4", ("E", "too_long")
    ),
    "two faults in one URL": at(
        FIRST_URL, "ftp://u@a.example.com/a.mp4", ("E", "url_scheme"), ("E", "url_userinfo")
    ),
    "an IRI": at(FIRST_URL, "https://例え.example.com/動画.mp4"),
    "capitals": at(FIRST_URL, "HTTPS://A.EXAMPLE.COM/A.MP4"),
    "a query": at(FIRST_URL, "https://a.example.com/a.mp4?x=1.png#b.jpg"),
    "no suffix": at(FIRST_URL, "https://a.example.com/play?id=1"),
    "vod over rtmp": at(FIRST_URL, "rtmp://a.example.com/live/a", ("E", "url_scheme")),
    "vod that is FLV": at(FIRST_URL, "https://a.example.com/a.flv"),
    "vod that is a picture": at(FIRST_URL, "https://a.example.com/a.png", ("W", "url_suffix")),
    "vod that is HLS": at(FIRST_URL, "https://a.example.com/a.m3u8?x=1", ("E", "url_hls")),
    "live over rtmp": at(LIVE_URL, "rtmp://pull.example.com/live/b"),
    "live over rtmps": at(LIVE_URL, "rtmps://pull.example.com/live/b", ("E", "url_scheme")),
    "live as FLV": at(LIVE_URL, "https://pull.example.com/live/b.flv?sign=1"),
    "live as HLS": at(LIVE_URL, "https://pull.example.com/live/b.M3U8", ("E", "url_hls")),
    "live as HLS over rtmp": at(LIVE_URL, "rtmp://pull.example.com/live/b.m3u8", ("E", "url_hls")),
    "live as MP4": at(LIVE_URL, "https://pull.example.com/b.mp4", ("E", "url_live_not_flv")),
    "live without suffix": at(LIVE_URL, "http://pull.example.com/b", ("E", "url_live_not_flv")),
    "live over srt": at(LIVE_URL, "srt://pull.example.com:9000", ("E", "url_scheme")),
    "pic that is a video": (
        {f"{SOURCE}[0].Type": "pic"},
        [warning(FIRST_URL, "url_suffix")],
    ),
    "pic that is JPEG": (
        {f"{SOURCE}[0].Type": "pic", FIRST_URL: "http://a.example.com/a.jpeg"},
        [],
    ),
    "a URL of a source whose type is none": (
        {f"{SOURCE}[0].Type": "?", FIRST_URL: "rtmp://a.example.com/b"},
        [error(f"{SOURCE}[0].Type", "not_in_list")],
    ),
    "a file as source": at(FIRST_URL, "file:///etc/passwd", ("E", "url_scheme")),
    "a file as logo": at(LOGO_URL, "file:///etc/passwd", ("E", "url_scheme")),
    "a logo over rtmp": at(LOGO_URL, "rtmp://a.example.com/a", ("E", "url_scheme")),
    "a logo that is HLS": at(LOGO_URL, "https://a.example.com/a.m3u8", ("E", "url_hls")),
    "a logo of an unlisted format": at(LOGO_URL, "https://a.example.com/a.webp"),
    "a logo with a password": at(
        LOGO_URL, "https://u:p@a.example.com/a.png", ("E", "url_userinfo")
    ),
    "a logo on a private host": at(LOGO_URL, "http://10.0.0.1/a.png", ("W", "url_private_host")),
    # Push URLs.
    "rtmps": at(f"{PUSH}[0]", "rtmps://push.example.com:443/live/a?volcSecret=1"),
    "srt": at(
        f"{PUSH}[0]", "srt://push.example.com:9000?streamid=a", ("W", "push_scheme_undocumented")
    ),
    "rtm": at(f"{PUSH}[0]", "rtm://push.example.com/live/a", ("W", "push_scheme_undocumented")),
    "a bare host": at(f"{PUSH}[0]", "push.example.com", ("W", "push_bare_host")),
    "a bare host with a path": at(
        f"{PUSH}[0]", "push.example.com:1935/live/a?k=1", ("W", "push_bare_host")
    ),
    "a bare address": at(f"{PUSH}[0]", "203.0.113.7/live/a?k=1", ("W", "push_bare_host")),
    "a bare host in another script": at(
        f"{PUSH}[0]", "push.example.xn--fiqs8s/live/a", ("W", "push_bare_host")
    ),
    "a bare word": at(f"{PUSH}[0]", "studio", ("E", "url_scheme")),
    "a bare word with a path": at(f"{PUSH}[0]", "studio/live/a", ("E", "url_scheme")),
    "a bare host with a port too high": at(
        f"{PUSH}[0]", "push.example.com:65536/live/a", ("E", "url_scheme")
    ),
    "a bare host that is not plain": at(f"{PUSH}[0]", "推流.example.com/a", ("E", "url_scheme")),
    "a blank push URL": at(f"{PUSH}[0]", "", ("E", "blank")),
    "push over https": at(f"{PUSH}[0]", "https://push.example.com/live/a", ("E", "url_scheme")),
    "push to a script": at(f"{PUSH}[0]", "javascript:alert(1)", ("E", "url_scheme")),
    "push to nowhere": at(f"{PUSH}[0]", "rtmp:///live/a", ("E", "url_malformed")),
    "push with a password": at(
        f"{PUSH}[0]", "rtmp://u:p@push.example.com/live/a", ("E", "url_userinfo")
    ),
    "bare push with a password": at(
        f"{PUSH}[0]", "u:p@push.example.com/live/a", ("E", "url_scheme")
    ),
    "push with a space": at(
        f"{PUSH}[0]", "rtmp://push.example.com/live/a b", ("E", "url_characters")
    ),
    "bare push with a space": at(f"{PUSH}[0]", "push.example.com/a b", ("E", "url_characters")),
    "a long push": at(f"{PUSH}[0]", "rtmp://push.example.com/" + "a" * 2048, ("E", "too_long")),
    "the same push twice": (
        {f"{PUSH}[1]": "RTMP://push.example.com:1935/live/room1?sign=SECRETKEY"},
        [error(f"{PUSH}[1]", "duplicate_push_url")],
    ),
    "the same bare push twice": (
        {PUSH: ["push.example.com", "PUSH.example.com"]},
        [
            warning(f"{PUSH}[0]", "push_bare_host"),
            warning(f"{PUSH}[1]", "push_bare_host"),
            error(f"{PUSH}[1]", "duplicate_push_url"),
        ],
    ),
    "pushes to two streams of a host": (
        {f"{PUSH}[1]": "rtmp://push.example.com/live/room2?sign=SECRETKEY"},
        [],
    ),
    "a loop": (
        {LIVE_URL: "rtmp://PUSH.example.com:1935/live/room1?sign=SECRETKEY"},
        [error(LIVE_URL, "url_loop")],
    ),
    # The callback.
    "a callback over http": at(CALLBACK_URL, "http://callback.example.com/cb"),
    "a callback over ftp": at(CALLBACK_URL, "ftp://callback.example.com/cb", ("E", "url_scheme")),
    "a blank callback": at(CALLBACK_URL, "", ("E", "blank")),
    "no callback": ({f"{OUTPUT}.Callback": GONE}, []),
}


@pytest.mark.parametrize(("edits", "expected"), RULES.values(), ids=RULES.keys())
def test_a_document_with(edits: Edits, expected: Told) -> None:
    assert sorted(told(problems(**edits))) == sorted(expected)


PRIVATE = [
    "localhost",
    "intranet",
    "encoder.local",
    "db.internal",
    "x.localhost.",
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.10",
    "169.254.1.1",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "[::1]",
    "[fe80::1]",
    "[fd00::1]",
    # An address that is reserved for documentation, in all its spellings.
    "192.0.2.1",
    "192.0.513",
    "0xc0.0.513",
    "0xc0000201",
    "3221225985",
    "0300.0.2.1",
    "１９２.0.2.1",
    "192。0。2。1",
    "%31%39%32.0.2.1",
    "[::ffff:192.0.2.1]",
]
PUBLIC = ["example.com", "8.8.8.8", "a.example.com.", "[2606:4700::1111]", "1.2.3.4.example.com"]


@pytest.mark.parametrize("host", PRIVATE)
def test_the_cloud_could_not_fetch_from(host: str) -> None:
    url = f"https://{host}/a.mp4"
    assert told(problems(**{FIRST_URL: url})) == [warning(FIRST_URL, "url_private_host")]


def test_the_cloud_fetches_from_private_hosts_it_is_known_to_reach() -> None:
    beside = rules(**{FIRST_URL: "http://127.0.0.1:8002/a.mp4"})
    assert check(beside, frozenset({("127.0.0.1", 8002)})) == []
    unreached = [warning(FIRST_URL, "url_private_host")]
    assert told(check(beside)) == unreached
    assert told(check(beside, frozenset({("127.0.0.1", 8003)}))) == unreached


@pytest.mark.parametrize("host", PUBLIC)
def test_the_cloud_could_fetch_from(host: str) -> None:
    assert problems(**{FIRST_URL: f"https://{host}/a.mp4"}) == ()


def test_no_problem_repeats_a_url() -> None:
    secret = "SECRET"
    urls = {
        FIRST_URL: f"ftp://u:{secret}@10.0.0.1/{secret}",
        LIVE_URL: f"http://127.0.0.1/{secret}.mp4?{secret}",
        LOGO_URL: f"https://a.example.com/{secret} .m3u8",
        PUSH: [f"srt://a/{secret}", f"https://a/{secret}", f"srt://a/{secret}", f"a.b/{secret}"],
        CALLBACK_URL: f"x://{secret}",
    }
    found = problems(**urls)
    assert len(found) > 8
    assert secret not in repr(found)
