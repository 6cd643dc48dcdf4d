"""Servers of videos, which count what they give away.

They run in a process of their own, so that they take none of Python's time from who is measured.
"""

from __future__ import annotations

import multiprocessing
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench.frames.films import FILES
from tests.media.clips import tags
from tests.media.rtmp_server import message, serving, start

PIECE = 2**16
BYTES_ACKED = 120  # Where Linux's struct tcp_info has it.
# A server of live streams begins with the last key picture and what came since.
SINCE_KEY_MS = 1000
CHUNK = 4096
FLV_HEAD = 13


@dataclass(frozen=True)
class Count:
    """Bytes since it was taken last: those the servers wrote, and those that reached the other
    side, its kernel at least. And how many are being served.
    """

    written: Any
    reached: Any
    guests: Any

    def taken(self) -> tuple[int, int]:
        """Written and reached, once nobody is served any more."""
        while self.guests.value:
            time.sleep(0.005)
        counts = int(self.written.value), int(self.reached.value)
        self.written.value = self.reached.value = 0
        return counts

    @contextmanager
    def guest(self, connection: socket.socket) -> Iterator[Callable[[bytes], None]]:
        """Gives what sends; who hangs up ends it."""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        add(self.guests, 1)

        def send(data: bytes) -> None:
            connection.sendall(data)
            add(self.written, len(data))

        with suppress(OSError):
            yield send
        with suppress(OSError):
            # What it is to have it has once it hangs up.
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(PIECE):
                pass
        add(self.reached, reached(connection))
        add(self.guests, -1)


def add(count: Any, number: int) -> None:
    with count:
        count.value += number


def reached(connection: socket.socket) -> int:
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, BYTES_ACKED + 8)
    return int.from_bytes(info[BYTES_ACKED:], sys.byteorder)


@dataclass(frozen=True)
class Films:
    """Where the films are served, and what was sent of them."""

    http: int
    rtmp: int
    count: Count

    @property
    def urls(self) -> dict[str, str]:
        """Each film's address by its name."""
        web = f"http://127.0.0.1:{self.http}"
        files = {name: f"{web}/{name}" for name in FILES}
        live = {
            "live over http": f"{web}/live",
            "live over rtmp": f"rtmp://127.0.0.1:{self.rtmp}/live/film",
        }
        return files | live


@contextmanager
def served(folder: Path) -> Iterator[Films]:
    """The films of the folder on two ports of loopback."""
    fresh = multiprocessing.get_context("spawn")
    count = Count(fresh.Value("q", 0), fresh.Value("q", 0), fresh.Value("i", 0))
    ours, theirs = fresh.Pipe()
    process = fresh.Process(target=serve, args=(folder, theirs, count), daemon=True)
    process.start()
    try:
        http, rtmp = ours.recv()
        yield Films(http, rtmp, count)
    finally:
        process.terminate()
        process.join()


def serve(folder: Path, told: Connection, count: Count) -> None:
    """Serves for ever; tells its two ports first."""
    Handler.films = {f"/{name}": (folder / name).read_bytes() for name in FILES}
    Handler.count = count
    live = tags(Handler.films["/film.flv"])
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web,
        serving(partial(play, live, count)) as rtmp,
    ):
        web.daemon_threads = True
        told.send((web.server_port, rtmp.port))
        web.serve_forever()


class Handler(BaseHTTPRequestHandler):
    """Files by ranges, and the one that is FLV as a live stream."""

    protocol_version = "HTTP/1.1"
    films: dict[str, bytes]
    count: Count

    def do_GET(self) -> None:
        self.close_connection = True
        with self.count.guest(self.connection) as send:
            if self.path == "/live":
                film = self.films["/film.flv"]
                self.answer(200, {"Content-Type": "video/x-flv"})
                send(film[:FLV_HEAD])
                for tag in paced(tags(film)):
                    send(tag)
            else:
                self.give(self.films[self.path], send)

    def give(self, film: bytes, send: Callable[[bytes], None]) -> None:
        first, last = asked(self.headers.get("Range", "bytes=0-"), len(film))
        length, part = str(last + 1 - first), f"bytes {first}-{last}/{len(film)}"
        self.answer(206, {"Content-Length": length, "Content-Range": part})
        for at in range(first, last + 1, PIECE):
            send(film[at : min(at + PIECE, last + 1)])

    def answer(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Accept-Ranges": "bytes"} | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


def asked(said: str, length: int) -> tuple[int, int]:
    """The first and the last byte of a range."""
    first, _dash, last = said.removeprefix("bytes=").partition("-")
    return int(first), min(int(last or length), length - 1)


def play(film: list[bytes], count: Count, connection: socket.socket) -> None:
    """Speaks RTMP."""
    with count.guest(connection) as send:
        start(connection)
        send(message(1, CHUNK.to_bytes(4, "big"), channel=2))
        for tag in paced(film):
            send(message(tag[0], tag[11:-4], channel=6, time=time_of(tag), chunk=CHUNK))


def paced(film: list[bytes]) -> Iterator[bytes]:
    """The tags of the film: its first second at once, the rest as time goes by."""
    begin = time.monotonic() - SINCE_KEY_MS / 1000
    for tag in film:
        time.sleep(max(0, begin + time_of(tag) / 1000 - time.monotonic()))
        yield tag


def time_of(tag: bytes) -> int:
    """In milliseconds."""
    return int.from_bytes(tag[7:8] + tag[4:7], "big")
