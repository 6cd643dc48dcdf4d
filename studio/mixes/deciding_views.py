"""What a person decides where the cloud has left something open: unknown outcomes and strangers."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Role
from studio.editor.models import LayoutTemplate
from studio.mixes import cloud
from studio.mixes.control_views import answer, operated
from studio.mixes.models import Look, MixTask, Operation, Push
from studio.mixes.models.rundown import RundownFull
from studio.rules import codec
from studio.volcengine.errors import CloudError

TAKE_OVER_SECONDS = 5.0


def undecided(request: Request, pk: uuid.UUID) -> Operation:
    rows = Operation.objects.select_related("task__workspace")
    return get_owned(rows, request, pk, Role.OPERATOR)


@require_POST
def send_again(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Send an unknown push or take once more: the same body, the same name."""
    operation = undecided(request, pk)
    if operation.send_again():
        return answer(request, operation.task_id)
    early = _("It is looked for a little longer first, or has become known. Nothing was sent.")
    return answer(request, operation.task_id, early, HTTPStatus.CONFLICT)


@require_POST
def give_up(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A person has looked and says that it did not happen."""
    operation = undecided(request, pk)
    if operation.give_up():
        return answer(request, operation.task_id)
    known = _("Its outcome has become known meanwhile.")
    return answer(request, operation.task_id, known, HTTPStatus.CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The tasks made elsewhere that may be what an unknown push became; a POST says which."""
    operation = undecided(request, pk)
    strangers = [
        task
        for task in MixTask.objects.filter(cloud=operation.cloud, workspace=operation.workspace)
        .known()
        .prefetch_related("operations")
        if task.is_stranger
    ]
    if request.method != "POST":
        return render(request, "mixes/claim.html", {"operation": operation, "tasks": strangers})
    task_id = request.POST.get("task_id", "")
    is_offered = any(task.task_id == task_id for task in strangers)
    if is_offered and isinstance(operation, Push) and operation.turn_up(task_id):
        return answer(request, operation.task_id)
    gone = _("That task cannot be taken for this push any more.")
    return answer(request, operation.task_id, gone, HTTPStatus.CONFLICT)


@require_POST
def adopt(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take over what somebody else made: of a stranger its document, of a drift its version.

    It becomes a template and a look of the rundown, so that there is a way back to it.
    """
    task = operated(request, pk)
    try:
        adopted = adopt_drift(task) if task.drifted_at else adopt_stranger(task)
    except CloudError:
        silent = _("The cloud did not answer. Try again in a moment.")
        return answer(request, pk, silent, HTTPStatus.CONFLICT)
    if not adopted:
        unreadable = _("What the cloud runs is not a document that Mix Studio can read.")
        return answer(request, pk, unreadable, HTTPStatus.CONFLICT)
    keep_as_template(request, task)
    return answer(request, pk)


def adopt_drift(task: MixTask) -> bool:
    if task.drift is None:
        return False
    task.settle_drift()
    return True


def adopt_stranger(task: MixTask) -> bool:
    if task.rules is None and not task.is_elsewhere:
        task.learn(cloud.client(task.cloud, TAKE_OVER_SECONDS).detail(task.task_id))
    return task.rules is not None


def keep_as_template(request: Request, task: MixTask) -> None:
    """The document a task was found with, as a template and as a look."""
    document = task.document
    assert document is not None  # adopted
    name = _("%(name)s, as found") % {"name": task.title}
    with transaction.atomic():
        template = LayoutTemplate.objects.start(task.workspace, request.user, name[:200], document)
        try:
            Look.objects.append(task, name, codec.write(document), request.user, template)
        except RundownFull:
            return
