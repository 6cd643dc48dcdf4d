"""Servers that speak RTMP to attack: each is refused in a word, and in time."""

from __future__ import annotations

import socket
import struct
import time
import traceback

import pytest

from studio.media import rtmp
from studio.media.errors import Refused
from studio.media.guard import Deadline
from tests.media.rtmp_server import (
    COMMAND,
    DATA,
    NULL,
    VIDEO,
    Script,
    answer,
    message,
    number,
    serving,
    shake_hands,
    start,
    status,
    text,
)

PICTURE = b"\x17\x01a picture"
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


def endless_pictures(connection: socket.socket) -> None:
    start(connection)
    connection.sendall(message(1, struct.pack(">I", 2**20), channel=2))
    while True:
        connection.sendall(message(VIDEO, bytes(2**16), chunk=2**20))


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

HOSTILE: dict[str, tuple[Script, set[str]]] = {
    "a web server": (raw(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000), {"rtmp"}),
    "nobody speaks": (raw(hold=3), {"deadline"}),
    "hangs up at once": (raw(hold=0), {"rtmp"}),
    "hangs up after the greeting": (raw(b"\x03", hold=0), {"rtmp"}),
    "drips": (raw(*[b"\x03"] * 30, wait=0.1), {"deadline"}),
    "encrypts": (raw(b"\x06" + bytes(3072)), {"rtmp"}),
    "noise": (sends(bytes(range(7, 256)) * 2000), {"rtmp"}),
    "endless zeros": (sends(*[bytes(2**16)] * 200), {"rtmp"}),
    "a message of 16 MB": (sends(b"\x03\0\0\0\xff\xff\xff\x14\0\0\0\0"), {"rtmp"}),
    "chunks of no bytes": (sends(message(1, bytes(4), channel=2)), {"rtmp"}),
    "chunks of 2^32 bytes": (sends(message(1, b"\xff" * 4, channel=2)), {"rtmp"}),
    "a chunk without a beginning": (sends(b"\xc3" + bytes(200)), {"rtmp"}),
    "a message within a message": (
        sends(message(COMMAND, bytes(500))[:140], message(VIDEO, PICTURE)),
        {"rtmp"},
    ),
    "too many chunk streams": (
        sends(*(message(DATA, b"x", channel=number) for number in range(2, 40))),
        {"rtmp"},
    ),
    "answers of other kinds": (sends(message(DATA, b"x") * 200), {"rtmp"}),
    "small messages without end": (sends(*[message(DATA, b"x") * 5000] * 50), {"rtmp"}),
    "a redirect": (sends(message(COMMAND, REDIRECT)), {"rtmp_refused"}),
    "a challenge": (sends(message(COMMAND, CHALLENGE)), {"rtmp_refused"}),
    "hangs up on being asked": (sends(hold=0), {"rtmp_refused"}),
    "no stream number": (no_stream_number, {"rtmp"}),
    "no such stream": (no_such_stream, {"rtmp_refused"}),
    "no picture": (silence, {"deadline"}),
    "plays and hangs up": (gone, {"rtmp_refused"}),
    "pictures without end": (endless_pictures, {"too_big", "deadline"}),
    "settings without end": (
        sends(*[message(5, struct.pack(">I", 1), channel=2) * 3000] * 50),
        {"too_big", "deadline", "rtmp_refused"},
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_server_is_refused_in_a_word_and_in_time(name: str) -> None:
    script, words = HOSTILE[name]
    begin = time.monotonic()
    refused = refusal(script)
    assert refused.code in words
    assert time.monotonic() - begin < DEADLINE + LEEWAY
    shown = "".join(traceback.format_exception(refused))
    assert "canary" not in shown


def refusal(script: Script) -> Refused:
    with serving(script) as server:
        policy = server.policy(deadline=DEADLINE, max_bytes=2 * 2**20)
        url = server.url("live/show?key=canary")
        with (
            pytest.raises(Refused) as refused,
            rtmp.play(url, policy, Deadline(DEADLINE)) as pieces,
        ):
            for _piece in pieces:
                pass
        assert server.connections == 1
    return refused.value
