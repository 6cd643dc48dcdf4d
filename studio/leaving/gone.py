"""Who acts in a workspace while somebody deletes it is answered as if it had been gone before."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse

from studio.accounts.models import Workspace


class GoneMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> None:
        """Its row, or one of its rows, was not there any more when something was to be written."""
        workspace = getattr(request, "workspace", None)
        if workspace is None or not isinstance(fault, IntegrityError | ObjectDoesNotExist):
            return
        if not Workspace.objects.filter(pk=workspace.pk).exists():
            raise Http404 from fault
