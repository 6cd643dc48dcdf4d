"""Where the cloud may say that something happened to a task, and what of it is kept.

The address of a task's callbacks ends in a token: the task's key, signed with the studio's
secret key. So the token is stored nowhere, neither in clear nor as a digest, and a wrong one
is told by its signature, without asking the database. With another secret key the callbacks
of tasks that run are turned away: they are hints, and the clock asks without them, too.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from studio.mixes.clouds.redaction import without_secrets
from studio.rules.codec import strict_loads
from studio.rules.document import Callback, Json, MixedRules
from studio.rules.problems import InvalidDocument
from studio.rules.redaction import masked
from studio.volcengine.lenient_json import lenient_loads, readable

# Nobody knows what the cloud sends: its other callbacks have a few hundred bytes.
MAX_BODY_BYTES = 64 * 1024
# A larger body is a hint as good, but of it only the beginning is kept, as text.
MAX_KEPT_BYTES = 8 * 1024


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
    """What of a body is kept: its JSON or, of anything else, the start of a text; no secrets."""
    if len(body) <= MAX_KEPT_BYTES:
        with suppress(InvalidDocument):
            return without_secrets(strict_loads(body), secrets)
    return text_of(body, secrets)[:MAX_KEPT_BYTES]


def text_of(body: bytes, secrets: Collection[str]) -> str:
    """The text of a body; of one that is JSON but for an odd value, what has a secret's name is
    known, too.
    """
    try:
        return readable(json.dumps(without_secrets(lenient_loads(body), secrets)))
    except (ValueError, RecursionError):
        return masked(readable(body.decode(errors="replace")), secrets)
