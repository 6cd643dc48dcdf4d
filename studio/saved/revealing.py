"""A saved address in full, where pages mask it: for who operates it, asked again, and on record."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from studio.accounts.access import Request, get_owned
from studio.accounts.asking_again import ask_again, asked_again
from studio.accounts.models import Role
from studio.audit.acts import Act
from studio.library.models import Saved
from studio.rules.redaction import LOCKED
from studio.saved.changes import record
from studio.saved.rows import is_masked


@never_cache
@require_POST
def address(request: Request, pk: uuid.UUID) -> HttpResponse:
    """It is shown once: to read it again is to be asked, and on record, again."""
    own = get_owned(Saved.objects.all(), request, pk, Role.OPERATOR)
    if not is_masked(own):
        raise Http404
    if not asked_again(request):
        return ask_again(request)
    record(Act.REVEALED, own, "its address")
    return render(request, "saved/address.html", {"saved": own, "url": own.url or LOCKED})
