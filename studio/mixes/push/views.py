"""Pushing: a template, or again what a task shows or showed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from studio.accounts.access import Request, get_owned
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Role, Scope
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.mixes.models import Connection, MixTask, Operation, Push
from studio.mixes.models.record import ClickReused
from studio.mixes.models.rounds import MixTaskQuerySet
from studio.mixes.models.summaries import summarised
from studio.mixes.push.form import Pushable, PushForm, of_task, of_template
from studio.pages.answers import leave_for, page
from studio.pages.drawn import drawn_once


@for_tokens(Scope.AIR)
@require_http_methods(["GET", "HEAD", "POST"])
def push(request: Request, template: uuid.UUID) -> HttpResponse:
    """The push dialog of a template: what will go on air and why it can't; a POST records it."""
    row = get_owned(LayoutTemplate.objects.kept(), request, template, Role.OPERATOR)
    tasks = MixTask.objects.filter(workspace=row.workspace).known()
    return push_dialog(request, of_template(row), lambda: {"running": running(tasks)})


@for_tokens(Scope.AIR)
@require_http_methods(["GET", "HEAD", "POST"])
def push_again(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The push dialog of what a task shows or showed: again, or as its successor."""
    row = get_owned(MixTask.objects.whole(), request, pk, Role.OPERATOR)
    pushable = of_task(row)
    if pushable is None:
        raise Http404
    return push_dialog(request, pushable, dict)


def push_dialog(
    request: Request, pushable: Pushable, more: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """The dialog; `more` of it is asked for only where a push was not recorded."""
    if request.method != "POST":
        return render(
            request, "mixes/push/push.html", PushForm(pushable, request.user).context() | more()
        )
    form = PushForm(pushable, request.user, request.POST)
    operation = record_push(request, form) if form.is_valid() else None
    if operation is None:
        return page(
            request, "mixes/push/push.html", "push-form", form.context() | more(), form.status
        )
    operation.wake()
    return leave_for(request, "task", operation.task.pk)


def running(tasks: MixTaskQuerySet) -> list[SafeString]:
    """Those a look can be prepared for, each with its cloud, as they stand in the dialog."""
    summaries = [each.summary for each in summarised(tasks) if each.summary.can_prepare]
    clouds = Connection.objects.in_bulk({each.cloud for each in summaries})
    shown = {pk: cloud.described() for pk, cloud in clouds.items()}
    return [
        drawn_once("mixes/push/_running.html", task=each, cloud=shown[each.cloud])
        for each in summaries
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
