"""Somebody at the running studio without a browser: cookies, the page's token, plain requests."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urlsplit


class Visitor:
    """Signed in by a one-time link; the editor's tour is behind them."""

    def __init__(self, link: str, *ways: urllib.request.BaseHandler) -> None:
        """By `ways` the studio is reached, where its name alone does not lead there."""
        parts = urlsplit(link)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies),
            urllib.request.ProxyHandler({}),
            *ways,
        )
        self.enter(parts.fragment.removeprefix("t="))

    def enter(self, token: str) -> None:
        self.get("/start")
        self.post("/start", token=token)
        self.post("/templates/tour/")

    def connection(self, seconds: float) -> HTTPConnection:
        """One of their own, of which each answer is waited for so long."""
        return HTTPConnection(self.origin.removeprefix("http://"), timeout=seconds)

    def get(self, path: str) -> str:
        """The page at `path`, whatever its status."""
        return self.ask(urllib.request.Request(self.origin + path))[1]

    def post(self, path: str, **fields: str) -> str:
        """Posts a form; where it led to."""
        return self.ask(self.request(path, "POST", urlencode(fields).encode()))[0]

    def send(self, path: str, body: Any) -> str:
        """Posts it as JSON; the answer."""
        request = self.request(path, "POST", json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        return self.ask(request)[1]

    def put(self, path: str, body: Any, version: int) -> str:
        request = self.request(path, "PUT", json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        request.add_header("If-Match", f'"{version}"')
        return self.ask(request)[1]

    def request(self, path: str, method: str, data: bytes) -> urllib.request.Request:
        request = urllib.request.Request(self.origin + path, data, method=method)
        token = next(cookie.value for cookie in self.cookies if "csrf" in cookie.name)
        request.add_header("X-CSRFToken", token or "")
        # As a browser says it; over TLS it is asked for.
        request.add_header("Origin", self.origin)
        return request

    def ask(self, request: urllib.request.Request) -> tuple[str, str]:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.url, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.url, answer.read().decode()


def key_in(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return found[1]
