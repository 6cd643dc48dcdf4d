"""The sandbox's socket: HTTP on 127.0.0.1, a thread per connection."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from studio.rules.limits import MAX_BODY_BYTES
from studio.volcengine.sandbox import keys
from studio.volcengine.sandbox.envelope import Answer
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.mischief import Mischief
from studio.volcengine.sandbox.signature import Request
from studio.volcengine.sandbox.tasks import Tasks

HOST = "127.0.0.1"
IDLE_SECONDS = 30
# How soon it notices that it is to stop, or to be unreachable.
LOOK_SECONDS = 0.2


class SandboxServer(ThreadingHTTPServer):
    """Listens from its making on; `serve_forever` answers, once. Port 0 takes any free one."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, data_dir: Path, port: int = 0, speed: float = 1.0) -> None:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.tasks = Tasks(data_dir, speed)
        self._stopping, self._stopped = threading.Event(), threading.Event()
        self._listens = True
        super().__init__((HOST, port), _Handler)
        self.url = f"http://{HOST}:{self.server_port}"
        self.gateway = Gateway(self.tasks, keys.take_note(data_dir, self.url))
        self.mischief = Mischief(data_dir, self.gateway)

    def serve_forever(self, poll_interval: float = LOOK_SECONDS) -> None:
        """Answers until `shutdown`; while it is to be unreachable, nobody listens."""
        self.timeout = poll_interval
        while not self._stopping.is_set():
            if self.mischief.is_unreachable:
                self._stop_listening()
                self._stopping.wait(poll_interval)
            elif self._listens:
                self.handle_request()
            else:
                self._listen_again(poll_interval)
        self._stopped.set()

    def shutdown(self) -> None:
        self._stopping.set()
        self._stopped.wait()

    def _stop_listening(self) -> None:
        self.socket.close()
        self._listens = False

    def _listen_again(self, poll_interval: float) -> None:
        """At the same address; tried again while somebody else has it."""
        self.socket = socket.socket(self.address_family, self.socket_type)
        with suppress(OSError):
            self.server_bind()
            self.server_activate()
            self._listens = True
            return
        self._stop_listening()
        self._stopping.wait(poll_interval)

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: whoever hangs up before the answer knows that."""

    def server_close(self) -> None:
        super().server_close()
        self.tasks.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "cloud-mix-sandbox"
    sys_version = ""
    timeout = IDLE_SECONDS
    server: SandboxServer

    def do_POST(self) -> None:
        written = self.headers.get("Content-Length", "")
        length = int(written) if written.isdecimal() and len(written) < 10 else None
        if length is None or length > MAX_BODY_BYTES:
            self.close_connection = True
            self.send_error(413)
            return
        path, _, query = self.path.partition("?")
        request = Request(
            method=self.command,
            path=path,
            query=query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )
        if answer := self.server.mischief.answer(request):
            self._send(answer)
        else:
            self.close_connection = True

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("X-Tt-Logid", answer.request_id)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_args: object) -> None:
        """Nothing: a request line says little, and a body holds stream keys."""
