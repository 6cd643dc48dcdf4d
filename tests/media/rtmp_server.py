"""RTMP servers on loopback: one that plays an FLV file, and some that follow a script.

They only look for the names of the commands, so that they share nothing with our own side.
"""

from __future__ import annotations

import contextlib
import itertools
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

from studio.media.guard import Policy
from tests.media import clips

# What a server says, once somebody has connected.
Script = Callable[[socket.socket], None]

PATIENCE = 20.0
OPENING = b"\x03" + bytes(1536)
REPLY = bytes(1536)
COMMAND, VIDEO, AUDIO, DATA = 20, 9, 8, 18
NULL = b"\x05"


class RtmpServer:
    """Answers each connection by the script, in a thread of its own, until closed."""

    def __init__(self, script: Script) -> None:
        self.connections = 0
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, path: str = "live/show") -> str:
        return f"rtmp://127.0.0.1:{self.port}/{path}"

    def policy(self, *, max_bytes: int = 20 * 2**20, deadline: float = 10.0) -> Policy:
        pair = ("127.0.0.1", self.port)
        return Policy(allow=frozenset({pair}), max_bytes=max_bytes, deadline=deadline)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _peer = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE)
        with contextlib.suppress(OSError), connection:
            self._script(connection)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            # Closing alone does not wake who waits in accept.
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@contextlib.contextmanager
def serving(script: Script) -> Iterator[RtmpServer]:
    server = RtmpServer(script)
    try:
        yield server
    finally:
        server.close()


def text(value: str) -> bytes:
    return b"\x02" + struct.pack(">H", len(value)) + value.encode()


def number(value: float) -> bytes:
    return b"\0" + struct.pack(">d", value)


def status(level: str, code: str) -> bytes:
    """The object that tells how it went."""
    members = (("level", level), ("code", code))
    inside = b"".join(
        struct.pack(">H", len(key)) + key.encode() + text(value) for key, value in members
    )
    return b"\x03" + inside + b"\0\0\x09"


def message(kind: int, body: bytes, *, channel: int = 4, time: int = 0, chunk: int = 128) -> bytes:
    """A message in chunks, the time written long when it must be."""
    short, long = (0xFFFFFF, struct.pack(">I", time)) if time >= 0xFFFFFF else (time, b"")
    head = bytes([channel]) + short.to_bytes(3, "big") + len(body).to_bytes(3, "big")
    more = bytes([0xC0 | channel]) + long
    pieces = more.join(body[at : at + chunk] for at in range(0, len(body), chunk))
    return head + bytes([kind]) + struct.pack("<I", 1) + long + pieces


def heard(connection: socket.socket, name: bytes) -> bytes:
    """Waits for a command of this name; what came until then."""
    data = b""
    while name not in data:
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError
        data += piece
    return data


def shake_hands(connection: socket.socket) -> None:
    receive(connection, len(OPENING))
    connection.sendall(OPENING + REPLY)
    receive(connection, len(REPLY))


def receive(connection: socket.socket, count: int) -> None:
    """Waits for so many bytes."""
    while count > 0:
        data = connection.recv(count)
        if not data:
            raise ConnectionError
        count -= len(data)


def answer(connection: socket.socket, name: str, *answers: bytes) -> bytes:
    """Waits for the command and answers; what it said."""
    said = heard(connection, text(name))
    connection.sendall(b"".join(answers))
    return said


def start(connection: socket.socket) -> bytes:
    """All up to the first picture; what the client asked for, in its own bytes."""
    shake_hands(connection)
    return begin(connection)


def begin(connection: socket.socket) -> bytes:
    """The same behind the handshake."""
    connected = message(COMMAND, text("_result") + number(1) + status("status", "Connect.Success"))
    said = answer(connection, "connect", message(5, struct.pack(">I", 2000), channel=2), connected)
    created = message(COMMAND, text("_result") + number(2) + NULL + number(7))
    said += answer(connection, "createStream", created)
    playing = message(COMMAND, text("onStatus") + number(0) + NULL + status("status", "Play.Start"))
    return said + answer(connection, "play", playing)


def playing(flv: bytes, *, heard: list[bytes] | None = None, first_time: int = 0) -> Script:
    """Plays the file over and over, with a ping and sound between its pictures.

    What the client asks for is added to `heard`.
    """
    tags = clips.tags(flv)

    def script(connection: socket.socket) -> None:
        said = start(connection)
        if heard is not None:
            heard.append(said)
        connection.sendall(message(1, struct.pack(">I", 4096), channel=2))
        connection.sendall(message(4, b"\0\x06\0\0\x10\0", channel=2))
        end = time.monotonic() + PATIENCE
        for count, tag in enumerate(itertools.chain(tags[:2], itertools.cycle(tags[2:]))):
            if time.monotonic() > end:
                return
            body = tag[11:-4]
            moment = first_time + 40 * count
            connection.sendall(message(tag[0], body, channel=6, time=moment, chunk=4096))
            connection.sendall(message(AUDIO, b"\xaf\x01sound", channel=5, time=moment, chunk=4096))
            time.sleep(0.02)

    return script
