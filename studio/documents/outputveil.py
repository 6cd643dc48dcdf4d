"""What somebody who edits a document gets of its push addresses and of whatever else is secret
outside its pictures: where each leads, and a digest by which the server finds it again.

The digest is keyed with the studio's secret key: two that are equal look equal, so pages compare
and merge documents as before, and only who holds the document can tell what they stand for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import salted_hmac

from studio.documents.veiling import DIGITS, VEIL
from studio.rules.document import Json
from studio.rules.problems import InvalidDocument, Problem
from studio.rules.redaction import (
    FETCHED,
    changed_secrets,
    is_address,
    is_cut_short,
    is_sealed,
    is_secret,
    is_secrets_name,
    redact_push,
)

# As many as a hundred templates hold, of those that are worked at.
KNOWN = 1000
SALT = "studio.documents.outputveil"


def veil(secret: Json) -> Json:
    """What stands for a secret; a locked one is veiled already."""
    if isinstance(secret, str) and is_sealed(secret):
        return secret
    shown = redact_push(secret) if isinstance(secret, str) and is_address(secret) else ""
    return shown + VEIL + digest(json.dumps(secret, sort_keys=True), settings.SECRET_KEY)


@lru_cache(maxsize=KNOWN)
def digest(text: str, key: str) -> str:
    """What a document holds is veiled at each save, and is seldom another."""
    return salted_hmac(SALT, text, key).hexdigest()[:DIGITS]


def with_veils(rules: Json) -> Json:
    """A document's JSON for who edits it."""
    return _changed(rules, veil)


def secrets_held(rules: Json) -> list[Json]:
    """What `with_veils` veils of it."""
    found: list[Json] = []

    def kept(secret: Json) -> Json:
        found.append(secret)
        return secret

    _changed(rules, kept)
    return found


def _changed(rules: Json, change: Callable[[Json], Json]) -> Json:
    return changed_secrets(rules, change, leave=FETCHED)


def without_veils(rules: Json, held: Iterable[Json]) -> Json:
    """A document's JSON with what its veils stand for among the secrets that are `held`; a veil
    that stands for none of them stays (`lost_veils`).

    One is taken off only where it would be put on again, or it could be moved to where it is shown.
    """
    known = {veil(secret): secret for secret in held}

    def found(text: str, name: str) -> Json:
        if text not in known:
            return text
        secret = known[text]
        is_kept = isinstance(secret, str) and is_secret(secret, fetched=False)
        return secret if is_kept or is_secrets_name(name) else text

    return _each_text(rules, "", found)


def lost_veils(rules: Json) -> list[Problem]:
    """One of each veil that is still there, at the path where it is."""
    if not _is_veiled(rules):
        return []
    return [Problem(path=path, code="veiled") for path in _veiled_paths(rules, "MixedRules")]


def unveiled_rules(rules: Json, held: Iterable[Json]) -> Json:
    """As `without_veils`. Raises InvalidDocument for a veil that stands for nothing held."""
    whole = without_veils(rules, held)
    if lost := lost_veils(whole):
        raise InvalidDocument(tuple(lost))
    return whole


def _each_text(value: Json, name: str, change: Callable[[str, str], Json]) -> Json:
    """Every text outside the pictures, with the name that it goes by."""
    if isinstance(value, str):
        return change(value, name)
    if isinstance(value, list):
        return [_each_text(item, name, change) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: item if key in FETCHED else _each_text(item, key, change)
        for key, item in value.items()
    }


def _is_veiled(value: Json) -> bool:
    """Whether there is one; most documents have none, and to tell paths takes longer."""
    if isinstance(value, str):
        return is_cut_short(value)
    if isinstance(value, list):
        return any(map(_is_veiled, value))
    if not isinstance(value, dict):
        return False
    return any(_is_veiled(item) for key, item in value.items() if key not in FETCHED)


def _veiled_paths(value: Json, path: str) -> list[str]:
    if isinstance(value, str):
        return [path] if is_cut_short(value) else []
    if isinstance(value, list):
        rows = enumerate(value)
        return [found for index, item in rows for found in _veiled_paths(item, f"{path}[{index}]")]
    if not isinstance(value, dict):
        return []
    rest = [(key, item) for key, item in value.items() if key not in FETCHED]
    return [found for key, item in rest for found in _veiled_paths(item, f"{path}.{key}")]
