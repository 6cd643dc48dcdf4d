"""Whether the studio is well, for people and for machines that watch over it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers; it says nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
