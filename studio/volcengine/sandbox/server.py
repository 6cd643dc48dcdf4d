"""The sandbox: its tasks and its gateway behind a socket, with what it is told to do wrong."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path

from studio.volcengine.sandbox import keys
from studio.volcengine.sandbox.faults import outcome_of
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.http import Outcome, Server
from studio.volcengine.sandbox.mischief import Mischief
from studio.volcengine.sandbox.signature import Request
from studio.volcengine.sandbox.tasks import Tasks

# How soon it notices that it is to stop, or to be unreachable.
LOOK_SECONDS = 0.2


class SandboxServer(Server):
    """Listens from its making on; `serve_forever` answers, once. Port 0 takes any free one."""

    def __init__(self, data_dir: Path, port: int = 0, speed: float = 1.0) -> None:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.tasks = Tasks(data_dir, speed)
        self._stopped = threading.Event()
        self._listens = True
        super().__init__(self._respond, port)
        self.gateway = Gateway(self.tasks, keys.take_note(data_dir, self.url))
        self.mischief = Mischief(data_dir)

    def _respond(self, request: Request) -> Outcome:
        return outcome_of(self.mischief.fault_of(request), request, self.gateway)

    def serve_forever(self, poll_interval: float = LOOK_SECONDS) -> None:
        """Answers until `shutdown`; while it is to be unreachable, nobody listens."""
        self.timeout = poll_interval
        while not self.is_over.is_set():
            if self.mischief.is_unreachable:
                self._stop_listening()
                self.is_over.wait(poll_interval)
            elif self._listens:
                self.handle_request()
            else:
                self._listen_again(poll_interval)
        self._stopped.set()

    def shutdown(self) -> None:
        self.is_over.set()
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
        self.is_over.wait(poll_interval)

    def server_close(self) -> None:
        super().server_close()
        self.tasks.close()
