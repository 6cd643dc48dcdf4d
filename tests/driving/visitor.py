"""Somebody at the running studio without a browser: cookies, the page's token, plain requests."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urlsplit


class Visitor:
    """Signed in by a one-time link."""

    def __init__(self, link: str) -> None:
        parts = urlsplit(link)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.ProxyHandler({})
        )
        self.get("/start")
        self.post("/start", token=parts.fragment.removeprefix("t="))

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
