"""A server on loopback that answers as badly as servers can; its path says how."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator

Answer = Iterator[bytes]

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
# More than the lowered bounds of a test let through.
LARGE = 5000
# How long a slow server goes on when nobody hangs up.
PATIENCE = 20.0


def whole(body: bytes, *headers: bytes) -> bytes:
    lines = (*headers, b"Content-Length: %d" % len(body))
    return OK + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body


def found(location: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


def drip(seconds: float = 0.2) -> Answer:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        yield b"x"
        time.sleep(seconds)


def picture(_path: str) -> Answer:
    yield whole(PNG, b"Content-Type: image/png")


def redirect(path: str) -> Answer:
    yield found(path.split("to=", 1)[1], 308 if path.startswith("/redir308") else 302)


def chain(path: str) -> Answer:
    left = int(path.split("n=")[1])
    yield found(f"/chain?n={left - 1}" if left else "/ok.png")


def slow_body(_path: str) -> Answer:
    yield OK + b"Content-Length: 500\r\n\r\n"
    yield from drip()


def slow_header(_path: str) -> Answer:
    yield OK
    yield from drip()


def silence(_path: str) -> Answer:
    time.sleep(PATIENCE / 4)
    yield b""


def fixed(*pieces: bytes) -> Callable[[str], Answer]:
    return lambda _path: iter(pieces)


def headers(count: int) -> bytes:
    return b"".join(b"X%d: 1\r\n" % number for number in range(count))


ANSWERS: dict[str, Callable[[str], Answer]] = {
    "/redir": redirect,
    "/redir308": redirect,
    "/chain": chain,
    "/rel": fixed(found("ok.png")),
    "/nowhere": fixed(found("")),
    "/utf8": fixed(found("/图片.png")),
    "/refresh": fixed(whole(b"<html", b"Refresh: 0; url=http://lo.test/")),
    "/large": fixed(whole(bytes(LARGE))),
    "/unmeasured": fixed(OK + b"\r\n" + bytes(LARGE)),
    "/more": fixed(OK + b"Content-Length: 50\r\n\r\n" + b"0" * 100),
    "/slowbody": slow_body,
    "/slowheader": slow_header,
    "/noreply": silence,
    "/longheader": fixed(OK + b"X: " + b"a" * LARGE + b"\r\n\r\n"),
    "/manyheaders": fixed(OK + headers(101) + b"\r\n"),
    "/gzip": fixed(whole(gzip.compress(PNG), b"Content-Encoding: gzip")),
    "/brotli": fixed(whole(PNG, b"Content-Encoding: br")),
    "/uncoded": fixed(whole(PNG, b"Content-Encoding: utf-8, NONE")),
    "/203": fixed(whole(PNG).replace(b"200 OK", b"203 Non-Authoritative Information")),
    "/206whole": fixed(
        whole(PNG, b"Content-Range: bytes 0-%d/%d" % (len(PNG) - 1, len(PNG))).replace(
            b"200 OK", b"206 Partial Content"
        )
    ),
    "/103": fixed(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 2 + whole(PNG)),
    "/chunks": fixed(CHUNKED + b"6\r\npictur\r\n1\r\ne\r\n0\r\n\r\n"),
    "/smallchunks": fixed(CHUNKED + b"1\r\nx\r\n" * LARGE + b"0\r\n\r\n"),
    "/badchunk": fixed(CHUNKED + b"many\r\nxxxx\r\n"),
    "/short": fixed(OK + b"Content-Length: 5000\r\n\r\nabc"),
    "/reset": fixed(OK + b"Content-Length: 5000\r\n\r\nabc"),
    "/http09": fixed(PNG),
    "/1xx": fixed(b"HTTP/1.1 100 Continue\r\n\r\n" * 200 + whole(PNG)),
    "/206": fixed(
        b"HTTP/1.1 206 P\r\nContent-Range: bytes 0-4/9\r\nContent-Length: 5\r\n\r\nabcde"
    ),
    "/500": fixed(b"HTTP/1.1 500 E\r\nContent-Length: 0\r\n\r\n"),
}


class Origin:
    """Listens on loopback in threads of its own until closed; remembers what it was asked."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _peer = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        # Whoever hangs up in the middle, as our own side must, ends the answer.
        with contextlib.suppress(OSError), connection:
            connection.settimeout(PATIENCE)
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = connection.recv(65536)
            if not piece:
                return
            request += piece
            if not request.startswith(b"GET "[: len(request)]):
                return
        self.requests.append(request)
        path = request.split(b" ", 2)[1].decode()
        for block in ANSWERS.get(path.split("?")[0], picture)(path):
            connection.sendall(block)
        if path == "/reset":
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
