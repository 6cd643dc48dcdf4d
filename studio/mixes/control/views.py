"""Pushing a template, watching its task, stopping it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from studio.accounts.access import Request, current_workspace, get_owned, may
from studio.accounts.models import Role
from studio.documents.jpegs import picture_of, stamp_of_rules
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.library.chosen import wanted_by
from studio.library.models import Frame
from studio.mixes.clouds import configured
from studio.mixes.control import page
from studio.mixes.control.preview import stamp
from studio.mixes.history import rows as past
from studio.mixes.models import Account, MixTask, Operation, Phase, Presence, Push, State, Stop
from studio.mixes.models.operation import ClickReused
from studio.mixes.models.task import MixTaskQuerySet
from studio.mixes.push.form import Pushable, PushForm, of_task, of_template
from studio.mixes.tasklist.groups import GROUPS, MOST, listing

# Somebody looking is written down no more often than this.
FRESH = timedelta(seconds=10)


@require_http_methods(["GET", "HEAD", "POST"])
def push(request: Request, template: uuid.UUID) -> HttpResponse:
    """The push dialog of a template: what will go on air and why it can't; a POST records it."""
    row = get_owned(LayoutTemplate.objects.kept(), request, template, Role.OPERATOR)
    running = MixTask.objects.filter(workspace=row.workspace).known()
    return push_dialog(request, of_template(row), {"running": on_air(running)})


@require_http_methods(["GET", "HEAD", "POST"])
def push_again(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The push dialog of what a task shows or showed: again, or as its successor."""
    row = get_owned(with_operations(MixTask.objects.all()), request, pk, Role.OPERATOR)
    pushable = of_task(row)
    if pushable is None:
        raise Http404
    return push_dialog(request, pushable, {})


def push_dialog(request: Request, pushable: Pushable, more: dict[str, Any]) -> HttpResponse:
    if request.method != "POST":
        return render(request, "mixes/push/push.html", PushForm(pushable).context() | more)
    form = PushForm(pushable, request.POST)
    operation = record_push(request, form) if form.is_valid() else None
    if operation is None:
        name = "mixes/push/push.html#push-form" if request.htmx else "mixes/push/push.html"
        return render(request, name, form.context() | more, status=form.status)
    operation.wake()
    return follow(request, operation)


def on_air(tasks: MixTaskQuerySet) -> list[dict[str, Any]]:
    """Those a look can be prepared for, each with its cloud."""
    return [
        {"task": task, "cloud": configured.described(task.cloud)}
        for task in with_operations(tasks)
        if task.phase is Phase.ON_AIR and task.output
    ]


def record_push(request: Request, form: PushForm) -> Operation | None:
    """The row of this click; None, with the reason in the form, where its key was used before."""
    pushable = form.pushable
    if pushable.template and not pushable.takes_urls:
        pushable.template.keep_version(TemplateVersion.Reason.PUSH, request.user)
    try:
        return Push.record(
            workspace=pushable.workspace,
            person=request.user,
            template=pushable.template,
            rules=form.rules,
            name=form.name,
            title=pushable.title,
            cloud=form.cloud,
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
    """The tasks of a group that hold some words, running ones first; htmx asks for them alone."""
    group, words = request.GET.get("group", "all"), request.GET.get("q", "")
    if group not in GROUPS:
        raise Http404
    # The frozen bodies are not shown here, and are the most of a row.
    every = list(
        MixTask.objects.for_user(request.user)
        .select_related("template", "workspace")
        .prefetch_related(
            Prefetch("operations", Operation.objects.defer("body").select_related("person"))
        )
        .running_first()[:MOST]
    )
    MixTask.objects.watch(every)
    Account.objects.watch(configured.identities())
    rows, groups = listing(every, group, words)
    context = {
        "rows": [page.row(task, request.user) for task in rows],
        "groups": groups,
        "group": group,
        "words": words,
        "any": bool(every),
        "can_rehearse": may(request.user, current_workspace(request.user), Role.OPERATOR),
        "billed": sum(task.is_billed for task in every),
        # Also with none that moves: one made elsewhere may appear.
        "moving": bool(every),
        "asked_at": max((task.seen_at for task in every if task.seen_at), default=None),
    }
    # Going back to it, htmx asks for the whole page.
    part = "#rows" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"mixes/tasklist/list.html{part}", context)


@never_cache
@require_GET
def task(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One task: what is on air, how it came there, and the way to end it."""
    return render(request, "mixes/control/task.html", task_context(request, pk))


@never_cache
@require_GET
def status(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What moves on a task's page, for htmx; 204 while it is as the page has it (`stamp`)."""
    context = task_context(request, pk)
    if request.GET.get("stamp") == context["stamp"]:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "mixes/control/_status.html", context)


def task_context(request: Request, pk: uuid.UUID) -> dict[str, Any]:
    """Everything the page shows; whoever asks for it is here."""
    row = get_owned(with_operations(MixTask.objects.all()), request, pk)
    MixTask.objects.watch([row])
    Presence.objects.note(row, request.user)
    keep_fresh(row)
    context = page.page(row, request.user) | {"history": past.of_task(row, request.user)}
    return context | {"stamp": stamp(context)}


def keep_fresh(task: MixTask) -> None:
    """Somebody looks at these pictures: they are fetched anew now and then."""
    seating = task.seated()
    shown = [task.on_program or task.document, seating.document if seating else None]
    wanted = [one for rules in shown if rules for one in wanted_by(rules)]
    long_ago = timezone.now() - FRESH
    frames = Frame.objects.of(task.workspace, wanted).values()
    Frame.objects.look(frame for frame in frames if frame.looked_at < long_ago)


def with_operations(tasks: MixTaskQuerySet) -> MixTaskQuerySet:
    together = ("template", "workspace", "next_look__template", "next_by")
    return tasks.select_related(*together).prefetch_related("operations__person")


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The question before a stop, and the stop itself."""
    row = get_owned(with_operations(MixTask.objects.all()), request, pk, Role.OPERATOR)
    if request.method != "POST":
        where = configured.described(row.cloud)
        context = {"task": row, "pushes": row.push_url_count, "cloud": where}
        return render(request, "mixes/control/stop.html", context)
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
        return render(request, "mixes/control/_status.html", task_context(request, pk))
    return redirect("task", row.pk)


def program_stamp(request: Request, pk: uuid.UUID) -> str:
    """Changes with what the task shows and with the pictures in it."""
    row = get_owned(MixTask.objects.all(), request, pk)
    return stamp_of_rules(row.workspace, row.program or row.rules)


@require_GET
@condition(etag_func=program_stamp)
def program(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What is on air, as far as is known; before that, what is to come."""
    row = get_owned(MixTask.objects.all(), request, pk)
    document = row.on_program or row.document
    if document is None:
        raise Http404
    return picture_of(row.workspace, document)
