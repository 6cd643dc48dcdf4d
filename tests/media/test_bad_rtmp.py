"""Servers that speak RTMP badly: each is refused in a word, and in time."""

from __future__ import annotations

import itertools
import socket
import struct
import time
import traceback

import pytest

from studio.media import chunks, rtmp
from studio.media.errors import BadPicture, Refused
from studio.media.guard import Deadline
from studio.media.videos import fetch_live
from tests.media.rtmp_server import (
    AUDIO,
    COMMAND,
    DATA,
    NULL,
    VIDEO,
    Script,
    answer,
    begin,
    message,
    number,
    serving,
    shake_hands,
    start,
    status,
    text,
)

PICTURE = b"\x17\x01a picture"
LARGE_PICTURE = b"\x17" + bytes(999)
DEADLINE = 1.0
# What a busy machine adds.
LEEWAY = 1.0


def sends(*data: bytes, hold: float = 5.0) -> Script:
    """Says this after the handshake, whatever it hears."""

    def script(connection: socket.socket) -> None:
        shake_hands(connection)
        for piece in data:
            connection.sendall(piece)
        time.sleep(hold)

    return script


def raw(*data: bytes, wait: float = 0, hold: float = 5.0) -> Script:
    def script(connection: socket.socket) -> None:
        for piece in data:
            connection.sendall(piece)
            time.sleep(wait)
        time.sleep(hold)

    return script


def silence(connection: socket.socket) -> None:
    start(connection)
    time.sleep(5)


def gone(connection: socket.socket) -> None:
    start(connection)


def no_such_stream(connection: socket.socket) -> None:
    start(connection)
    body = text("onStatus") + number(0) + NULL + status("error", "NetStream.Play.StreamNotFound")
    connection.sendall(message(COMMAND, body))
    time.sleep(5)


def no_stream_number(connection: socket.socket) -> None:
    shake_hands(connection)
    answer(connection, "connect", message(COMMAND, text("_result") + number(1)))
    body = text("_result") + number(2) + NULL + number(float("nan"))
    answer(connection, "createStream", message(COMMAND, body))
    time.sleep(5)


REDIRECT = text("_error") + number(1) + NULL + status("error", "rtmp://127.0.0.1:1935/elsewhere")
CHALLENGE = text("_error") + number(1) + NULL + status("error", "authmod=adobe code=403 need auth")

BAD: dict[str, tuple[Script, str]] = {
    "a web server": (raw(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000), "rtmp"),
    "nobody speaks": (raw(hold=3), "silent"),
    "hangs up at once": (raw(hold=0), "rtmp"),
    "hangs up after the greeting": (raw(b"\x03", hold=0), "rtmp"),
    "drips": (raw(*[b"\x03"] * 30, wait=0.1), "deadline"),
    "encrypts": (raw(b"\x06" + bytes(3072)), "rtmp"),
    "zeros": (sends(bytes(5000)), "rtmp"),
    "begins amid a message": (sends(b"\xc3" + bytes(200)), "rtmp"),
    "a message within a message": (
        sends(message(COMMAND, bytes(500))[:140], message(VIDEO, PICTURE)),
        "rtmp",
    ),
    "answers of other kinds": (sends(message(DATA, b"x") * 200), "rtmp"),
    "a redirect": (sends(message(COMMAND, REDIRECT)), "rtmp_refused"),
    "a challenge": (sends(message(COMMAND, CHALLENGE)), "rtmp_refused"),
    "hangs up on being asked": (sends(hold=0), "rtmp_refused"),
    "no stream number": (no_stream_number, "rtmp"),
    "no such stream": (no_such_stream, "rtmp_refused"),
    "no picture": (silence, "silent"),
    "plays and hangs up": (gone, "rtmp_refused"),
}


def sound_alone(hold: float) -> Script:
    def script(connection: socket.socket) -> None:
        start(connection)
        connection.sendall(message(AUDIO, b"\xaf\x01sound"))
        time.sleep(hold)

    return script


@pytest.mark.parametrize("hold", [0, 5])
def test_of_a_stream_of_sound_it_is_told_that_there_is_no_picture(hold: float) -> None:
    """Whether it goes on or ends."""
    with serving(sound_alone(hold)) as server:
        since = time.monotonic()
        with pytest.raises(BadPicture, match="sound_alone"):
            fetch_live(server.url(), server.policy(deadline=DEADLINE))
        assert time.monotonic() - since < DEADLINE + LEEWAY


@pytest.mark.parametrize("name", BAD)
def test_a_bad_server_is_refused_in_a_word_and_in_time(name: str) -> None:
    script, word = BAD[name]
    since = time.monotonic()
    refused = refusal(script)
    assert refused is not None
    assert refused.code == word
    assert time.monotonic() - since < DEADLINE + LEEWAY
    shown = "".join(traceback.format_exception(refused))
    assert "canary" not in shown


def settings(*sizes: int) -> Script:
    """Says of its chunks that they are of these sizes, one after the other."""
    said = (message(1, struct.pack(">I", size), channel=2) for size in sizes)
    return then_plays(b"".join(said))


def then_plays(before: bytes) -> Script:
    """Says this behind the handshake, and plays two pictures."""

    def script(connection: socket.socket) -> None:
        shake_hands(connection)
        connection.sendall(before)
        begin(connection)
        connection.sendall(message(VIDEO, PICTURE) + message(VIDEO, LARGE_PICTURE))
        time.sleep(5)

    return script


# What of RTMP's own is bounded: a script, and a bound that it fits, and one that it does not.
BOUNDS: dict[str, tuple[Script, str, object, object]] = {
    "the bytes of a message": (then_plays(b""), "MAX_MESSAGE_BYTES", 1000, 999),
    "the streams of chunks": (
        then_plays(b"".join(message(DATA, b"x", channel=number) for number in (5, 6, 7))),
        "MAX_CHANNELS",
        5,
        4,
    ),
    "chunks that are too small": (
        settings(130, 128),
        "CHUNK_SIZES",
        range(128, 500),
        range(129, 500),
    ),
    "large chunks": (settings(500, 128), "CHUNK_SIZES", range(501), range(500)),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_what_a_server_says_fits_a_bound_and_not_one_below(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, bound, fitting, below = BOUNDS[name]
    monkeypatch.setattr(chunks, bound, fitting)
    assert refusal(script, pieces=2) is None
    monkeypatch.setattr(chunks, bound, below)
    refused = refusal(script, pieces=2)
    assert refused is not None
    assert refused.code == "rtmp"


def test_all_bytes_together_are_bounded() -> None:
    assert refusal(then_plays(b""), pieces=2, max_bytes=6000) is None
    refused = refusal(then_plays(b""), pieces=2, max_bytes=4000)
    assert refused is not None
    assert refused.code == "too_big"


def refusal(script: Script, *, pieces: int = 1000, max_bytes: int = 2 * 2**20) -> Refused | None:
    """Why no more of the stream was had than so many pieces; None when all were."""
    with serving(script) as server:
        policy = server.policy(deadline=DEADLINE, max_bytes=max_bytes)
        url = server.url("live/show?key=canary")
        try:
            with rtmp.play(url, policy, Deadline(DEADLINE)) as stream:
                had = list(itertools.islice(stream, pieces))
        except Refused as refused:
            return refused
        finally:
            assert server.connections == 1
    assert len(had) == pieces
    return None
