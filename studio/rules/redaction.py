"""What may be shown and logged of addresses, documents and texts: push addresses hold a key, and
source addresses may.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from studio.rules.document import Json, MixedRules

_NAME = r"([a-z0-9-]{1,63}\.)+([a-z]{2,24}|xn--[a-z0-9-]{1,59})"
_IPV4 = r"(\d{1,3}\.){3}\d{1,3}"
BARE_HOST = re.compile(rf"({_NAME}|{_IPV4})(:\d{{1,5}})?([/?]|$)", re.IGNORECASE)
UNREADABLE = "‹unreadable URL›"
LONGEST_SHOWN_PART = 20
LONGEST_HOST = 253
MAX_MESSAGE_LENGTH = 500
# A part of an address as long as this is taken for a key; the shorter name of a stream only where
# it stands as a word of its own.
SHORTEST_KEY = 6
SHORTEST_NAME = 2
# What the cloud fetches from these addresses is on air: their paths name it and are no secrets. The
# latter two are what the editor sets aside.
FETCHED = frozenset({"InputSource", "Logo", "source", "logo"})
# What the editor keeps by the IDs of sources: these are anybody's words, and no names of secrets.
CHOSEN_FOR_SOURCES = frozenset({"assumed", "seconds", "stills"})
# How a secret lies in the database (studio/sealing), and in a document that no key opens.
SEALED = re.compile(r"sealed:gAAAA[A-Za-z0-9_-]{90,}={0,2}")
LOCKED = "‹locked›"
# Where a query was cut off an address, and in front of the digest that then stands for it.
CUT = "?…"
# More than the API and the editor have names, none of them longer.
KNOWN_NAMES = 500
# Most of a document, and not worth a call each: a save goes through all of it several times.
NUMBERS = frozenset({int, float, bool, type(None)})
LONGEST_NAME = 40
SECRET_NAME = re.compile(r"^sign$|signature|secret|token|passw|auth|key$", re.IGNORECASE)
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)(?:[^\s/?#@\"']*@)?([^\s/?#\"']*)[^\s\"']*")
_QUERY = re.compile(r"\?[^\s\"']*=[^\s\"']*")


def redact(url: str) -> str:
    """What of a URL may be logged: `https://cdn.example.com/…`, never its path, a key or a query.

    A bare host, as the API's samples push to, keeps its look: `push.example.com/…`.
    """
    return _redacted(url, _no_path)


def redact_push(url: str) -> str:
    """As `redact`, with the application of a push address: `rtmp://push.example.com/live/…`."""
    return _redacted(url, _app_alone)


def _redacted(url: str, shown: Callable[[SplitResult], str]) -> str:
    if is_sealed(url):
        return LOCKED
    if BARE_HOST.match(url):
        return _redacted(f"bare://{url}", shown).removeprefix("bare://").removesuffix("/")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return UNREADABLE
    if not host or not host.isprintable() or len(host) > LONGEST_HOST:
        return UNREADABLE
    bracketed = f"[{host}]" if ":" in host else host
    authority = f"{bracketed}:{port}" if port else bracketed
    return f"{parts.scheme}://{authority}/{shown(parts)}"


def _no_path(parts: SplitResult) -> str:
    return "…" if parts.path.strip("/") or parts.query else ""


def _app_alone(parts: SplitResult) -> str:
    app = _app(parts)
    return f"{app}/…" if app else _no_path(parts)


def _app(parts: SplitResult) -> str:
    """The first part of a longer path when it is a short plain word; else nothing."""
    first, _slash, rest = parts.path.lstrip("/").partition("/")
    plain = len(first) <= LONGEST_SHOWN_PART and first.isascii() and first.isalnum()
    return first if plain and rest.strip("/") else ""


def without_stream_keys(rules: MixedRules) -> MixedRules:
    """The document with its push addresses cut short and without its callback."""
    urls = tuple(redact_push(url) for url in rules.output.urls)
    return replace(rules, output=replace(rules.output, urls=urls, callback=None))


def without_addresses(rules: MixedRules) -> MixedRules:
    """The document with every address cut to its host, and without its callback."""
    urls = tuple(redact(url) for url in rules.output.urls)
    return replace(
        rules,
        output=replace(rules.output, urls=urls, callback=None),
        sources=tuple(replace(row, url=redact(row.url)) for row in rules.sources),
        logos=rules.logos and tuple(replace(row, url=redact(row.url)) for row in rules.logos),
    )


def changed_secrets(
    value: Json,
    change: Callable[[Json], Json],
    *,
    fetched: bool = False,
    of_pictures: Callable[[Json], Json] | None = None,
    by_source: bool = False,
) -> Json:
    """The JSON of a document, or of what holds one, with its secrets changed, and they alone: texts
    that `is_secret`, and whatever goes by the name of a secret; those of its pictures by
    `of_pictures`, where they are changed otherwise. What is `by_source` has IDs in place of names.
    """
    if isinstance(value, str):
        return change(value) if is_secret(value, fetched=fetched) else value
    if isinstance(value, list):
        return [
            item
            if type(item) in NUMBERS
            else changed_secrets(
                item, change, fetched=fetched, of_pictures=of_pictures, by_source=by_source
            )
            for item in value
        ]
    if not isinstance(value, dict):
        return value
    changed: dict[str, Json] = {}
    for name, item in value.items():
        if name in FETCHED:
            changed[name] = changed_secrets(item, of_pictures or change, fetched=True)
        elif item and not by_source and is_secrets_name(name):
            changed[name] = change(item)
        elif type(item) in NUMBERS:
            changed[name] = item
        else:
            of_sources = name in CHOSEN_FOR_SOURCES
            changed[name] = changed_secrets(
                item, change, fetched=fetched, of_pictures=of_pictures, by_source=of_sources
            )
    return changed


def is_secrets_name(name: str) -> bool:
    """Whether what goes by this name is a secret, whatever it is."""
    return _is_secrets_name(name) if len(name) <= LONGEST_NAME else bool(SECRET_NAME.search(name))


@lru_cache(maxsize=KNOWN_NAMES)
def _is_secrets_name(name: str) -> bool:
    """The names of a document are gone through several times a save, and are always the same."""
    return SECRET_NAME.search(name) is not None


def is_cut_short(text: str) -> bool:
    """Whether it is an address as pages show it, and no longer one that leads anywhere."""
    return CUT in text or text.endswith("/…")


def is_sealed(text: str) -> bool:
    """Whether it is a secret as the database keeps it: in a document, one that no key opens."""
    return SEALED.fullmatch(text) is not None


def is_secret(text: str, *, fetched: bool) -> bool:
    """Whether a text is kept sealed: an address, but for one that is fetched without a login, a
    query or a fragment.
    """
    if is_queried_host(text):
        return True
    if fetched:
        return "/" in text and any(sign in text for sign in "?#@")
    return "//" in text or ("/" in text and BARE_HOST.match(text) is not None)


def is_queried_host(text: str) -> bool:
    """Whether it is a bare host with something asked of it, and no path between the two."""
    host, asked, rest = text.partition("?")
    return bool(asked and rest and "/" not in host and BARE_HOST.match(text))


def secrets_in(value: Json, *, fetched: bool = False) -> set[str]:
    """What is a secret of a document, or of a body that holds one, as JSON: every address, the
    parts of it that may be keys, and whatever goes by the name of a secret.
    """
    if isinstance(value, str):
        return secrets_of(value, fetched=fetched) if is_address(value) else set()
    if isinstance(value, list):
        return set().union(*(secrets_in(item, fetched=fetched) for item in value))
    if not isinstance(value, dict):
        return set()
    named = {text for name, text in value.items() if is_secrets_name(name)}
    texts = {text for text in named if isinstance(text, str) and len(text) >= SHORTEST_KEY}
    parts = (secrets_in(item, fetched=fetched or name in FETCHED) for name, item in value.items())
    return texts.union(*parts)


def is_address(text: str) -> bool:
    return "://" in text or BARE_HOST.match(text) is not None


def secrets_of(url: str, *, fetched: bool) -> set[str]:
    """An address, and its parts that may be keys: what is in its query and before its host, and of
    one that is not fetched its path but for the application.
    """
    try:
        parts = urlsplit(url if "://" in url else f"bare://{url}")
    except ValueError:
        return {url}
    keys = _spelt([*_query_values(parts), parts.username or "", parts.password or ""])
    names = set() if fetched else _spelt(parts.path.removeprefix(f"/{_app(parts)}/").split("/"))
    return (
        {url}
        | {key for key in keys if len(key) >= SHORTEST_KEY}
        | {name for name in names if len(name) >= SHORTEST_NAME}
    )


def _spelt(parts: Iterable[str]) -> set[str]:
    return {spelling for part in parts for spelling in (part, unquote(part))}


def _query_values(parts: SplitResult) -> list[str]:
    """As they are spelt, and as they are meant; of a fragment too, where a key may hide."""
    said = f"{parts.query}&{parts.fragment}"
    spelt = [pair.partition("=")[2] for pair in said.split("&")]
    return [*spelt, *(value for _name, value in parse_qsl(said))]


def texts_in(value: Json) -> set[str]:
    """As `secrets_in` where nobody knows what is a secret: every text, and its parts."""
    if isinstance(value, str):
        texts = {value, *secrets_of(value, fetched=False)}
        return {text for text in texts if len(text) >= SHORTEST_KEY}
    if isinstance(value, dict):
        value = list(value.values())
    return set().union(*map(texts_in, value)) if isinstance(value, list) else set()


def masked(message: Json, secrets: Collection[str]) -> str:
    """One printable line of the service's own words, without addresses, queries and secrets."""
    text = message if isinstance(message, str) else ""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        if len(secret) < SHORTEST_KEY:
            text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", "…", text)
        else:
            text = text.replace(secret, "…")
    # Cut between the two: secrets whole, and no more than a line for the patterns to chew.
    text = _QUERY.sub("?…", _ADDRESS.sub(r"\1\2/…", text[:MAX_MESSAGE_LENGTH]))
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
