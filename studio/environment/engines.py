"""Where the engines of a studio lie, each by one address, as Django's settings have it. Whatever
can't be read raises ValueError.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from studio.environment.values import LOOPBACK, authority, digits, flag, plain, secret

SMTP = {"smtp": 587, "smtps": 465}
POSTGRESQL = ("postgres", "postgresql")
# Where a bucket stands in an address: in its path, or before its host.
STYLES = ("path", "virtual")
REDIS = ("redis", "rediss")
REDIS_PORT = 6379

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
# What a Redis at a socket is asked for: the number of one of its databases.
_NUMBERED = re.compile(r"(?:db=([0-9]+))?")
# What of libpq's words Django has words of its own for.
_OWN = ("user", "password", "host", "port")
_DJANGO = {"dbname": "NAME"} | {word: word.upper() for word in _OWN}


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


def storage(value: str) -> dict[str, str]:
    """By TLS, and the bucket in the path of its addresses, unless it says otherwise."""
    parts = urlsplit(plain(value))
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], path="", query="")
    key, hidden = secret(unquote(parts.username or "")), secret(unquote(parts.password or ""))
    said = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    asked = {"region": "us-east-1", "style": "path", "tls": "1"} | dict(said)
    is_odd = len(asked) > 3 or len(dict(said)) < len(said) or asked["style"] not in STYLES
    if parts.scheme != "s3" or not (key and hidden) or is_odd:
        raise ValueError
    if not _BUCKET.fullmatch(parts.path[1:]):
        raise ValueError
    name, port = authority(bare)
    scheme = "https" if flag(asked["tls"]) else "http"
    return {
        "access_key": key,
        "secret_key": hidden,
        "bucket_name": parts.path[1:],
        "endpoint_url": f"{scheme}://{name}" + (f":{port}" if port else ""),
        "region_name": label(asked["region"]),
        "addressing_style": asked["style"],
    }


def label(value: str) -> str:
    """A name in small letters, digits and hyphens."""
    if not re.fullmatch(r"[a-z0-9-]+", value):
        raise ValueError
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
    return {"ENGINE": "studio.postgresql", **own, "OPTIONS": said}


def sqlite(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    path = Path(unquote(parts.path[1:]))
    if parts.scheme != "sqlite" or parts.netloc or set(url) & set("?#") or not path.is_absolute():
        raise ValueError
    if path.is_dir() or not path.parent.is_dir():
        raise ValueError
    return {"ENGINE": "studio.sqlite", "NAME": str(path)}


def redis(value: str) -> dict[str, Any]:
    """User and password are kept apart from the address, which may so be told."""
    parts = urlsplit(plain(value))
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if "@" in parts.netloc and not password:
        raise ValueError
    named = {"username": user, "password": password}
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    address = redis_socket(bare) if parts.scheme == "unix" else redis_server(bare)
    return {"LOCATION": [address], "OPTIONS": {key: said for key, said in named.items() if said}}


def redis_server(bare: SplitResult) -> str:
    """`rediss` is TLS; without a number it is the first of its databases."""
    name, port = authority(bare._replace(path=""))
    if bare.scheme not in REDIS:
        raise ValueError
    number = digits(bare.path.removeprefix("/") or "0")
    return f"{bare.scheme}://{name}:{port or REDIS_PORT}/{number}"


def redis_socket(bare: SplitResult) -> str:
    """Which of its databases is said by `?db=`."""
    number = _NUMBERED.fullmatch(bare.query)
    if bare.netloc or bare.fragment or not number or not bare.path.startswith("/"):
        raise ValueError
    return f"unix://{bare.path}?db={number[1] or 0}"
