"""Where the cloud may say that something happened to a task, and what of it is kept.

The address of a task's callbacks ends in a token: the task's key, signed with the studio's
secret key. So the token is stored nowhere, neither in clear nor as a digest, and a wrong one
is told by its signature, without asking the database. With another secret key the callbacks
of tasks that run are turned away: they are hints, and the clock asks without them, too.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from studio.rules.codec import strict_loads
from studio.rules.document import Callback, Json, MixedRules
from studio.rules.problems import InvalidDocument
from studio.volcengine.answers import masked

# Nobody knows what the cloud sends: its other callbacks have a few hundred bytes.
MAX_BODY_BYTES = 64 * 1024
# A larger body is a hint as good, but of it only the beginning is kept, as text.
MAX_KEPT_BYTES = 8 * 1024
# A part of an address as long as this is taken for a key, wherever it is said.
SHORTEST_KEY = 8

_SECRET_NAME = re.compile(r"^sign$|signature|secret|token|passw|auth|key$", re.IGNORECASE)


def signer() -> Signer:
    return Signer(salt="studio.mixes.callbacks", sep=".")


def token_of(task: UUID) -> str:
    return signer().sign(task.hex)


def task_of(token: str) -> UUID | None:
    """Whose token it is; None for one that we never gave. Compared in constant time."""
    try:
        return UUID(hex=signer().unsign(token))
    except BadSignature:
        return None


def called_back(rules: MixedRules, studio: str, task: UUID) -> MixedRules:
    """The document as it is sent from a studio that is reached at `studio`."""
    url = studio + reverse("callback", args=[token_of(task)])
    return replace(rules, output=replace(rules.output, callback=Callback(url=url)))


def kept(body: bytes, secrets: Collection[str]) -> Json:
    """What of a body is kept: its JSON or, of anything else, a line of text; no secrets."""
    if len(body) <= MAX_KEPT_BYTES:
        try:
            return without_secrets(strict_loads(body), secrets)
        except InvalidDocument:
            pass
    return masked(body[:MAX_KEPT_BYTES].decode(errors="replace"), secrets)


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


def secrets_of(task: UUID, rules: MixedRules | None) -> set[str]:
    """What no callback of this task may make us keep, whole or in parts."""
    if rules is None:
        return {token_of(task)}
    fetched = {source.url for source in rules.sources} | {logo.url for logo in rules.logos or ()}
    pushed = set(rules.output.urls)
    keys = {key for url in pushed for key in _path_parts(url)}
    keys |= {key for url in fetched | pushed for key in _query_values(url)}
    return {token_of(task), *fetched, *pushed, *(key for key in keys if len(key) >= SHORTEST_KEY)}


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
