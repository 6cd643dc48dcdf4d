"""How a page answers htmx and people who come without it; what it refuses, and why."""

from __future__ import annotations

import json
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from studio.accounts.access import Request


class Refusal(Exception):
    """What was asked for is not done; says why, and with which status."""

    def __init__(self, sentence: str, status: HTTPStatus = HTTPStatus.CONFLICT) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def page(
    request: Request, template: str, part: str, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    """The page, or that part of it (a `partialdef`) for htmx, which asks for all of a page only
    when somebody goes back to it.
    """
    is_whole = not request.htmx or request.htmx.history_restore_request
    name = template if is_whole else f"{template}#{part}"
    return render(request, name, context, status=status)


def leave_for(request: Request, view: str, *args: Any) -> HttpResponse:
    """To another page; htmx is told to go there itself."""
    if request.htmx:
        return HttpResponseClientRedirect(resolve_url(view, *args))
    return redirect(view, *args)


def tag_of(*seen: Any) -> str:
    """The ETag of what these values tell; a client can but repeat it."""
    text = json.dumps(seen, sort_keys=True, default=str)
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def text_answer(sentence: str, status: HTTPStatus) -> HttpResponse:
    """A sentence instead of the file that was asked for."""
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)


def instead(
    request: HttpRequest, sentence: str, status: HTTPStatus, heading: str = ""
) -> HttpResponse:
    """A sentence instead of whatever was asked for: as JSON for whoever asks for that, and with the
    status's own page for anybody else, under `heading` or what that page says by itself.
    """
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"message": sentence}, status=status)
    context = {"sentence": sentence, "heading": heading}
    page = render(request, f"{status}.html", context, status=status)
    # What htmx asks for is a part of a page, and this stands for the whole of it.
    return retarget(reswap(page, "innerHTML"), "body")
