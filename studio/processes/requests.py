"""Around every answer of a web process: the request's id, a line of it for the log, a count, and a
span.
"""

from __future__ import annotations

import logging
import time
from functools import lru_cache
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from typing import Any

from a2wsgi.asgi_typing import HTTPScope, Receive, Send
from django.conf import settings
from django.urls import Resolver404, resolve

from studio import counting, spans, tracing
from studio.spans import Kind

logger = logging.getLogger(__name__)

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Others are anybody's words.
METHODS = SAFE | {"POST", "PUT", "PATCH", "DELETE"}
TRACEPARENT = b"traceparent"
# An address is asked for its name a few times while it is answered; one may be some kB long.
FEW = 64


class Requests:
    """The ASGI application around all others."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        request, began = given_id(scope) or tracing.new(), time.monotonic()
        view = view_of(scope)
        method = scope["method"] if scope["method"] in METHODS else "_OTHER"

        async def send_with_id(message: Any) -> None:
            if message["type"] == "http.response.start":
                pair = (tracing.HEADER, request.encode())
                message = {**message, "headers": [*message.get("headers", ()), pair]}
                tell(scope["method"], view, message["status"], time.monotonic() - began)
                said["http.response.status_code"] = message["status"]
                if message["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    said[spans.ERROR] = str(message["status"])
            await send(message)

        about = {
            "http.request.method": method,
            "mixstudio.view": view,
            "mixstudio.request": request,
        }
        span = spans.span(f"{method} {view}", Kind.SERVER, about, given_parent(scope))
        with tracing.within(request), span as said:
            await self.application(scope, receive, send_with_id)


def given_id(scope: HTTPScope) -> str:
    """The one that a proxy of ours gave it; "" of anybody else, who may not choose it."""
    text = by_proxy(scope, tracing.HEADER)
    return text if tracing.is_id(text) else ""


def given_parent(scope: HTTPScope) -> str:
    """Where in a trace of its own a proxy of ours asks; one that can't be read begins a trace."""
    return by_proxy(scope, TRACEPARENT)[: spans.LONGEST]


def by_proxy(scope: HTTPScope, header: bytes) -> str:
    address = (scope.get("client") or ("",))[0]
    given = next((value for name, value in scope["headers"] if name == header), b"")
    return given.decode("latin-1") if given and is_proxy(address) else ""


def view_of(scope: HTTPScope) -> str:
    """The name of the address alone: the address itself may be a key to what it leads to."""
    path = scope["path"]
    is_static = path.startswith(f"/{settings.STATIC_URL.strip('/')}/")
    return "static" if is_static else name_of(path) or "none"


def tell(method: str, view: str, status: int, seconds: float) -> None:
    counting.request(view, status, seconds)
    if method not in SAFE:
        fields = {"view": view, "method": method, "status": status, "seconds": round(seconds, 4)}
        logger.info("%s %s: %s", method, view, status, extra={"fields": fields})


def is_proxy(address: str) -> bool:
    # "" of who was gone before it could be asked.
    return bool(address) and any(
        ip_address(address) in ip_network(proxy) for proxy in settings.PROXIES
    )


@lru_cache(maxsize=FEW)
def name_of(path: str) -> str | None:
    """The name of an address, or None of what is nobody's."""
    try:
        return resolve(path).url_name
    except Resolver404:
        return None
