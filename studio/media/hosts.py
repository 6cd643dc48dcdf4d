"""Host names and paths of URLs, brought into one spelling or refused.

A name has many spellings (UTS-46, trailing dots, brackets) and an address more still
(octal, hexadecimal, one number, missing parts). Browsers, resolvers and libraries disagree
about them; so each is either turned into the plain one here, or refused.
"""

from __future__ import annotations

import re
import unicodedata
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote

import idna

from studio.media.errors import Refused

MAX_LENGTH = 253
INTERNAL_SUFFIXES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home.arpa",
    "in-addr.arpa",
    "ip6.arpa",
    "onion",
    "cluster.local",
    "consul",
)

_UNSEEN = frozenset("CZ")  # Unicode's control-like and separating categories
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
# Names that DNS serves although IDNA would not register them: a_b, r3---sn.
_OLD_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")


def is_plain_text(url: str) -> bool:
    """Whether no character is invisible, a space, or a backslash."""
    return "\\" not in url and not any(unicodedata.category(c)[0] in _UNSEEN for c in url)


def canonical(parts: SplitResult) -> str:
    """The host in its one spelling: ASCII name, dotted quad, or bare IPv6 address."""
    if "%" in parts.netloc:
        raise Refused("host_chars")
    if not parts.hostname:
        raise Refused("no_host")
    if parts.netloc.startswith("["):
        return _ipv6(parts.hostname)
    return _ipv4_or_name(_mapped(parts.hostname))


def _ipv6(text: str) -> str:
    try:
        return str(IPv6Address(text))
    except AddressValueError:
        raise Refused("host_ip") from None


def _mapped(text: str) -> str:
    """The name as UTS-46 reads it: one width, one case, one kind of dot, none at the end."""
    try:
        name = idna.uts46_remap(unicodedata.normalize("NFKC", text), std3_rules=False)
    except idna.IDNAError:
        raise Refused("host_chars") from None
    name = name.removesuffix(".")
    if not name:
        raise Refused("no_host")
    return name


def _ipv4_or_name(name: str) -> str:
    """A host whose last label is a number is an address, and has one spelling only."""
    if not _NUMBER.fullmatch(name.rpartition(".")[2]):
        return _ascii(name)
    try:
        return str(IPv4Address(name))
    except AddressValueError:
        raise Refused("host_ip") from None


def _ascii(name: str) -> str:
    if all(_OLD_LABEL.fullmatch(label) for label in name.split(".")):
        encoded = name
    else:
        try:
            encoded = idna.encode(name).decode()
        except idna.IDNAError:
            raise Refused("host_chars") from None
    if len(encoded) > MAX_LENGTH:
        raise Refused("host_chars")
    return encoded


def refuse_internal(host: str) -> None:
    """Raises Refused for names that can only mean a neighbour on our own network."""
    if ":" in host:
        return
    if "." not in host:
        raise Refused("single_label")
    if host.endswith(tuple(f".{suffix}" for suffix in INTERNAL_SUFFIXES)):
        raise Refused("internal_name")


def request_path(parts: SplitResult) -> str:
    """Path and query as they go over the wire: ASCII, what is escaped stays as it is."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]{}|^`")
    return f"{path}?{query}" if parts.query else path
