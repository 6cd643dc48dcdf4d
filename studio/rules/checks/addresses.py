"""A URL taken apart, and whether its host is one that only we could reach."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from studio.rules.limits import MAX_URL_LENGTH

DEFAULT_PORTS = {"http": 80, "https": 443, "rtmp": 1935, "rtmps": 443}
PRIVATE_NAMES = (".localhost", ".local", ".internal", ".home.arpa")

# As many as a hundred templates hold, of those that are worked at.
KNOWN = 1000

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_SUFFIX = re.compile(r"\.([a-z0-9]{2,5})$", re.IGNORECASE)
_IPV4_PART = re.compile(r"0x[0-9a-f]*|0[0-7]*|[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Address:
    """What a URL says. `host` is lower case, without brackets; `port` is never left open."""

    scheme: str
    host: str
    port: int | None
    path: str
    query: str
    has_userinfo: bool

    @property
    def suffix(self) -> str:
        """The file name's ending in lower case, without its dot; "" when it has none."""
        match = _SUFFIX.search(self.path.rpartition("/")[2])
        return match[1].lower() if match else ""


def scheme_of(url: str) -> str:
    """The scheme before `://` in lower case, or "" when there is none."""
    match = _SCHEME.match(url)
    return match[1].lower() if match else ""


def parse(url: str) -> Address | None:
    """The parts of `scheme://host…` or `//host…`; None when it is neither or has no host."""
    return _parsed(url) if len(url) <= MAX_URL_LENGTH else _parsed.__wrapped__(url)


@lru_cache(maxsize=KNOWN)
def _parsed(url: str) -> Address | None:
    """What a document holds is checked at each save, by several checks, and is seldom another."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return Address(
        scheme=parts.scheme.lower(),
        host=parts.hostname,
        port=DEFAULT_PORTS.get(parts.scheme.lower()) if port is None else port,
        path=parts.path or "/",
        query=parts.query,
        has_userinfo="@" in parts.netloc,
    )


def is_private(host: str) -> bool:
    """Whether the host is private, loopback, link-local or a single label.

    Sees through the spellings of an IPv4 address that browsers accept (`127.1`, `0x7f000001`).
    A name is not resolved.
    """
    name = unicodedata.normalize("NFKC", unquote(host)).replace("。", ".").rstrip(".").lower()
    address = _ip(name)
    if address is not None:
        return not address.is_global or address.is_multicast
    return "." not in name or name.endswith(PRIVATE_NAMES)


def _ip(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return _loose_ipv4(name)
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address
    return address


def _loose_ipv4(name: str) -> ipaddress.IPv4Address | None:
    """One to four decimal, octal or hexadecimal numbers; the last fills what is left."""
    parts = name.split(".")
    if len(parts) > 4 or not all(_IPV4_PART.fullmatch(part) for part in parts):
        return None
    *heads, tail = (_ipv4_number(part) for part in parts)
    if any(head > 255 for head in heads) or tail >= 256 ** (4 - len(heads)):
        return None
    high = sum(head << 8 * (3 - place) for place, head in enumerate(heads))
    return ipaddress.IPv4Address(high + tail)


def _ipv4_number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") else 10)
