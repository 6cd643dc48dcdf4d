"""What one value says, by its kind. Whatever can't be read raises ValueError."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ON = ("1", "true", "yes", "on", "y")
OFF = ("0", "false", "no", "off", "n")
LAST_PORT = 65_535
SHORTEST_SECRET_KEY = 50
SHORTEST_TOKEN = 32
SEALING_KEY_BYTES = 32
LONGEST_NAME = 40
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

_HOST_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")


def each(parse: Callable[[str], str]) -> Callable[[str], list[str]]:
    """A list's entries are separated by commas, with blanks around them or without."""
    return lambda value: [parse(entry.strip()) for entry in value.split(",")]


def flag(value: str) -> bool:
    said = value.strip().lower()
    if said not in ON + OFF:
        raise ValueError
    return said in ON


def digits(value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise ValueError
    return int(value)


def plain(value: str) -> str:
    """What a person can see all of."""
    if not value.isprintable() or value != value.strip():
        raise ValueError
    return value


def word(value: str) -> str:
    """What can stand in an Authorization header's credential."""
    if "/" in secret(value):
        raise ValueError
    return value


def secret(value: str) -> str:
    if not value.isascii() or not value.isprintable() or set(value) & set(" ,"):
        raise ValueError
    return value


def choice(choices: Collection[str]) -> Callable[[str], str]:
    def chosen(value: str) -> str:
        if value not in choices:
            raise ValueError
        return value

    return chosen


def token(value: str) -> str:
    if len(secret(value)) < SHORTEST_TOKEN:
        raise ValueError
    return value


def secret_key(value: str) -> str:
    if len(value) < SHORTEST_SECRET_KEY or not value.isprintable():
        raise ValueError
    return value


def sealing_key(value: str) -> str:
    key = base64.b64decode(value, altchars=b"-_", validate=True)
    if len(key) != SEALING_KEY_BYTES or "+" in value or "/" in value:
        raise ValueError
    return value


def address(value: str) -> str:
    return str(ip_address(value))


def network(value: str) -> str:
    return str(ip_network(value))


def folder(value: str) -> Path:
    path = Path(plain(value)).absolute()
    try:
        nearest = next(above for above in (path, *path.parents) if above.exists())
        is_folder = nearest.is_dir()
    except OSError:
        is_folder = False
    if not is_folder:
        raise ValueError
    return path


def allowed_host(value: str) -> str:
    """As Django's ALLOWED_HOSTS has it: `.example.com` is that and all below, `*` any."""
    return value if value == "*" or host(value.removeprefix(".")) else ""


def host(value: str) -> str:
    """A host in its one spelling: a name, an address, or an IPv6 address in brackets."""
    name = value.lower()
    if name.startswith("[") and name.endswith("]"):
        return f"[{IPv6Address(name[1:-1])}]"
    if not _HOST_NAME.fullmatch(name):
        raise ValueError
    if name.rpartition(".")[2].isdigit():
        IPv4Address(name)
    return name


def authority(parts: SplitResult) -> tuple[str, int | None]:
    """Host and port, if a URL has nothing else behind its scheme but perhaps a slash."""
    end = "" if parts.port is None else f":{parts.port}"
    if parts.port == 0 or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError
    if not parts.netloc.endswith(end):
        raise ValueError
    return host(parts.netloc.removesuffix(end)), parts.port


def origin(value: str) -> str:
    """scheme://host[:port]"""
    parts = urlsplit(plain(value))
    if parts.scheme not in ("http", "https"):
        raise ValueError
    name, port = authority(parts)
    return f"{parts.scheme}://{name}" + (f":{port}" if port else "")


def base(value: str) -> str:
    """scheme://host[:port][/path], without a slash at the end"""
    parts = urlsplit(secret(value))
    said = origin(f"{parts.scheme}://{parts.netloc}")
    if parts.query or parts.fragment or parts.path != quote(unquote(parts.path)):
        raise ValueError
    return said + parts.path.rstrip("/")


def issuer(value: str) -> str:
    """As `base`, with TLS wherever it is not this computer."""
    said = base(value)
    parts = urlsplit(said)
    if parts.scheme == "http" and authority(parts._replace(path=""))[0] not in LOOPBACK:
        raise ValueError
    return said


def sentry(value: str) -> str:
    """scheme://key@host[:port][/path]/number"""
    parts = urlsplit(secret(value))
    key, _at, place = parts.netloc.rpartition("@")
    base(f"{parts.scheme}://{place}{parts.path}")
    project = parts.path.rpartition("/")[2]
    if not key.isalnum() or not digits(project) or parts.query or parts.fragment:
        raise ValueError
    return value


def short(value: str) -> str:
    if len(plain(value)) > LONGEST_NAME:
        raise ValueError
    return value


def pair(value: str) -> str:
    name, port = authority(urlsplit(f"//{plain(value)}"))
    if port is None or value.endswith("/"):
        raise ValueError
    return f"{name}:{port}"


def time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError from None
    return value
