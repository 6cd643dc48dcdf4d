"""What of the cloud's settings would surprise an operator later is said at the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from studio.volcengine.connection import Connection


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
def public_address(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """An address the cloud could not call would make every push a refused one."""
    if not settings.PUBLIC_URL or is_web_address(settings.PUBLIC_URL):
        return []
    return [Error("STUDIO_PUBLIC_URL is not http:// or https:// with a host.", id="studio.E004")]


def is_web_address(url: str) -> bool:
    """Whether it is http(s) with a host, and nothing after that but a path."""
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port != 0
    except ValueError:
        return False
    plain = url.isprintable() and not set(url) & set(" ?#@\\")
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port_is_fine and plain
