"""The bytes of a file or stream by offset, whatever the server knows of ranges."""

from __future__ import annotations

from random import Random

import pytest

from studio.media import sources
from studio.media.errors import Refused
from studio.media.guard import Policy
from studio.media.sources import BLOCK, Forward
from tests.media.video_server import VideoServer

NOISE = Random(5).randbytes(3 * BLOCK + 1000)


@pytest.fixture
def server(videos: VideoServer) -> VideoServer:
    videos.files["noise"] = NOISE
    return videos


def read_all(url: str, policy: Policy, *offsets: int) -> list[bytes]:
    with sources.file(url, policy) as source:
        return [source.read(offset, 100) for offset in offsets]


def refusal(url: str, policy: Policy, *offsets: int) -> str:
    with pytest.raises(Refused) as refused:
        read_all(url, policy, *offsets)
    return refused.value.code


WAYS = [
    *("ranges", "whole", "unmeasured", "moved", "any_length", "short", "short_of_any_length"),
    *("all_of_it", "other", "gzip", "x_gzip", "members", "early_hints"),
    "any_length_until_the_end",
    *("coded_", "coded_none", "coded_utf-8", "coded_aws-chunked", "coded_identity,aws-chunked"),
]


@pytest.mark.parametrize("way", WAYS)
def test_bytes_are_read_at_any_offset_whatever_the_server_knows(
    server: VideoServer, way: str
) -> None:
    offsets = (0, 3 * BLOCK + 500, 5, BLOCK)
    found = read_all(server.url(f"{way}/noise"), server.policy(), *offsets)
    assert found == [NOISE[offset : offset + 100] for offset in offsets]


@pytest.mark.parametrize("way", WAYS)
def test_at_the_end_there_is_nothing(server: VideoServer, way: str) -> None:
    found = read_all(server.url(f"{way}/noise"), server.policy(), len(NOISE) - 1, len(NOISE))
    assert found == [NOISE[-1:], b""]


@pytest.mark.parametrize("way", ["ranges", "any_length", "any_length_until_the_end"])
def test_who_asks_far_behind_the_end_learns_nothing_wrong_of_where_it_is(
    server: VideoServer, way: str
) -> None:
    offsets = (30 * BLOCK, 20 * BLOCK, len(NOISE), len(NOISE) - 1)
    found = read_all(server.url(f"{way}/noise"), server.policy(), *offsets)
    assert found == [b"", b"", b"", NOISE[-1:]]


def test_of_an_end_that_was_told_nobody_asks_again(server: VideoServer) -> None:
    offsets = (30 * BLOCK, 20 * BLOCK, len(NOISE))
    read_all(server.url("any_length_until_the_end/noise"), server.policy(), *offsets)
    assert len(server.asked) == 2


