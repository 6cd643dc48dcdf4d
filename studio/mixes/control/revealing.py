"""A task's push addresses in full: for who operates it, asked again, and on record."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from studio.accounts.access import Request, get_owned
from studio.accounts.asking_again import ask_again, asked_again
from studio.accounts.models import Role
from studio.audit.acts import Act
from studio.audit.models import Entry
from studio.mixes.models import MixTask
from studio.rules.redaction import LOCKED, is_sealed


@never_cache
@require_POST
def addresses(request: Request, pk: uuid.UUID) -> HttpResponse:
    """They are shown once: to read them again is to be asked, and on record, again."""
    task = get_owned(MixTask.objects.all(), request, pk, Role.OPERATOR)
    if not asked_again(request):
        return ask_again(request)
    record(task)
    urls = task.output.urls if task.output else ()
    shown = [LOCKED if is_sealed(url) else url for url in urls]
    return render(request, "mixes/control/addresses.html", {"task": task, "urls": shown})


def record(task: MixTask) -> None:
    with transaction.atomic():
        Entry.objects.record(
            Act.REVEALED,
            workspace=task.workspace,
            thing=task,
            name=task.title,
            difference=_("its push addresses"),
        )
