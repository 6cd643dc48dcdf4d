"""Somebody far away at a studio behind its proxy: by its name, over TLS, from an own address."""

from __future__ import annotations

import json
import socket
import ssl
import urllib.request
from contextlib import closing
from email.message import Message
from http.client import HTTPResponse, HTTPSConnection
from typing import Any, NamedTuple

from tests.deploy.proxies import NAME
from tests.driving.visitor import Visitor

# Where the visitor is, and who they say they are to whoever believes it.
ADDRESS, CLAIMED = "127.0.0.2", "203.0.113.9"
CLAIMS = {
    "X-Forwarded-For": CLAIMED,
    "X-Forwarded-Proto": "http",
    "X_Forwarded_For": CLAIMED,
    "X-Real-IP": CLAIMED,
    "Forwarded": f"for={CLAIMED};proto=http",
    "X-Request-ID": "a-request-of-my-own",
}


class Said(NamedTuple):
    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Connection(HTTPSConnection):
    """To whoever has the port of that number on this computer, whatever name is asked for."""

    trusted: ssl.SSLContext

    def connect(self) -> None:
        raw = socket.create_connection(("127.0.0.1", self.port), 30, (ADDRESS, 0))
        self.sock = self.trusted.wrap_socket(raw, server_hostname=NAME)


def connection(port: int, trusted: ssl.SSLContext) -> Connection:
    made = Connection(NAME, port, timeout=30)
    made.trusted = trusted
    return made


class Way(urllib.request.HTTPSHandler):
    """The same for a Visitor."""

    def __init__(self, port: int, trusted: ssl.SSLContext) -> None:
        super().__init__(context=trusted)
        self.port, self.trusted = port, trusted

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(lambda _host, **_named: connection(self.port, self.trusted), req)


class Member(Visitor):
    """Signed in by name and password, with claims of who they are."""

    def __init__(self, port: int, trusted: ssl.SSLContext, name: str, password: str) -> None:
        self.name, self.password = name, password
        super().__init__(f"https://{NAME}:{port}", Way(port, trusted))

    def enter(self, token: str) -> None:
        self.opener.addheaders = list(CLAIMS.items())
        self.get("/sign-in/")
        led = self.post("/sign-in/", login=self.name, password=self.password)
        assert led == f"{self.origin}/templates/", led
        self.post("/templates/tour/")

    def headers(self) -> dict[str, str]:
        """What a browser's script sends."""
        cookies = "; ".join(f"{each.name}={each.value}" for each in self.cookies)
        token = next(each.value for each in self.cookies if "csrf" in each.name)
        return {"Cookie": cookies, "X-CSRFToken": token or "", "Origin": self.origin}


def ask(
    port: int,
    trusted: ssl.SSLContext,
    method: str,
    path: str,
    body: bytes | None = None,
    **headers: str,
) -> Said:
    """One request on a connection of its own; `If_Match` names `If-Match`."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(connection(port, trusted)) as asks:
        asks.request(method, path, body, told)
        answer = asks.getresponse()
        return Said(answer.status, answer.headers, answer.read())
