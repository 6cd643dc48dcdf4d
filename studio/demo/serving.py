"""The small server of the demo's pictures, films and live stream, on this computer alone."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import urlsplit

from django.conf import settings

from studio.demo import films, live

PICTURES = Path(__file__).with_name("pictures")
LIVE = "pitch.flv"
# What the studio itself gives; the cloud reaches it by this server as all that the demo shows.
STRAPS = "/u/"
# Each takes a thread for as long as it listens.
MOST_LISTENERS = 8
# Seconds after which who sends nothing, or takes nothing, is left.
PATIENCE = 10.0
RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


def server(port: int) -> DemoServer:
    """It listens already."""
    return DemoServer(("127.0.0.1", port), Visitor)


class DemoServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], visitor: type[Visitor]) -> None:
        super().__init__(address, visitor)
        self.places = BoundedSemaphore(MOST_LISTENERS)


class Visitor(BaseHTTPRequestHandler):
    """Who asks for one of the files, by name; no listing, no log."""

    server: DemoServer
    timeout = PATIENCE

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        path = urlsplit(self.path).path
        # Whoever asked may be gone.
        with suppress(OSError):
            if path.startswith(STRAPS):
                self.lead_to_studio()
            elif not (file := found(path.removeprefix("/"))):
                self.send_error(HTTPStatus.NOT_FOUND)
            elif file.name == LIVE:
                self.play(live.read(file))
            else:
                self.give(file)

    def lead_to_studio(self) -> None:
        """To a strap, which is no file here."""
        self.head(HTTPStatus.FOUND, location=f"http://127.0.0.1:{settings.PORT}{self.path}")

    def give(self, file: Path) -> None:
        """A file, or the part of it that is asked for."""
        data = file.read_bytes()
        part = part_of(self.headers.get("Range", ""), len(data))
        if part is not None and not part:
            unsatisfied = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
            self.head(unsatisfied, content_range=f"bytes */{len(data)}")
            return
        status, told = HTTPStatus.OK, {"accept_ranges": "bytes"}
        if part:
            told["content_range"] = f"bytes {part.start}-{part.stop - 1}/{len(data)}"
            status, data = HTTPStatus.PARTIAL_CONTENT, data[part.start : part.stop]
        media_type, _coding = guess_type(file.name)
        self.head(status, **told, content_type=str(media_type), content_length=str(len(data)))
        self.say(data)

    def play(self, stream: live.Stream) -> None:
        """Until whoever listens is gone."""
        if not self.server.places.acquire(blocking=False):
            self.head(HTTPStatus.SERVICE_UNAVAILABLE, retry_after="5")
            return
        try:
            self.head(HTTPStatus.OK, content_type="video/x-flv", cache_control="no-store")
            self.say(stream.begun())
            if self.command == "GET":
                self.follow(stream)
        finally:
            self.server.places.release()

    def follow(self, stream: live.Stream) -> None:
        for due, packet in stream.joined(time.monotonic()):
            time.sleep(max(0, due - time.monotonic()))
            self.say(packet)

    def head(self, status: HTTPStatus, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-").title(), value)
        self.end_headers()

    def say(self, data: bytes) -> None:
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
        """Nothing: what is fetched is shown in the studio itself."""


def found(name: str) -> Path | None:
    """The file of that name."""
    files = [*PICTURES.iterdir(), *(films.folder() / film for film in films.NAMES)]
    return next((file for file in files if file.name == name and file.is_file()), None)


def part_of(asked: str, length: int) -> range | None:
    """The bytes that a `Range` asks for, none where the file is shorter; None where it asks for all
    of it, or not for one part.
    """
    told = RANGE.fullmatch(asked)
    if told is None or not any(told.groups()):
        return None
    first, last = told.groups()
    if not first:
        return range(max(0, length - int(last)), length)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(length, int(last) + 1) if last else length)
