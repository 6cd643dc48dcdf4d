"""The environment's variables, read strictly: none is guessed at, none is corrected.

One that is set but empty is as if it were not set. One that can't be read ends the start with a
sentence that names it and never its value, which may be a secret.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, quote, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

T = TypeVar("T")

ON = ("1", "true", "yes", "on", "y")
OFF = ("0", "false", "no", "off", "n")
LAST_PORT = 65_535
SHORTEST_SECRET_KEY = 50
SEALING_KEY_BYTES = 32
LONGEST_NAME = 40
SMTP = {"smtp": 587, "smtps": 465}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
POSTGRESQL = ("postgres", "postgresql")

# As zh_CN.UTF-8, zh_SG, zh_Hans_HK or zh alone; Taiwan, Hong Kong and Macau read other signs.
_SIMPLIFIED = re.compile(r"zh(?!_(TW|HK|MO|Hant))(_|\.|@|$)")
_HOST_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
# What of libpq's words Django has words of its own for.
_OWN = ("user", "password", "host", "port")
_DJANGO = {"dbname": "NAME"} | {word: word.upper() for word in _OWN}


class Unreadable(SystemExit):
    """A variable that is not what it must be. As any SystemExit it ends the process, unless it is
    caught, with its sentence on standard error and status 1.
    """

    def __init__(self, name: str, shape: str) -> None:
        super().__init__(f"{name} must be {shape}.")


class Environment:
    """Variables by their names. A reader gives what one says, or the default; raises Unreadable."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables

    def read(self, name: str, default: T, parse: Callable[[str], T], shape: str) -> T:
        """`parse` raises ValueError for what is not of that shape."""
        value = self.variables.get(name, "")
        try:
            return parse(value) if value else default
        except ValueError:
            raise Unreadable(name, shape) from None

    def flag(self, name: str) -> bool:
        """False by default."""
        shape = "on or off (1 or 0, true or false, yes or no)"
        return self.read(name, default=False, parse=flag, shape=shape)

    def language(self, name: str) -> str:
        """What a terminal speaks, of the two that the studio does; "" where it is not set. It is
        never unreadable: who speaks another has English.
        """
        spoken = self.variables.get(name, "")
        return spoken and ("zh-hans" if _SIMPLIFIED.match(spoken) else "en")

    def number(self, name: str, default: int, first: int, last: int) -> int:
        shape = f"a whole number from {first} to {last}"
        found = self.read(name, default, digits, shape)
        if not first <= found <= last:
            raise Unreadable(name, shape)
        return found

    def port(self, name: str, default: int) -> int:
        return self.number(name, default, 1, LAST_PORT)

    def host_names(self, name: str, default: list[str]) -> list[str]:
        shape = "host names without scheme and port, separated by commas"
        return self.read(name, default, each(allowed_host), shape)

    def pairs(self, name: str) -> list[str]:
        shape = "host:port pairs, such as encoder:8080, separated by commas"
        return self.read(name, [], each(pair), shape)

    def networks(self, name: str) -> list[str]:
        shape = "IP addresses or networks, such as 10.0.0.0/8, separated by commas"
        return self.read(name, [], each(network), shape)

    def folder(self, name: str, default: Path) -> Path:
        """Its whole path; it is there, or can be made."""
        return self.read(name, default, folder, "the path of a folder")

    def secret_key(self, name: str) -> str:
        shape = f"at least {SHORTEST_SECRET_KEY} characters in one line"
        return self.read(name, "", secret_key, shape)

    def sealing_keys(self, name: str) -> list[str]:
        shape = "keys of 32 bytes in base64 (URL-safe), separated by commas, the newest first"
        return self.read(name, [], each(sealing_key), shape)

    def word(self, name: str, default: str = "") -> str:
        return self.read(name, default, word, "one word, as it was issued")

    def secret(self, name: str) -> str:
        return self.read(name, "", secret, "one word, as it was issued")

    def origin(self, name: str, default: str = "") -> str:
        """Without a slash at the end."""
        shape = "http:// or https:// with a host, perhaps a port, and nothing after that"
        return self.read(name, default, origin, shape)

    def issuer(self, name: str) -> str:
        """Where an OpenID provider's `.well-known/openid-configuration` lies below."""
        shape = "https:// with a host, perhaps a port and a path (http:// on this computer alone)"
        return self.read(name, "", issuer, shape)

    def mail(self, name: str) -> dict[str, Any]:
        """As Django's settings EMAIL_…; empty without one."""
        shape = "smtps://user:password@host or smtp://user:password@host:port"
        return self.read(name, {}, mail, shape)

    def text(self, name: str, default: str) -> str:
        shape = f"a name of at most {LONGEST_NAME} letters"
        return self.read(name, default, short, shape)

    def time_zone(self, name: str, default: str) -> str:
        shape = "the name of a time zone, such as Asia/Shanghai"
        return self.read(name, default, time_zone, shape)

    def database(self, name: str, default: dict[str, Any]) -> dict[str, Any]:
        """As an entry of Django's DATABASES."""
        shape = "postgres://user@host/name, or sqlite:/// and the whole path of a file"
        return self.read(name, default, database, shape)


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


