"""JSON that others wrote, without the secrets it may hold."""

from __future__ import annotations

from collections.abc import Collection

from studio.rules.document import Json
from studio.rules.redaction import SECRET_NAME, masked


def without_secrets(value: Json, secrets: Collection[str]) -> Json:
    """Every text masked, and whatever goes by the name of a secret."""
    if isinstance(value, str):
        return masked(value, secrets)
    if isinstance(value, list):
        return [without_secrets(item, secrets) for item in value]
    if isinstance(value, dict):
        return {
            masked(name, secrets): "…"
            if SECRET_NAME.search(name)
            else without_secrets(item, secrets)
            for name, item in value.items()
        }
    return value
