"""H.265 as encoders sent it before RTMP had a form for it: as the codec of number 12."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.media.servers.running import HOST, StreamServer

# How messages of video begin today: the header, a key picture, another one.
TODAY = {b"\x90hvc1": b"\x1c\0\0\0\0", b"\x93hvc1": b"\x1c\1\0\0\0", b"\xa3hvc1": b"\x2c\1\0\0\0"}


@contextmanager
def older(server: StreamServer) -> Iterator[StreamServer]:
    """Where one publisher is let through to that server, the messages written anew."""
    with (
        socket.create_server((HOST, 0)) as listening,
        socket.create_connection((HOST, server.ports[0])) as target,
    ):
        threading.Thread(target=_relay, args=(listening, target), daemon=True).start()
        yield StreamServer((listening.getsockname()[1],))


def _relay(listening: socket.socket, target: socket.socket) -> None:
    publisher, _address = listening.accept()
    threading.Thread(target=_copy, args=(target, publisher), daemon=True).start()
    with suppress(OSError), publisher:
        while data := publisher.recv(65536):
            for now, before in TODAY.items():
                data = data.replace(now, before)
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
