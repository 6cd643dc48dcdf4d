"""A service that misbehaves as told: it reads a whole request, notes it, then runs a script."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.signature import Request


@dataclass
class StandIn:
    """Where it listens, the script it follows, and what it was asked."""

    script: Script
    url: str = ""
    requests: list[Request] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    @property
    def sent(self) -> Any:
        """The body of the only request there was."""
        (request,) = self.requests
        return json.loads(request.body)


Script = Callable[["Handler", Request], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _serve(self) -> None:
        path, _, query = self.path.partition("?")
        length = int(self.headers.get("Content-Length", "0"))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(
            method=self.command,
            path=path,
            query=query,
            headers=headers,
            body=self.rfile.read(length),
        )
        self.server.stand_in.requests.append(request)
        self.close_connection = True
        self.server.stand_in.script(self, request)

    def do_POST(self) -> None:
        self._serve()

    def do_GET(self) -> None:
        self._serve()

    def do_CONNECT(self) -> None:
        self._serve()

    def log_message(self, *_args: object) -> None:
        """What is asked is noted in `requests`."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 64

    def __init__(self, stand_in: StandIn) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.stand_in = stand_in

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what many scripts are about."""


@contextmanager
def running(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[StandIn]:
    """A stand-in on 127.0.0.1 for as long as the block lasts."""
    stand_in = StandIn(script)
    server = _Server(stand_in)
    stand_in.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def reply(status: int, body: bytes | str | dict[str, Any] | list[Any], **headers: str) -> Script:
    """A whole answer."""

    def script(handler: Handler, _request: Request) -> None:
        content = _bytes(body)
        handler.send_response(status)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Length": str(len(content))} | given).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return script


def hang(handler: Handler, _request: Request) -> None:
    """Say nothing until the test is over."""
    handler.server.stand_in.is_over.wait(30)


def drop(handler: Handler, _request: Request) -> None:
    """Close without a word."""


def reset(handler: Handler, _request: Request) -> None:
    """Close so that the other side gets a reset."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()


def drip(start: bytes) -> Script:
    """Send `start`, then a byte now and then, each well within the read timeout, for ever."""

    def script(handler: Handler, _request: Request) -> None:
        handler.wfile.write(start)
        while not handler.server.stand_in.is_over.wait(0.02):
            handler.wfile.write(b" ")

    return script


def write(start: bytes, then: Script = drop) -> Script:
    """Send bytes that may be no HTTP at all, and then what `then` does."""

    def script(handler: Handler, request: Request) -> None:
        handler.wfile.write(start)
        then(handler, request)

    return script


def endless(handler: Handler, _request: Request) -> None:
    """An answer without a length that never ends, as fast as it is read."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not handler.server.stand_in.is_over.is_set():
        handler.wfile.write(b" " * 65536)


def truncated(body: bytes | str | dict[str, Any]) -> Script:
    """Promise a byte more than there is."""

    def script(handler: Handler, request: Request) -> None:
        content = _bytes(body)
        reply(200, content, Content_Length=str(len(content) + 1))(handler, request)

    return script


def truncated_chunks(handler: Handler, _request: Request) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{}")


def applied_then(gateway: Gateway, fate: Script) -> Script:
    """The service carries the request out, and then its answer meets `fate`."""

    def script(handler: Handler, request: Request) -> None:
        answer = gateway.answer(request)
        assert answer.status == 200, answer.body
        fate(handler, request)

    return script


def success(data: Any) -> dict[str, Any]:
    return {
        "ResponseMetadata": {"RequestId": "req-1"},
        "Result": {"Code": 0, "Message": "success", "Data": data},
    }


def gateway_error(code: str, message: str = "no") -> dict[str, Any]:
    return {"ResponseMetadata": {"RequestId": "req-1", "Error": {"Code": code, "Message": message}}}


def abnormal(code: Any, message: str = "no") -> dict[str, Any]:
    return {
        "ResponseMetadata": {"RequestID": "req-1"},
        "Result": {"Code": code, "Message": message},
    }


def _bytes(body: bytes | str | dict[str, Any] | list[Any]) -> bytes:
    if isinstance(body, bytes):
        return body
    return (body if isinstance(body, str) else json.dumps(body)).encode()
