"""The environment's proxy for an endpoint: HTTP(S)_PROXY, but for NO_PROXY and loopback."""

from __future__ import annotations

import ipaddress
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from studio.volcengine.credentials import Credentials

_DEFAULT_PORT = 80


class BadProxy(ValueError):
    """The environment names a proxy that is not http://[user:password@]host[:port]."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where to connect instead, and the headers that only the proxy may see."""

    host: str
    port: int
    headers: dict[str, str] = field(repr=False)


def proxy_for(credentials: Credentials) -> Proxy | None:
    """The proxy to this endpoint, or None for a direct connection. Raises BadProxy."""
    url = getproxies_environment().get(credentials.scheme)
    address = f"{credentials.hostname}:{credentials.port}"
    if not url or _is_loopback(credentials.hostname) or proxy_bypass(address):
        return None
    return _parsed(url)


def _parsed(url: str) -> Proxy:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        port = parts.port or _DEFAULT_PORT
    except ValueError:
        raise BadProxy from None
    if parts.scheme != "http" or not parts.hostname:
        raise BadProxy
    headers = {}
    if parts.username is not None:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Proxy-Authorization"] = f"Basic {b64encode(login.encode()).decode()}"
    return Proxy(parts.hostname, port, headers)


def _is_loopback(hostname: str) -> bool:
    try:
        return ipaddress.ip_address(hostname).is_loopback
    except ValueError:
        return hostname == "localhost"
