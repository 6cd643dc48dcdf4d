"""Texts and JSON that others wrote, without the secrets they may hold."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import parse_qsl, urlsplit

from studio.rules.document import Json, MixedRules
from studio.rules.redaction import masked

# A part of an address as long as this is taken for a key.
SHORTEST_KEY = 8

_SECRET_NAME = re.compile(r"^sign$|signature|secret|token|passw|auth|key$", re.IGNORECASE)


def without_secrets(value: Json, secrets: Collection[str]) -> Json:
    """Every text masked, and whatever goes by the name of a secret."""
    if isinstance(value, str):
        return masked(value, secrets)
    if isinstance(value, list):
        return [without_secrets(item, secrets) for item in value]
    if isinstance(value, dict):
        return {
            masked(name, secrets): "…"
            if _SECRET_NAME.search(name)
            else without_secrets(item, secrets)
            for name, item in value.items()
        }
    return value


def secrets_in(rules: MixedRules) -> set[str]:
    """A document's addresses and what of them may be a key, to be masked wherever it is said."""
    fetched = {source.url for source in rules.sources} | {logo.url for logo in rules.logos or ()}
    pushed = set(rules.output.urls)
    keys = {key for url in pushed for key in _path_parts(url)}
    keys |= {key for url in fetched | pushed for key in _query_values(url)}
    return {*fetched, *pushed, *(key for key in keys if len(key) >= SHORTEST_KEY)}


def texts_in(value: Json) -> set[str]:
    """The texts of JSON that may be keys or hold some, and what of them may."""
    if isinstance(value, str):
        texts = {value, *_path_parts(value), *_query_values(value)}
        return {text for text in texts if len(text) >= SHORTEST_KEY}
    if isinstance(value, dict):
        value = list(value.values())
    return set().union(*map(texts_in, value)) if isinstance(value, list) else set()


def _path_parts(url: str) -> list[str]:
    return _split(url)[0].split("/")


def _query_values(url: str) -> list[str]:
    return [value for _name, value in parse_qsl(_split(url)[1])]


def _split(url: str) -> tuple[str, str]:
    """Path and query; the whole as the path of what is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, ""
    return parts.path, parts.query