def test_a_server_that_gives_next_to_nothing_at_a_time_is_asked_only_so_often(
    server: VideoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_REQUESTS", 20)
    assert read_all(server.url("bytes/noise"), server.policy(), 19) == [NOISE[19:20]]
    server.asked.clear()
    assert refusal(server.url("bytes/noise"), server.policy(), 20) == "range"
    assert len(server.asked) == 20


def test_of_a_server_with_ranges_each_block_is_asked_for_once(server: VideoServer) -> None:
    read_all(server.url("ranges/noise"), server.policy(), 0, 10, 3 * BLOCK, 200, 3 * BLOCK + 999)
    ranges = [part for _path, part in server.asked]
    assert ranges == [f"bytes=0-{BLOCK - 1}", f"bytes={3 * BLOCK}-{4 * BLOCK - 1}"]
    assert server.sent == BLOCK + 1000


def test_where_a_redirect_led_the_other_blocks_are_asked_for(server: VideoServer) -> None:
    read_all(server.url("moved/noise?key=1"), server.policy(), 0, BLOCK, 2 * BLOCK)
    paths = [path for path, _part in server.asked]
    assert paths == ["/moved/noise", *["/ranges/noise"] * 3]


def test_a_stream_is_asked_for_whole_and_given_as_it_comes(server: VideoServer) -> None:
    with sources.stream(server.url("endless/noise"), server.policy()) as source:
        assert source.read(0, 100) == NOISE[:100]
    assert server.asked == [("/endless/noise", "")]


@pytest.mark.parametrize(
    ("way", "word"),
    [
        ("another_part", "range"),
        ("too_little", "range"),
        ("too_much", "range"),
        ("nothing", "range"),
        ("another_length", "range"),
        ("whole_later", "range"),
        ("packed", "encoding"),
        ("broken", "read"),
        ("drip", "deadline"),
    ],
)
def test_a_server_that_does_otherwise_than_it_says_is_refused(
    server: VideoServer, way: str, word: str
) -> None:
    url, policy = server.url(f"{way}/noise?key=canary"), server.policy(deadline=1.0)
    assert refusal(url, policy, 0, BLOCK, 2 * BLOCK) == word


@pytest.mark.parametrize("way", ["ranges", "whole", "endless", "gzip", "short", "any_length"])
def test_no_more_is_fetched_than_may_be(server: VideoServer, way: str) -> None:
    policy = server.policy(max_bytes=2 * BLOCK)
    assert refusal(server.url(f"{way}/noise"), policy, 0, BLOCK, 2 * BLOCK, 3 * BLOCK) == "too_big"


def test_pieces_fit_their_bound_and_not_one_below() -> None:
    assert Forward(iter([b"12345", b"67890"]), 10).read(9, 5) == b"0"
    with pytest.raises(Refused, match="too_big"):
        Forward(iter([b"12345", b"67890"]), 9).read(9, 5)


def test_an_offset_beyond_all_bounds_is_no_way_around_them(server: VideoServer) -> None:
    policy = server.policy(max_bytes=2 * BLOCK)
    assert refusal(server.url("endless/noise"), policy, 10**15 - 1) == "too_big"
    assert read_all(server.url("ranges/noise"), policy, 10**15 - 1) == [b""]


def test_the_deadline_is_for_all_requests_together(server: VideoServer) -> None:
    url, policy = server.url("late/noise"), server.policy(deadline=1.0)
    assert read_all(url, policy, 0) == [NOISE[:100]]
    assert refusal(url, policy, 0, BLOCK, 2 * BLOCK) == "deadline"


def test_no_server_is_asked_that_the_guard_does_not_let_through(server: VideoServer) -> None:
    url = server.url("ranges/noise")
    with pytest.raises(Refused, match="address"), sources.file(url, Policy()):
        pass
    with pytest.raises(Refused, match="address"), sources.stream(url, Policy()):
        pass
    assert server.asked == []


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (401, "unauthorized"),
        (403, "forbidden"),
        (404, "not_found"),
        (410, "gone"),
        (418, "status"),
        (500, "server_error"),
        (503, "server_error"),
    ],
)
def test_each_refusal_of_a_server_is_told_as_what_it_is(
    server: VideoServer, status: int, word: str
) -> None:
    assert refusal(server.url(f"status_{status}/noise"), server.policy(), 0) == word
    with (
        pytest.raises(Refused, match=word),
        sources.stream(server.url(f"status_{status}/noise"), server.policy()),
    ):
        pass


@pytest.mark.parametrize("way", ["silence", "silent_body", "only_begun", "hardly_begun"])
def test_silence_is_told_as_silence(server: VideoServer, way: str) -> None:
    policy = server.policy(deadline=0.5)
    with (
        pytest.raises(Refused, match="silent"),
        sources.stream(server.url(f"{way}/noise"), policy) as source,
    ):
        source.read(13, 1)


@pytest.mark.parametrize(
    ("way", "word"),
    [
        ("cut_gzip", "read"),
        ("broken_gzip", "encoding"),
        ("gzip_and_more", "encoding"),
        ("gzip_twice", "encoding"),
        ("coded_br", "encoding"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(server: VideoServer, way: str, word: str) -> None:
    assert refusal(server.url(f"{way}/noise"), server.policy(), len(NOISE)) == word


def test_a_small_answer_that_unpacks_to_a_large_one_is_bounded(server: VideoServer) -> None:
    server.files["zeros"] = bytes(2**20)
    policy = server.policy(max_bytes=2**18)
    assert refusal(server.url("gzip/zeros"), policy, 2**19) == "too_big"
