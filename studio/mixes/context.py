"""What every page says: which cloud it is on."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext

from studio.mixes import cloud


def which_cloud(request: HttpRequest) -> dict[str, object]:
    return {"cloud": describe()}


def describe() -> dict[str, str]:
    """The configured cloud as pages show it: its kind, and a label without any secret."""
    if cloud.is_sandbox():
        return {"kind": "sandbox", "label": gettext("Sandbox")}
    return {"kind": "volcengine", "label": cloud.identity()}
