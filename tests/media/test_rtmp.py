"""A live stream over RTMP, from servers that play and from servers that attack."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import time
from pathlib import Path

import pytest

from studio.media import http, rtmp
from studio.media.chunks import MAX_MESSAGE_BYTES, Kind, Message
from studio.media.errors import Refused
from studio.media.guard import Deadline, Policy, Target, parse
from studio.media.pictures import Decoded
from studio.media.videos import fetch_live
from tests.media import clips, rtmp_server
from tests.media.rtmp_server import (
    DATA,
    NULL,
    VIDEO,
    Script,
    message,
    playing,
    serving,
    start,
    text,
)

PICTURE = b"\x17\x01a picture"
KEY = "key=canary"


def pieces_of(script: Script, count: int, *, path: str = "live/show") -> list[bytes]:
    """The first pieces of the stream, as FLV."""
    with serving(script) as server:
        policy = server.policy()
        with rtmp.play(server.url(path), policy, Deadline(policy.deadline)) as pieces:
            return [next(pieces, b"") for _number in range(count)]


def test_a_stream_gives_its_picture() -> None:
    with serving(playing(clips.flv())) as server:
        decoded = fetch_live(server.url(), server.policy())
    assert (decoded.width, decoded.height) == (64, 48)


def test_what_is_asked_for_are_application_stream_and_query() -> None:
    heard: list[bytes] = []
    pieces_of(playing(clips.flv(), heard=heard), 1, path=f"live/room/show?{KEY}")
    (said,) = heard
    assert text("live/room") in said
    assert text(f"show?{KEY}") in said
    assert b"/live/room\0" in said  # the end of tcUrl
    assert KEY.encode() not in said.partition(text("createStream"))[0]


def test_the_codecs_that_can_be_had_are_named() -> None:
    heard: list[bytes] = []
    pieces_of(playing(clips.flv(), heard=heard), 1)
    names = b"".join(text(name) for name in ("avc1", "hvc1", "av01", "vp09"))
    assert b"\0\x0afourCcList\x0a\0\0\0\x04" + names in heard[0]


def tagged(kind: int, body: bytes, time: int) -> bytes:
    head = bytes([kind]) + len(body).to_bytes(3, "big") + time.to_bytes(3, "big") + bytes(4)
    return head + body + struct.pack(">I", 11 + len(body))


def test_messages_in_one_are_taken_out_of_it_and_keep_their_times() -> None:
    """As some servers send what they have kept for who comes late."""
    sound = tagged(rtmp_server.AUDIO, b"sound", 90)
    inside = [sound, tagged(VIDEO, PICTURE, 100), tagged(VIDEO, PICTURE, 140)]

    def script(connection: socket.socket) -> None:
        start(connection)
        connection.sendall(message(22, b"".join(inside) + inside[1][:20], time=1000))
        connection.sendall(message(VIDEO, PICTURE, time=2000))
        time.sleep(1)

    found = [piece[-15 - len(PICTURE) :] for piece in pieces_of(script, 3)]
    assert [int.from_bytes(piece[4:7], "big") for piece in found] == [1010, 1050, 2000]


def test_an_aggregate_of_many_parts_takes_no_longer_than_it_is_long() -> None:
    empty = tagged(VIDEO, b"", 0)
    body = empty * (MAX_MESSAGE_BYTES // len(empty) - 10) + tagged(VIDEO, PICTURE, 40)
    since = time.process_time()
    found = list(rtmp.parts(Message(Kind.AGGREGATE, 1000, body)))
    assert time.process_time() - since < 5
    assert found == [Message(VIDEO, 1040, PICTURE)]


def test_what_holds_no_piece_of_the_stream_is_passed_over() -> None:
    assert not list(rtmp.parts(Message(Kind.DATA, 0, b"x")))
    assert not list(rtmp.parts(Message(Kind.VIDEO, 0, b"")))
    assert not list(rtmp.parts(Message(Kind.AGGREGATE, 0, tagged(DATA, b"x", 0))))


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        (Target("rtmp", "a.test", 1935, "/live/s"), ("live", "s", "rtmp://a.test:1935/live")),
        (Target("rtmp", "2606::1", 80, "/l/s?k=a/b"), ("l", "s?k=a/b", "rtmp://[2606::1]:80/l")),
    ],
)
def test_an_address_is_taken_apart_as_players_do(
    target: Target, parts: tuple[str, str, str]
) -> None:
    assert rtmp.named(target) == parts


def test_the_port_of_rtmp_is_1935() -> None:
    target = parse("RTMP://a.test/live/s", Policy(), rtmp.SCHEMES)
    assert target == Target("rtmp", "a.test", 1935, "/live/s")


def test_pictures_are_kept_with_their_times_and_of_sound_the_first_sign() -> None:
    def script(connection: socket.socket) -> None:
        start(connection)
        connection.sendall(message(DATA, text("onMetaData") + NULL))
        connection.sendall(message(VIDEO, PICTURE, time=0x01_02_03_04))
        connection.sendall(message(rtmp_server.AUDIO, b"sound"))
        connection.sendall(message(VIDEO, PICTURE, time=40))
        connection.sendall(message(rtmp_server.AUDIO, b"sound"))
        connection.sendall(message(VIDEO, PICTURE, time=80))
        time.sleep(1)

    first, second, third = pieces_of(script, 3)
    assert first.startswith(b"FLV\x01\x01")
    tag = b"\x09\0\0\x0b\x02\x03\x04\x01\0\0\0" + PICTURE + b"\0\0\0\x16"
    assert first.endswith(tag)
    sign = b"\x08\0\0\x02" + bytes(7) + b"\xaf\x01\0\0\0\x0d"
    assert second == sign + b"\x09\0\0\x0b\0\0\x28\0\0\0\0" + PICTURE + b"\0\0\0\x16"
    assert third == b"\x09\0\0\x0b\0\0\x50\0\0\0\0" + PICTURE + b"\0\0\0\x16"


def test_messages_of_several_streams_are_put_together_from_their_chunks() -> None:
    long, other = b"\x17" + os.urandom(300), b"\x27" + os.urandom(200)

    def script(connection: socket.socket) -> None:
        start(connection)
        one, two = message(VIDEO, long, channel=6), message(VIDEO, other, channel=7)
        # 12 bytes of header, then 128 of the message; then 1 and 128.
        mixed = one[:140] + two[:140] + one[140:269] + two[140:] + one[269:]
        connection.sendall(mixed)
        # Of the third nothing is said but that it is 40 ms later, and of the fourth nothing.
        later = bytes([0x86]) + (40).to_bytes(3, "big") + long[:128]
        rest = b"\xc6" + long[128:256] + b"\xc6" + long[256:]
        connection.sendall(later + rest + b"\xc6" + long[:128] + rest)
        # A chunk stream beyond 63 takes a byte more to name.
        beyond = message(VIDEO, other[:90], channel=0)
        connection.sendall(beyond[:1] + b"\x08" + beyond[1:])
        time.sleep(1)

    found = pieces_of(script, 5)
    bodies = [
        piece[-4 - size : -4] for piece, size in zip(found, (201, 301, 301, 301, 90), strict=True)
    ]
    assert bodies == [other, long, long, long, other[:90]]
    assert [piece[4:7] for piece in found[2:4]] == [b"\0\0\x28", b"\0\0\x50"]


def test_a_server_is_told_that_its_bytes_arrive_and_its_pings_are_answered() -> None:
    pong, arrived = b"\0\x07ping", b"\x02\0\0\0\0\0\x04\x03\0\0\0\0"

    def script(connection: socket.socket) -> None:
        start(connection)
        connection.sendall(message(4, b"\0\x06ping", channel=2))
        connection.sendall(message(VIDEO, PICTURE * 300))
        told = b""
        while not (pong in told and arrived in told):
            data = connection.recv(1000)
            if not data:
                return
            told += data
        connection.sendall(message(VIDEO, PICTURE))

    assert len([piece for piece in pieces_of(script, 2) if piece]) == 2


def test_a_stream_that_ends_is_at_its_end() -> None:
    def script(connection: socket.socket) -> None:
        start(connection)
        connection.sendall(message(VIDEO, PICTURE))
        connection.sendall(message(4, b"\0\x01\0\0\0\x01", channel=2))
        time.sleep(1)

    assert pieces_of(script, 3)[1:] == [b"", b""]


def test_a_message_just_short_enough_passes() -> None:
    body = b"\x17" + bytes(MAX_MESSAGE_BYTES - 1)

    def script(connection: socket.socket) -> None:
        start(connection)
        connection.sendall(message(1, struct.pack(">I", 2**24), channel=2))
        connection.sendall(message(VIDEO, body, chunk=2**24))
        time.sleep(1)

    (piece,) = pieces_of(script, 1)
    assert piece[-4 - len(body) : -4] == body


@pytest.mark.parametrize("url", ["rtmp://ok.test/live/s", "rtmps://ok.test/live/s"])
def test_over_the_web_nothing_is_fetched_but_what_the_web_has(url: str) -> None:
    word = "rtmps" if url.startswith("rtmps") else "scheme"
    with pytest.raises(Refused) as refused, http.get(url, Policy()):
        pass
    assert refused.value.code == word


def test_rtmps_is_refused_in_a_word_of_its_own() -> None:
    with pytest.raises(Refused) as refused:
        fetch_live("RTMPS://ok.test/live/s", Policy())
    assert refused.value.code == "rtmps"


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
def test_ffmpeg_as_a_server_is_understood(tmp_path: Path) -> None:
    file = tmp_path / "clip.flv"
    file.write_bytes(clips.flv())
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"rtmp://127.0.0.1:{port}/live/show"
    command = ["ffmpeg", "-v", "error", "-re", "-stream_loop", "-1", "-i", str(file)]
    command += ["-c", "copy", "-f", "flv", "-listen", "1", url]
    policy = Policy(allow=frozenset({("127.0.0.1", port)}))
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            decoded = once_it_listens(url, policy)
        finally:
            server.kill()
    assert (decoded.width, decoded.height) == (64, 48)


def once_it_listens(url: str, policy: Policy) -> Decoded:
    end = time.monotonic() + 10
    while True:
        try:
            return fetch_live(url, policy)
        except Refused as refused:
            if refused.code != "connect" or time.monotonic() > end:
                raise
            time.sleep(0.05)
