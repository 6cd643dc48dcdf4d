"""What a signed-in person sends to the studio by HTTP, whatever becomes of its processes."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bench.machine import slowness

SECRET = "c" * 32
ANSWER_SECONDS = 30
AGAIN_SECONDS = 0.1
# Who waits longer than this, on a machine that nobody else wants, was left alone by the studio.
PATIENCE = 120.0


class LeftAlone(Exception):
    """For too long nothing was answered, or nothing was offered that leads on."""


@dataclass(frozen=True)
class Reply:
    status: int
    location: str
    text: str


@dataclass
class Line:
    """`answered` is called for each answer: the web server is up."""

    port: int
    cookies: dict[str, str]
    answered: Callable[[], None]
    tries: int = 0
    server_errors: int = 0

    def insist(self, method: str, path: str, fields: dict[str, Any] | None = None) -> Reply:
        """The same request until it is answered; a 5xx is no answer. Raises LeftAlone."""
        deadline = time.monotonic() + PATIENCE * slowness()
        while time.monotonic() < deadline:
            self.tries += 1
            try:
                reply = self.ask(method, path, fields or {})
            except (OSError, http.client.HTTPException):
                time.sleep(AGAIN_SECONDS)
                continue
            if reply.status < 500:
                self.answered()
                return reply
            self.server_errors += 1
            time.sleep(AGAIN_SECONDS)
        raise LeftAlone(f"{method} {path}")

    def ask(self, method: str, path: str, fields: dict[str, Any]) -> Reply:
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            wire.request(
                method,
                path,
                urlencode({**fields, "csrfmiddlewaretoken": SECRET}) if method == "POST" else None,
                {
                    "Host": f"localhost:{self.port}",
                    "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                    "Content-Type": "application/x-www-form-urlencoded",
                },
            )
            answer = wire.getresponse()
            text = answer.read().decode()
        finally:
            wire.close()
        return Reply(answer.status, answer.getheader("Location", ""), text)
