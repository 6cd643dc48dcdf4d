"""A service that misbehaves as a test says: it notes each request, and goes wrong with it."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from studio.volcengine.sandbox import faults
from studio.volcengine.sandbox.envelope import Answer
from studio.volcengine.sandbox.faults import Fault, outcome_of
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.http import Outcome, Server, Wire
from studio.volcengine.sandbox.signature import Request

# What goes wrong with every request, or with each.
Script = Fault | Callable[[Request], Fault]


class Nobody(Gateway):
    """For scripts that have something `instead` for every request."""

    def __init__(self) -> None:
        """Has no tasks."""

    def answer(self, request: Request, *, failing: bool = False) -> Answer:
        raise AssertionError(f"nobody carries out {request.query}")


@dataclass
class StandIn:
    """Where it listens, the script it follows, and what it was asked."""

    script: Script
    gateway: Gateway
    url: str = ""
    requests: list[Request] = field(default_factory=list)

    @property
    def sent(self) -> Any:
        """The body of the only request there was."""
        (request,) = self.requests
        return json.loads(request.body)

    def respond(self, request: Request) -> Outcome:
        self.requests.append(request)
        fault = self.script if isinstance(self.script, Fault) else self.script(request)
        return outcome_of(fault, request, self.gateway)


class _Wire(Wire):
    """Whoever asks may be a proxy's client, too, who asks for a tunnel."""

    def do_CONNECT(self) -> None:  # noqa: N802 - the name http.server looks for
        self.serve(b"")


@contextmanager
def running(
    script: Script, gateway: Gateway | None = None, *, tls: ssl.SSLContext | None = None
) -> Iterator[StandIn]:
    """A stand-in on 127.0.0.1 for as long as the block lasts."""
    stand_in = StandIn(script, gateway or Nobody())
    server = Server(stand_in.respond, wire=_Wire)
    stand_in.url = server.url.replace("http", "https") if tls else server.url
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(status: int, body: bytes | str | dict[str, Any] | list[Any], **headers: str) -> Fault:
    """A whole answer."""
    text = body if isinstance(body, bytes | str) else json.dumps(body)
    content = text.encode() if isinstance(text, str) else text
    given = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(wire: Wire) -> None:
        wire.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | given).items():
            wire.send_header(name, value)
        wire.end_headers()
        wire.wfile.write(content)

    return Fault(instead=answer)


def write(start: bytes, then: Callable[[Wire], object] = faults.lose) -> Fault:
    """Bytes that may be no HTTP at all, and what is done then."""

    def ending(wire: Wire) -> None:
        wire.wfile.write(start)
        then(wire)

    return Fault(instead=ending)


def silence(wire: Wire) -> None:
    """Nothing until the test is over."""
    wire.server.is_over.wait(30)


def drip(start: bytes) -> Fault:
    """`start`, then a byte now and then, each well within the read timeout, for ever."""

    def bytes_for_ever(wire: Wire) -> None:
        while not wire.server.is_over.wait(0.02):
            wire.wfile.write(b" ")

    return write(start, bytes_for_ever)


def truncated(body: str | dict[str, Any]) -> Fault:
    """Promises a byte more than there is."""
    content = body if isinstance(body, str) else json.dumps(body)
    return reply(200, content, Content_Length=str(len(content.encode()) + 1))


drop = Fault(instead=faults.lose)
reset = Fault(instead=faults.reset)
hang = Fault(instead=silence)
truncated_chunks = write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{}")


def after(fault: Fault) -> Fault:
    """The same, once the service has carried the request out."""
    return Fault(ending=fault.instead)


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
