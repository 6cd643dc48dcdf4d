"""What somebody who may only look gets of a document: no key of a push address, and addresses of
pictures without what they are signed with.

A page asks for pictures by their addresses, so a veiled one still has to say which it is: it ends
in a digest, keyed with the studio's secret key, by which what was veiled is found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from django.conf import settings
from django.utils.crypto import salted_hmac

from studio.rules import codec
from studio.rules.document import Json, Logo, MixedRules, Source
from studio.rules.redaction import (
    CHOSEN_FOR_SOURCES,
    CUT,
    FETCHED,
    LOCKED,
    is_address,
    is_sealed,
    is_secret,
    is_secrets_name,
    redact_push,
    without_stream_keys,
)

Row = TypeVar("Row", Source, Logo)

DIGITS = 12
SALT = "studio.documents.veiling"
# As many as a hundred templates hold, of those that are worked at.
KNOWN = 1000
VEIL = CUT
_SHOWN = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)?(?:[^/?#]*@)?([^?#]*)")


def veiled(url: str) -> str:
    """An address with a digest in place of its login and query; as it is where it has neither."""
    return veiled_under(settings.SECRET_KEY, url)


@lru_cache(maxsize=KNOWN)
def veiled_under(key: str, url: str) -> str:
    """What a document holds is veiled at each save, and is seldom another. Of what may be no
    address at all nothing is shown.
    """
    if not is_address(url):
        return VEIL + digest(key, SALT, url) if is_secret(url, fetched=True) else url
    shown = _SHOWN.sub(r"\1\2", url, count=1)
    shown = shown.partition("?")[0].partition("#")[0]
    return url if shown == url else shown + VEIL + digest(key, SALT, url)


def shown(url: str) -> str:
    """As `veiled`, for people alone: without the digest, and LOCKED where no key opens it."""
    if is_sealed(url):
        return LOCKED
    before, cut, _digest = veiled(url).partition(VEIL)
    return before + cut


def digest(key: str, salt: str, text: str) -> str:
    return salted_hmac(salt, text, key).hexdigest()[:DIGITS]


def veiled_rules(rules: MixedRules) -> Json:
    """A document's JSON for somebody who may only look."""
    return veiled_json(codec.write(without_stream_keys(rules)))


def veiled_json(value: Json, *, fetched: bool = False, by_source: bool = False) -> Json:
    """Addresses veiled, where they are no pictures' cut short, and what goes by a secret's name:
    what is `by_source` has IDs in place of names.
    """
    if isinstance(value, str):
        if fetched:
            return veiled(value)
        return redact_push(value) if is_address(value) else value
    if isinstance(value, list):
        return [veiled_json(item, fetched=fetched, by_source=by_source) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: "…"
        if not by_source and is_secrets_name(name)
        else veiled_json(
            item, fetched=fetched or name in FETCHED, by_source=name in CHOSEN_FOR_SOURCES
        )
        for name, item in value.items()
    }


def unveiled(asked: Iterable[str], urls: Iterable[str]) -> dict[str, str]:
    """Which of these addresses each veiled one among those `asked` for is; they are gone through
    until all are found.
    """
    sought = {url for url in asked if VEIL in url}
    known: dict[str, str] = {}
    for url in urls if sought else ():
        if (one := veiled(url)) in sought:
            known[one] = url
        if len(known) == len(sought):
            break
    return known


def unveiled_rules(rules: MixedRules, urls: Iterable[str]) -> MixedRules:
    """The document with those of these addresses that its pictures' veils stand for."""
    known = unveiled(addresses_of(rules), urls)

    def found(row: Row) -> Row:
        return replace(row, url=known.get(row.url, row.url))

    return replace(
        rules,
        sources=tuple(map(found, rules.sources)),
        logos=rules.logos and tuple(map(found, rules.logos)),
    )


def is_veiled(rules: MixedRules) -> bool:
    return any(VEIL in url for url in addresses_of(rules))


def addresses_of(rules: MixedRules) -> list[str]:
    """Those of its pictures."""
    return [*(row.url for row in rules.sources), *(row.url for row in rules.logos or ())]
