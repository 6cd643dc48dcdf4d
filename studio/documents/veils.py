"""What somebody who edits a document gets of its secrets: where each address leads, and a digest by
which the server finds it again. A picture is known by its path, a push address is not.

The digest is keyed with the studio's secret key: two that are equal look equal, so pages compare
and merge documents as before, and only who holds the document can tell what they stand for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.conf import settings

from studio.documents import veiling
from studio.documents.veiling import KNOWN, VEIL, digest
from studio.rules.document import Json
from studio.rules.problems import InvalidDocument, Problem
from studio.rules.redaction import (
    CHOSEN_FOR_SOURCES,
    FETCHED,
    changed_secrets,
    is_address,
    is_cut_short,
    is_sealed,
    is_secret,
    is_secrets_name,
    redact_push,
)

# Not this module's name of today: what pages hold that are open meanwhile is found again.
SALT = "studio.documents.outputveil"


def veil(secret: Json) -> str:
    """What stands for a secret; a locked one is veiled already."""
    return veil_under(settings.SECRET_KEY, json.dumps(secret, sort_keys=True))


@lru_cache(maxsize=KNOWN)
def veil_under(key: str, dumped: str) -> str:
    """What a document holds is veiled at each save, and is seldom another."""
    secret = json.loads(dumped)
    if isinstance(secret, str) and is_sealed(secret):
        return secret
    shown = redact_push(secret) if isinstance(secret, str) and is_address(secret) else ""
    return shown + VEIL + digest(key, SALT, dumped)


def veil_of_picture(secret: Json) -> str:
    """The same where it is a source's or a logo's."""
    if isinstance(secret, str) and (is_address(secret) or is_secret(secret, fetched=True)):
        return veiling.veiled(secret)
    return veil(secret)


def with_veils(value: Json) -> Json:
    """The JSON of a document, or of what is kept beside it, for who edits it."""
    return changed_secrets(value, veil, of_pictures=veil_of_picture)


def all_held(value: Json) -> list[Json]:
    """What `with_veils` veils of it."""
    found: list[Json] = []
    changed_secrets(value, found.append)
    return found


def held_outside_pictures(value: Json) -> list[Json]:
    """Those of them that are not its pictures' addresses."""
    found: list[Json] = []
    changed_secrets(value, found.append, of_pictures=lambda address: address)
    return found


def without_veils(value: Json, held: Iterable[Json]) -> Json:
    """JSON with what its veils stand for among the secrets that are `held`, which are gone through
    until all are found. A veil that stands for none of them stays.
    """
    whole, _lost = _unveiled(value, held)
    return whole


def unveiled_rules(rules: Json, held: Iterable[Json]) -> Json:
    """As `unveiled`, of a document alone."""
    return unveiled({"MixedRules": rules}, held)["MixedRules"]


def unveiled(parts: dict[str, Json], held: Iterable[Json]) -> dict[str, Json]:
    """As `without_veils`, of parts by the names that their paths begin with. Raises InvalidDocument
    for a veil that stands for nothing held.
    """
    whole, lost = _unveiled(parts, held)
    if lost:
        raise InvalidDocument(tuple(Problem(path=told(path), code="veiled") for path in lost))
    assert isinstance(whole, dict)
    return whole


Path = tuple[str | int, ...]


def told(path: Path) -> str:
    """As problems tell it: `MixedRules.Output.Url[0]`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def _unveiled(value: Json, held: Iterable[Json]) -> tuple[Json, list[Path]]:
    """It without its veils, and where it has some that stand for nothing."""
    sought: dict[Path, str] = {}
    _cut_short(value, (), sought)
    known = _standing_for(set(sought.values()), held)
    secrets: dict[Path, Json] = {}
    lost: list[Path] = []
    for path, text in sought.items():
        secret = known.get(text)
        if secret is not None and _is_put_on(text, secret, path):
            secrets[path] = secret
        elif _is_veil(text, path):
            lost.append(path)
    return (_with(value, secrets) if secrets else value), lost


def _cut_short(value: Json, path: Path, found: dict[Path, str]) -> None:
    """Every text that may be a veil, by where it is; most documents have none."""
    if isinstance(value, str):
        if is_cut_short(value):
            found[path] = value
    elif isinstance(value, dict):
        for name, item in value.items():
            _cut_short(item, (*path, name), found)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            _cut_short(item, (*path, place), found)


def _standing_for(sought: set[str], held: Iterable[Json]) -> dict[str, Json]:
    """What each veil stands for."""
    known: dict[str, Json] = {}
    for secret in held if sought else ():
        for one in {veil(secret), veil_of_picture(secret)} & sought:
            known[one] = secret
        if len(known) == len(sought):
            break
    return known


def _is_put_on(text: str, secret: Json, path: Path) -> bool:
    """Whether a secret is veiled so in that place: else it could be moved to where it is shown."""
    veiled = veil_of_picture(secret) if _is_of_picture(path) else veil(secret)
    return veiled == text and _would_be_veiled(secret, path)


def _is_veil(text: str, path: Path) -> bool:
    """Whether a text that is cut short can be nothing else in that place."""
    if not _is_of_picture(path) or text.startswith(VEIL):
        return True
    return VEIL in text and _would_be_veiled(text, path)


def _would_be_veiled(value: Json, path: Path) -> bool:
    is_kept = isinstance(value, str) and is_secret(value, fetched=_is_of_picture(path))
    return is_kept or _is_secrets_by_name(path)


def _is_secrets_by_name(path: Path) -> bool:
    before, name = (["", ""] + [step for step in path if isinstance(step, str)])[-2:]
    return before not in CHOSEN_FOR_SOURCES and is_secrets_name(name)


def _is_of_picture(path: Path) -> bool:
    return not FETCHED.isdisjoint(path)


def _with(value: Json, secrets: Mapping[Path, Json], path: Path = ()) -> Json:
    """A copy of it that has each secret in its place."""
    if path in secrets:
        return secrets[path]
    if isinstance(value, dict):
        return {name: _with(item, secrets, (*path, name)) for name, item in value.items()}
    if isinstance(value, list):
        return [_with(item, secrets, (*path, place)) for place, item in enumerate(value)]
    return value
