"""The environment's variables, read strictly: none is guessed at, none is corrected.

One that is set but empty is as if it were not set. One that can't be read ends the start with a
sentence that names it and never its value, which may be a secret.

A typical change: another kind of value is in `values.py`, where an engine lies in `engines.py`, and
the sentence that names its shape here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from studio.environment.engines import database, mail, redis, storage
from studio.environment.values import (
    LAST_PORT,
    LONGEST_NAME,
    SHORTEST_SECRET_KEY,
    SHORTEST_TOKEN,
    address,
    allowed_host,
    base,
    choice,
    digits,
    each,
    flag,
    folder,
    issuer,
    network,
    origin,
    pair,
    sealing_key,
    secret,
    secret_key,
    sentry,
    short,
    time_zone,
    token,
    word,
)

T = TypeVar("T")
# As zh_CN.UTF-8, zh_SG, zh_Hans_HK or zh alone; Taiwan, Hong Kong and Macau read other signs.
_SIMPLIFIED = re.compile(r"zh(?!_(TW|HK|MO|Hant))(_|\.|@|$)")


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

    def address(self, name: str, default: str) -> str:
        return self.read(name, default, address, "an IP address of this computer")

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

    def one_of(self, name: str, *choices: str) -> str:
        """The first by default."""
        return self.read(name, choices[0], choice(choices), " or ".join(choices))

    def token(self, name: str) -> str:
        shape = f"one word of at least {SHORTEST_TOKEN} characters"
        return self.read(name, "", token, shape)

    def origin(self, name: str, default: str = "") -> str:
        """Without a slash at the end."""
        shape = "http:// or https:// with a host, perhaps a port, and nothing after that"
        return self.read(name, default, origin, shape)

    def issuer(self, name: str) -> str:
        """Where an OpenID provider's `.well-known/openid-configuration` lies below."""
        shape = "https:// with a host, perhaps a port and a path (http:// on this computer alone)"
        return self.read(name, "", issuer, shape)

    def collector(self, name: str) -> str:
        """What `/v1/traces` is put behind: without a slash at the end."""
        shape = "http:// or https:// with a host, perhaps a port and a path"
        return self.read(name, "", base, shape)

    def sentry(self, name: str) -> str:
        shape = "https://key@host/number, as Sentry gives it"
        return self.read(name, "", sentry, shape)

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

    def storage(self, name: str) -> dict[str, str]:
        """Options of a bucket of studio/library/bucket.py; empty without one."""
        shape = (
            "s3://KEY:SECRET@host/bucket, key and secret percent-encoded, perhaps with a port and "
            "with ?region=, &style=virtual and &tls=0"
        )
        return self.read(name, {}, storage, shape)

    def redis(self, name: str) -> dict[str, Any]:
        """As LOCATION and OPTIONS of an entry of Django's CACHES; empty without one."""
        shape = (
            "redis://:password@host:port/number, the same by rediss://,"
            " or unix:/// and the path of a socket"
        )
        return self.read(name, {}, redis, shape)
