"""What would surprise an operator later is said at the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from studio.volcengine.connection import Connection


@register(Tags.security)
def fetch_allow(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Entries of STUDIO_FETCH_ALLOW are host:port pairs, nothing wider."""
    return [
        Error(f"STUDIO_FETCH_ALLOW: {entry!r} is not host:port.", id="studio.E001")
        for entry in settings.FETCH_ALLOW
        if not is_pair(entry)
    ]


@register(Tags.security)
def cloud_keys(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """One key without the other would silently mean the sandbox."""
    if bool(settings.VOLC_ACCESSKEY) == bool(settings.VOLC_SECRETKEY):
        return []
    return [Error("Set both VOLC_ACCESSKEY and VOLC_SECRETKEY, or neither.", id="studio.E002")]


@register(Tags.security)
def cloud_address(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """What no request could be signed for would otherwise stop every page."""
    if not (settings.VOLC_ACCESSKEY and settings.VOLC_SECRETKEY):
        return []
    try:
        Connection(
            access_key=settings.VOLC_ACCESSKEY,
            secret_key=settings.VOLC_SECRETKEY,
            url=settings.VOLC_LIVE_URL,
            region=settings.VOLC_REGION,
        )
    except ValueError as error:
        return [Error(f"The cloud's settings (VOLC_…): {error}.", id="studio.E003")]
    return []


@register(Tags.security)
def public_url(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Where the cloud is to reach the studio must be an address of its own."""
    parts = urlsplit(settings.PUBLIC_URL)
    bare = not (parts.query or parts.fragment or parts.username)
    if not settings.PUBLIC_URL or (parts.scheme in {"http", "https"} and parts.hostname and bare):
        return []
    hint = "https://studio.example.com"
    return [Error(f"STUDIO_PUBLIC_URL is not an address such as {hint}.", id="studio.E004")]


def is_pair(entry: str) -> bool:
    host, _colon, port = entry.rpartition(":")
    return bool(host) and "*" not in host and "/" not in host and port.isdigit()
