"""The sandbox's socket: HTTP on 127.0.0.1, a thread per connection."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from studio.rules.limits import MAX_BODY_BYTES
from studio.volcengine.sandbox.envelope import Answer
from studio.volcengine.sandbox.signature import Request

HOST = "127.0.0.1"
IDLE_SECONDS = 30


class Wire(BaseHTTPRequestHandler):
    """A connection that brought a request."""

    protocol_version = "HTTP/1.1"
    server_version = "cloud-mix-sandbox"
    sys_version = ""
    timeout = IDLE_SECONDS
    server: Server

    def do_POST(self) -> None:
        written = self.headers.get("Content-Length", "")
        length = int(written) if written.isdecimal() and len(written) < 10 else None
        if length is None or length > MAX_BODY_BYTES:
            self.close_connection = True
            self.send_error(413)
            return
        self.serve(self.rfile.read(length))

    def serve(self, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(method=self.command, path=path, query=query, headers=headers, body=body)
        outcome = self.server.respond(request)
        if isinstance(outcome, Answer):
            self._send(outcome)
            return
        self.close_connection = True
        outcome(self)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("X-Tt-Logid", answer.request_id)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_args: object) -> None:
        """Nothing: a request line says little, and a body holds stream keys."""


# A whole answer, or what is done with the connection instead, before it is closed.
Outcome = Answer | Callable[[Wire], None]


class Server(ThreadingHTTPServer):
    """Listens from its making on; port 0 takes any free one. `respond` may be asked by any thread.

    `is_over` is for what waits on a connection to look at.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self, respond: Callable[[Request], Outcome], port: int = 0, wire: type[Wire] = Wire
    ) -> None:
        super().__init__((HOST, port), wire)
        self.respond = respond
        self.url = f"http://{HOST}:{self.server_port}"
        self.is_over = threading.Event()

    def shutdown(self) -> None:
        self.is_over.set()
        super().shutdown()

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: whoever hangs up before the answer knows that."""
