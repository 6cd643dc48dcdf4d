"""The page of one task: watching it, stopping it, and the picture of what is on air."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_GET, require_http_methods, require_POST

from studio.accounts.access import Request, get_owned
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Scope
from studio.documents.jpegs import etag_of, picture_of
from studio.mixes.control.answers import act, operated, task_page
from studio.mixes.models import MixTask, State, Stop


@never_cache
@require_GET
def task(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One task: what is on air, how it came there, and the way to end it."""
    return render(request, "mixes/control/task.html", task_page(request, pk).context())


@for_tokens(Scope.READ)
@never_cache
@require_GET
def status(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What moves on a task's page, for htmx; 204 while it is as the page has it (`stamp`)."""
    shown = task_page(request, pk)
    if request.GET.get("stamp") == shown.stamp:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "mixes/control/_status.html", shown.context())


@for_tokens(Scope.AIR)
@require_http_methods(["GET", "HEAD", "POST"])
@act(operated)
def stop(request: Request, task: MixTask) -> HttpResponse | None:
    """The question before a stop, and the stop itself."""
    if request.method != "POST":
        where = task.cloud.described()
        context = {"task": task, "pushes": task.push_url_count, "cloud": where}
        return render(request, "mixes/control/stop.html", context)
    if task.can_stop:
        Stop.record(task=task, person=request.user).wake()
    return None


@require_POST
@act(operated)
def inquire(_request: Request, task: MixTask) -> None:
    """Ask the cloud again what became of an unknown outcome."""
    for operation in task.operations.filter(state=State.UNKNOWN):
        operation.inquire_soon()


def program_stamp(request: Request, pk: uuid.UUID) -> str:
    """Changes with what the task shows and with the pictures in it."""
    row = get_owned(MixTask.objects.all(), request, pk)
    return etag_of(row.workspace, row.shown)


@for_tokens(Scope.READ)
@require_GET
@condition(etag_func=program_stamp)
def program(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What is on air, as far as is known; before that, what is to come."""
    row = get_owned(MixTask.objects.all(), request, pk)
    if row.shown is None:
        raise Http404
    return picture_of(row.workspace, row.shown)
