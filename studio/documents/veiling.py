"""What somebody who may only look gets of a document: no key of a push address, and addresses of
pictures without what they are signed with.

A page asks for pictures by their addresses, so a veiled one still has to say which it is: it ends
in a digest, keyed with the studio's secret key, by which what was veiled is found again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from django.utils.crypto import salted_hmac

from studio.rules import codec
from studio.rules.document import Json, Logo, MixedRules, Source
from studio.rules.redaction import (
    CUT,
    FETCHED,
    LOCKED,
    is_address,
    is_sealed,
    is_secrets_name,
    redact_push,
    without_stream_keys,
)

Row = TypeVar("Row", Source, Logo)

DIGITS = 12
VEIL = CUT
_SHOWN = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)?(?:[^/?#]*@)?([^?#]*)")


def veiled(url: str) -> str:
    """An address with a digest in place of its login and query; as it is where it has neither."""
    shown = _SHOWN.sub(r"\1\2", url, count=1)
    shown = shown.partition("?")[0].partition("#")[0]
    return url if shown == url else shown + VEIL + digest(url)


def shown(url: str) -> str:
    """As `veiled`, for people alone: without the digest, and LOCKED where no key opens it."""
    if is_sealed(url):
        return LOCKED
    before, cut, _digest = veiled(url).partition(VEIL)
    return before + cut


def digest(url: str) -> str:
    return salted_hmac("studio.documents.veiling", url).hexdigest()[:DIGITS]


def veiled_rules(rules: MixedRules) -> Json:
    """A document's JSON for somebody who may only look."""
    return veiled_json(codec.write(without_stream_keys(rules)))


def veiled_state(value: Json) -> Json:
    """As `veiled_rules`, of what is kept beside it: its addresses are those of pictures."""
    if isinstance(value, str):
        return veiled(value) if is_address(value) else value
    if isinstance(value, list):
        return [veiled_state(item) for item in value]
    if isinstance(value, dict):
        return {name: veiled_state(item) for name, item in value.items()}
    return value


def veiled_json(value: Json, *, fetched: bool = False) -> Json:
    """Addresses veiled, where they are no pictures' cut short, and what goes by a secret's name."""
    if isinstance(value, str):
        cut = veiled if fetched else redact_push
        return cut(value) if is_address(value) else value
    if isinstance(value, list):
        return [veiled_json(item, fetched=fetched) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: "…"
        if is_secrets_name(name)
        else veiled_json(item, fetched=fetched or name in FETCHED)
        for name, item in value.items()
    }


def unveiled(urls: Iterable[str]) -> Callable[[str], str]:
    """Finds again which of these addresses a veiled one is; any other is left as it is."""
    known = {veiled(url): url for url in urls}
    return lambda url: known.get(url, url)


def unveiled_rules(rules: MixedRules, find: Callable[[str], str]) -> MixedRules:
    def found(row: Row) -> Row:
        return replace(row, url=find(row.url))

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
