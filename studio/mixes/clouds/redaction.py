"""JSON that others wrote, without the secrets it may hold."""

from __future__ import annotations

from collections.abc import Collection

from studio.rules import codec
from studio.rules.document import Json, MixedRules
from studio.rules.redaction import (
    is_secrets_name,
    masked,
    secrets_in,
    texts_in,
    without_addresses,
)
from studio.volcengine.lenient_json import lenient_loads


def without_secrets(value: Json, secrets: Collection[str]) -> Json:
    """Every text masked, and whatever goes by the name of a secret."""
    if isinstance(value, str):
        return masked(value, secrets)
    if isinstance(value, list):
        return [without_secrets(item, secrets) for item in value]
    if isinstance(value, dict):
        return {
            masked(name, secrets): "…" if is_secrets_name(name) else without_secrets(item, secrets)
            for name, item in value.items()
        }
    return value


def without_keys(rules: MixedRules | None) -> Json:
    """A document as whoever looks at a task may have it: every address cut short (it may be
    signed), also those under keys that the API's page does not name, and without callback.

    None of none.
    """
    return without_secrets(codec.write(without_addresses(rules)), ()) if rules else None


def secrets_of_rule(rule: str, *, is_document: bool) -> set[str]:
    """What is a secret of a task's Rule; of one that is no document every text may be."""
    try:
        value = lenient_loads(rule)
        return secrets_in(value) if is_document else texts_in(value)
    except (ValueError, RecursionError):
        return texts_in(rule)
