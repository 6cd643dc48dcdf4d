"""How a page with a form stands among the addresses."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods


def form(address: str, view: Any, name: str) -> URLPattern:
    """A page with a form that is sent to its own address; allauth's would take a PUT, too."""
    answers = getattr(view, "as_view", lambda: view)()
    only = require_http_methods(["GET", "HEAD", "POST"])
    found: URLPattern = path(address, only(answers), name=name)
    return found
