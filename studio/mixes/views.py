"""Pushing a template, watching its task, stopping it."""

from __future__ import annotations

import uuid
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from studio.accounts.access import Request, current_workspace, get_owned, may
from studio.accounts.models import Role
from studio.compositor import Undrawable
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.editor.pictures import PREVIEW_WIDTH, draw
from studio.library.pictures import stamp_of
from studio.mixes import shown
from studio.mixes.forms import PushForm
from studio.mixes.models import MixTask, Operation, Push, State, Stop
from studio.mixes.models.push import ClickReused


@require_http_methods(["GET", "HEAD", "POST"])
def push(request: Request, template: uuid.UUID) -> HttpResponse:
    """The push dialog: what will go on air and why it can't; a POST records the push."""
    row = get_owned(LayoutTemplate.objects.kept(), request, template, Role.OPERATOR)
    if request.method != "POST":
        return render(request, "mixes/push.html", PushForm(row).context())
    form = PushForm(row, request.POST)
    operation = record_push(request, form) if form.is_valid() else None
    if operation is None:
        name = "mixes/push.html#push-form" if request.htmx else "mixes/push.html"
        return render(request, name, form.context(), status=form.status)
    operation.wake()
    return follow(request, operation)


def record_push(request: Request, form: PushForm) -> Operation | None:
    """The row of this click; None, with the reason in the form, where its key was used before."""
    template = form.template
    template.keep_version(TemplateVersion.Reason.PUSH, request.user)
    try:
        return Push.record(
            workspace=template.workspace,
            person=request.user,
            template=template,
            rules=form.rules,
            name=form.name,
            key=form.key,
        )
    except ClickReused:
        form.refuse_reused_click()
        return None


def follow(request: Request, operation: Operation) -> HttpResponse:
    """To the page of the task an operation belongs to."""
    if request.htmx:
        return HttpResponseClientRedirect(reverse("task", args=[operation.task.pk]))
    return redirect("task", operation.task.pk)


@never_cache
@require_GET
def tasks(request: Request) -> HttpResponse:
    """Every task, newest first; htmx asks for the rows alone."""
    rows = with_operations(MixTask.objects.for_user(request.user))[:200]
    MixTask.objects.watch(rows)
    context = {
        "rows": [shown.row(task, request.user) for task in rows],
        "can_rehearse": may(request.user, current_workspace(request.user), Role.OPERATOR),
        "moving": any(shown.is_moving(task) for task in rows),
        "asked_at": max((task.seen_at for task in rows if task.seen_at), default=None),
    }
    return render(request, "mixes/list.html#rows" if request.htmx else "mixes/list.html", context)


@never_cache
@require_GET
def task(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One task: what is on air, how it came there, and the way to end it."""
    return render(request, "mixes/task.html", task_context(request, pk))


@never_cache
@require_GET
def status(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What moves on a task's page, for htmx."""
    return render(request, "mixes/_status.html", task_context(request, pk))


def task_context(request: Request, pk: uuid.UUID) -> dict[str, Any]:
    row = get_owned(with_operations(MixTask.objects.all()), request, pk)
    MixTask.objects.watch([row])
    return shown.page(row, request.user)


def with_operations(tasks: Any) -> Any:
    return tasks.select_related("template", "workspace").prefetch_related("operations__person")


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The question before a stop, and the stop itself."""
    row = get_owned(with_operations(MixTask.objects.all()), request, pk, Role.OPERATOR)
    if request.method != "POST":
        pushes = len(row.output["Url"]) if row.output else 0
        return render(request, "mixes/stop.html", {"task": row, "pushes": pushes})
    if row.can_stop:
        Stop.record(task=row, person=request.user).wake()
    return redirect("task", row.pk)


@require_POST
def look(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Ask the cloud again what became of an unknown outcome."""
    row = get_owned(MixTask.objects.all(), request, pk, Role.OPERATOR)
    for operation in row.operations.filter(state=State.UNKNOWN):
        operation.look_soon()
    if request.htmx:
        return render(request, "mixes/_status.html", task_context(request, pk))
    return redirect("task", row.pk)


def program_stamp(request: Request, pk: uuid.UUID) -> str:
    """Changes with what the task shows and with the pictures in it."""
    row = get_owned(MixTask.objects.all(), request, pk)
    stamp = stamp_of(row.workspace, row.document) if row.document else ""
    return f'"{sha256(f"{row.rules} {stamp}".encode()).hexdigest()[:32]}"'


@require_GET
@condition(etag_func=program_stamp)
def program(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What a task shows, drawn from the document it was last given."""
    row = get_owned(MixTask.objects.all(), request, pk)
    if row.document is None:
        raise Http404
    try:
        # A task knows its document alone.
        picture = draw(row.workspace, row.document, "jpeg", editor_state={}, width=PREVIEW_WIDTH)
    except Undrawable:
        # A task made elsewhere may hold what no document of ours could.
        raise Http404 from None
    headers = {"Cache-Control": "private, no-cache"}
    return HttpResponse(picture, content_type="image/jpeg", headers=headers)
