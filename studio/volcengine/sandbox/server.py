"""The sandbox's socket: HTTP on 127.0.0.1, a thread per connection."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from studio.rules.limits import MAX_BODY_BYTES
from studio.volcengine.sandbox import keys
from studio.volcengine.sandbox.envelope import Answer
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.signature import Request
from studio.volcengine.sandbox.tasks import Tasks

HOST = "127.0.0.1"
IDLE_SECONDS = 30


class SandboxServer(ThreadingHTTPServer):
    """Listens from its making on; `serve_forever` answers. Port 0 takes any free one."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, data_dir: Path, port: int = 0, speed: float = 1.0) -> None:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.tasks = Tasks(data_dir, speed)
        super().__init__((HOST, port), _Handler)
        self.url = f"http://{HOST}:{self.server_port}"
        self.gateway = Gateway(self.tasks, keys.take_note(data_dir, self.url))

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
        self._send(self.server.gateway.answer(request))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("X-Tt-Logid", answer.request_id)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_args: object) -> None:
        """Nothing: a request line says little, and a body holds stream keys."""
