"""What may be shown and logged of addresses, documents and texts: push addresses hold a key, and
source addresses may.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import SplitResult, urlsplit

from studio.rules.document import Json, MixedRules

BARE_HOST = re.compile(r"([a-z0-9-]{1,63}\.)+[a-z]{2,24}(:\d{1,5})?([/?]|$)", re.IGNORECASE)
UNREADABLE = "‹unreadable URL›"
LONGEST_SHOWN_PART = 20
LONGEST_HOST = 253
MAX_MESSAGE_LENGTH = 500
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)(?:[^\s/?#@\"']*@)?([^\s/?#\"']*)[^\s\"']*")
_QUERY = re.compile(r"\?[^\s\"']*=[^\s\"']*")


def redact(url: str) -> str:
    """What of a URL may be logged: `rtmp://push.example.com/live/…`, never a key or query.

    A bare host, as the API's samples push to, keeps its look: `push.example.com/live/…`.
    """
    if BARE_HOST.match(url):
        return redact(f"bare://{url}").removeprefix("bare://").removesuffix("/")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return UNREADABLE
    if not host or not host.isprintable() or len(host) > LONGEST_HOST:
        return UNREADABLE
    bracketed = f"[{host}]" if ":" in host else host
    authority = f"{bracketed}:{port}" if port else bracketed
    return f"{parts.scheme}://{authority}/{_first_part(parts)}"


def _first_part(parts: SplitResult) -> str:
    """The first part of a longer path when it is a short plain word; else only an ellipsis."""
    first, _slash, rest = parts.path.lstrip("/").partition("/")
    if rest and len(first) <= LONGEST_SHOWN_PART and first.isascii() and first.isalnum():
        return f"{first}/…"
    return "…" if first or parts.query else ""


def without_stream_keys(rules: MixedRules) -> MixedRules:
    """The document with its push addresses cut short and without its callback."""
    urls = tuple(redact(url) for url in rules.output.urls)
    return replace(rules, output=replace(rules.output, urls=urls, callback=None))


def without_addresses(rules: MixedRules) -> MixedRules:
    """As `without_stream_keys`, and every source's and logo's address cut short too."""
    return replace(
        without_stream_keys(rules),
        sources=tuple(replace(row, url=redact(row.url)) for row in rules.sources),
        logos=rules.logos and tuple(replace(row, url=redact(row.url)) for row in rules.logos),
    )


def masked(message: Json, secrets: Collection[str]) -> str:
    """One printable line of the service's own words, without addresses, queries and secrets."""
    text = message if isinstance(message, str) else ""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "…")
    # Cut between the two: secrets whole, and no more than a line for the patterns to chew.
    text = _QUERY.sub("?…", _ADDRESS.sub(r"\1\2/…", text[:MAX_MESSAGE_LENGTH]))
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
