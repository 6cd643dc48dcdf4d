"""The tour of the editor, which everybody is shown once."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from studio.accounts.access import Request


@require_http_methods(["GET", "HEAD", "POST"])
def tour(request: Request) -> HttpResponse:
    """Its steps, as a fragment of the editor's page. Posted to, it was taken, or passed over: it
    is not shown again unless it is asked for.
    """
    if request.method != "POST":
        return render(request, "editor/tour/tour.html")
    request.user.toured = True
    request.user.save(update_fields=["toured"])
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
