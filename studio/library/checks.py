"""What of the fetching settings would surprise an operator later is said at the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def fetch_allow(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Entries of STUDIO_FETCH_ALLOW are host:port pairs, nothing wider."""
    return [
        Error(f"STUDIO_FETCH_ALLOW: {entry!r} is not host:port.", id="studio.E001")
        for entry in settings.FETCH_ALLOW
        if not is_pair(entry)
    ]


def is_pair(entry: str) -> bool:
    host, _colon, port = entry.rpartition(":")
    return bool(host) and "*" not in host and "/" not in host and port.isdigit()
