"""A web server of videos on loopback that knows ranges, or not, or lies; its path says how."""

from __future__ import annotations

import gzip
import itertools
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from studio.media.guard import Policy
from tests.media import clips

RANGE = re.compile(r"bytes=(\d+)-(\d+)")
# How long a stream goes on when nobody hangs up.
PATIENCE = 20.0


@dataclass
class VideoServer:
    """Serves `/WAY/NAME`, each of `files` in each way; notes the ranges it was asked for.

    `sent` counts bytes of bodies, piece by piece.
    """

    port: int
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    sent: int = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def policy(self, *, max_bytes: int = 20 * 2**20, deadline: float = 10.0) -> Policy:
        """Lets this server through, as an operator would."""
        pair = ("127.0.0.1", self.port)
        return Policy(allow=frozenset({pair}), max_bytes=max_bytes, deadline=deadline)


class Handler(BaseHTTPRequestHandler):
    state: VideoServer

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        _root, way, name = path.split("/")
        self.state.asked.append((path, self.headers.get("Range", "")))
        data = self.state.files.get(name, b"")
        try:
            name, _mark, option = way.partition("_")
            if name in {"coded", "status"}:
                getattr(self, f"give_{name}")(data, option)
            else:
                getattr(self, f"give_{way}")(data)
        except OSError:
            # Who has what he wanted hangs up.
            self.close_connection = True

    def give_whole(self, data: bytes) -> None:
        self.head(200, len(data))
        self.send(data)

    def give_unmeasured(self, data: bytes) -> None:
        self.head(200)
        self.send(data)

    def give_ranges(self, data: bytes) -> None:
        self.part(data)

    def give_moved(self, _data: bytes) -> None:
        self.send_response(302)
        self.send_header("Location", self.path.replace("/moved/", "/ranges/"))
        self.end_headers()

    def give_late(self, data: bytes) -> None:
        time.sleep(0.4)
        self.part(data)

    def give_drip(self, data: bytes) -> None:
        self.head(200, len(data))
        for at in range(len(data)):
            self.send(data[at : at + 1])
            time.sleep(0.2)

    def give_broken(self, data: bytes) -> None:
        self.head(200, len(data))
        self.send(data[: len(data) // 2])

    def give_live(self, data: bytes) -> None:
        """An FLV file over and over, at its pace; it begins amid pictures that need others."""
        self.head(200)
        self.send(data[:13])
        tags = clips.tags(data)
        end = time.monotonic() + PATIENCE
        middle = 2 + clips.RATE // 2
        for tag in itertools.chain(tags[:2], tags[middle:], itertools.cycle(tags[2:])):
            if time.monotonic() > end:
                return
            self.send(tag)
            time.sleep(0.02)

    def give_endless(self, data: bytes) -> None:
        """The file, then bytes of nothing."""
        self.head(200)
        self.send(data)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.send(bytes(2**16))

    def give_another_part(self, data: bytes) -> None:
        self.part(data, told=1)

    def give_another_length(self, data: bytes) -> None:
        self.part(data, length=len(data) + len(self.state.asked))

    def give_any_length(self, data: bytes) -> None:
        self.part(data, length="*")

    def give_any_length_until_the_end(self, data: bytes) -> None:
        """It is told where somebody asks for what lies behind it."""
        self.part(data, length="*", end=f"bytes */{len(data)}")

    def give_whole_later(self, data: bytes) -> None:
        """In parts at first, and then as a whole whatever part is asked for."""
        if len(self.state.asked) == 1:
            self.part(data)
        else:
            self.give_whole(data)

    def give_bytes(self, data: bytes) -> None:
        self.part(data, most=1)

    def give_too_little(self, data: bytes) -> None:
        self.part(data, less=1)

    def give_too_much(self, data: bytes) -> None:
        self.part(data, more=1)

    def give_packed(self, data: bytes) -> None:
        self.send_response(206)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.send(data)

    def give_coded(self, data: bytes, coding: str) -> None:
        """In ranges, and whatever that coding is, they are not coded."""
        self.part(data, coding=coding)

    def give_status(self, _data: bytes, status: str) -> None:
        self.head(int(status), 0)

    def give_gzip(self, data: bytes, coding: str = "gzip") -> None:
        self.whole_packed(gzip.compress(data), coding)

    def give_members(self, data: bytes) -> None:
        """Packed in parts, each as a file of its own."""
        cuts = range(0, len(data), 2**17)
        self.whole_packed(b"".join(gzip.compress(data[at : at + 2**17]) for at in cuts))

    def give_gzip_twice(self, data: bytes) -> None:
        self.whole_packed(gzip.compress(gzip.compress(data)), "gzip, gzip")

    def give_gzip_and_more(self, data: bytes) -> None:
        self.whole_packed(gzip.compress(data) + b"and more")

    def give_x_gzip(self, data: bytes) -> None:
        self.give_gzip(data, "x-gzip")

    def give_cut_gzip(self, data: bytes) -> None:
        self.whole_packed(gzip.compress(data)[:-20])

    def give_broken_gzip(self, data: bytes) -> None:
        self.whole_packed(b"x" + gzip.compress(data))

    def whole_packed(self, packed: bytes, coding: str = "gzip") -> None:
        self.send_response(200)
        self.send_header("Content-Encoding", coding)
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.send(packed)

    def give_other(self, data: bytes) -> None:
        """What a proxy changed."""
        self.head(203, len(data))
        self.send(data)

    def give_all_of_it(self, data: bytes) -> None:
        """As a part, whatever part was asked for."""
        self.head(206, len(data), f"bytes 0-{len(data) - 1}/{len(data)}")
        self.send(data)

    def give_early_hints(self, data: bytes) -> None:
        self.send_response_only(103)
        self.send_header("Link", "</style.css>; rel=preload")
        self.end_headers()
        self.part(data)

    def give_short(self, data: bytes) -> None:
        self.part(data, most=2**16)

    def give_short_of_any_length(self, data: bytes) -> None:
        self.part(data, most=2**17, length="*")

    def give_nothing(self, _data: bytes) -> None:
        self.head(206, 0, "bytes 5-4/9")

    def give_silence(self, _data: bytes) -> None:
        time.sleep(2)

    def give_silent_body(self, _data: bytes) -> None:
        self.head(200)
        time.sleep(2)

    def give_only_begun(self, _data: bytes) -> None:
        """The beginning of an FLV, as of a stream that is not live yet."""
        self.head(200)
        self.send(b"FLV\x01\x05\0\0\0\x09\0\0\0\0")
        time.sleep(2)

    def give_hardly_begun(self, _data: bytes) -> None:
        """Not even the number behind that beginning."""
        self.head(200)
        self.send(b"FLV\x01\x05\0\0\0\x09")
        time.sleep(2)

    def part(
        self,
        data: bytes,
        *,
        told: int = 0,
        length: int | str = 0,
        less: int = 0,
        more: int = 0,
        most: int = 2**30,
        coding: str | None = None,
        end: str = "",
    ) -> None:
        """The range that was asked for; with lies about it, if wanted."""
        asked = RANGE.fullmatch(self.headers.get("Range", ""))
        assert asked
        first = int(asked[1])
        last = min(int(asked[2]), len(data) - 1, first + most - 1)
        if first > last:
            self.head(416, 0, end)
            return
        body = data[first : last + 1 - less] + bytes(more)
        told_range = f"bytes {first + told}-{last + told}/{length or len(data)}"
        self.head(206, len(body), told_range, coding)
        self.send(body)

    def head(
        self, status: int, length: int | None = None, part: str = "", coding: str | None = None
    ) -> None:
        self.send_response(status)
        if coding is not None:
            self.send_header("Content-Encoding", coding)
        if length is not None:
            self.send_header("Content-Length", str(length))
        if part:
            self.send_header("Content-Range", part)
        self.end_headers()

    def send(self, data: bytes) -> None:
        # Counted first: who has read it all may look at once.
        self.state.sent += len(data)
        self.wfile.write(data)

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


@contextmanager
def running() -> Iterator[VideoServer]:
    class Bound(Handler):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Bound) as server:
        server.daemon_threads = True
        server.block_on_close = False
        Bound.state = VideoServer(port=server.server_port)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Bound.state
        server.shutdown()
        thread.join()
