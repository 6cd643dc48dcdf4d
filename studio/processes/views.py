"""Whether the studio is well, for people and for machines that watch over it."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from studio.accounts.access import is_admin
from studio.processes import health, hosts, report
from studio.processes import metrics as told
from studio.processes.health import Finding


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers; it says nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """What is checked, and 503 while anything grave is not well: JSON, or a page for a browser.

    Nobody has to be signed in: it names no address, no path and nobody.
    """
    found = health.findings()
    is_ready = health.is_ready(found)
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        return HttpResponse(ready_page(request, found, is_ready=is_ready), status=status)
    rows = [{"name": each.name, "well": each.is_well, "says": each.sentence} for each in found]
    return JsonResponse({"ready": is_ready, "checks": rows}, status=status)


@require_safe
@never_cache
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """What whoever watches over the studio collects; nobody without the settings' token is told
    that there is anything, and no session lets in.
    """
    if not told.is_let_in(request.headers.get("Authorization", "")):
        return HttpResponseNotFound()
    return HttpResponse(told.text(), content_type=CONTENT_TYPE_LATEST)


def ready_page(request: HttpRequest, found: list[Finding], *, is_ready: bool) -> str:
    """The page; without its database nothing of it may ask who reads it."""
    context: dict[str, object] = {"findings": found, "is_ready": is_ready}
    context |= {"processes": [], "of_hosts": []}
    if all(each.is_well for each in found if each.name == "database"):
        # What is damaged elsewhere is met only by who asks for it.
        with suppress(Error):
            if is_admin(request.user):
                context |= {"processes": report.read(), "of_hosts": hosts.processes()}
            return render_to_string("processes/ready.html", context, request)
    return render_to_string("processes/ready.html", context)