def secret_key(value: str) -> str:
    if len(value) < SHORTEST_SECRET_KEY or not value.isprintable():
        raise ValueError
    return value


def sealing_key(value: str) -> str:
    key = base64.b64decode(value, altchars=b"-_", validate=True)
    if len(key) != SEALING_KEY_BYTES or "+" in value or "/" in value:
        raise ValueError
    return value


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


def issuer(value: str) -> str:
    """scheme://host[:port][/path]"""
    parts = urlsplit(secret(value))
    said = origin(f"{parts.scheme}://{parts.netloc}")
    if parts.query or parts.fragment or parts.path != quote(unquote(parts.path)):
        raise ValueError
    if parts.scheme == "http" and authority(urlsplit(said))[0] not in LOOPBACK:
        raise ValueError
    return said + parts.path.rstrip("/")


def mail(value: str) -> dict[str, Any]:
    """`smtps` is TLS from the first byte, `smtp` turns to it, but for a server on this computer."""
    parts = urlsplit(plain(value))
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    name, port = authority(bare)
    if parts.scheme not in SMTP or parts.path or bool(user) != bool(password):
        raise ValueError
    return {
        "EMAIL_HOST": name,
        "EMAIL_PORT": port or SMTP[parts.scheme],
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and name not in LOOPBACK,
        "DEFAULT_FROM_EMAIL": user if "@" in user else f"studio@{name}",
    }


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


def database(value: str) -> dict[str, Any]:
    scheme = urlsplit(plain(value)).scheme
    return postgresql(value) if scheme in POSTGRESQL else sqlite(value)


def postgresql(url: str) -> dict[str, Any]:
    """As libpq reads it: its sockets, several hosts, every option."""
    import psycopg  # noqa: PLC0415  # a start with SQLite spares it
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    try:
        said = conninfo_to_dict(url)
    except psycopg.Error:
        raise ValueError from None
    ports = str(said.get("port") or "5432").split(",")
    if not said.keys() & {"dbname", "service"} or not all(map(str.isdigit, ports)):
        raise ValueError
    own = {_DJANGO[name]: said.pop(name) for name in _DJANGO.keys() & said.keys()}
    return {"ENGINE": "django.db.backends.postgresql", **own, "OPTIONS": said}


def sqlite(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    path = Path(unquote(parts.path[1:]))
    if parts.scheme != "sqlite" or parts.netloc or set(url) & set("?#") or not path.is_absolute():
        raise ValueError
    if path.is_dir() or not path.parent.is_dir():
        raise ValueError
    return {"ENGINE": "studio.sqlite", "NAME": str(path)}
