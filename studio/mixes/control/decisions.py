"""What a person decides where the cloud has left something open: unknown outcomes and strangers."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Role
from studio.audit.acts import Act
from studio.mixes.control.answers import act, operated
from studio.mixes.control.keeping import start_template, stranger_detail
from studio.mixes.models import Look, MixTask, Operation, logged
from studio.mixes.models.rundown import RundownFull
from studio.pages.answers import Refusal
from studio.volcengine.records import Detail


def undecided(request: Request, pk: uuid.UUID) -> Operation:
    rows = Operation.objects.select_related("task__workspace")
    return get_owned(rows, request, pk, Role.OPERATOR)


@require_POST
@act(undecided)
def send_again(_request: Request, operation: Operation) -> None:
    """Send an unknown push or take once more: the same body, the same name."""
    if not operation.send_again():
        raise Refusal(
            _("The cloud is asked a little longer first, or it is known by now. Nothing was sent.")
        )


@require_POST
@act(undecided)
def give_up(_request: Request, operation: Operation) -> None:
    """A person has looked and says that it did not happen."""
    if not operation.give_up():
        raise Refusal(_("Its outcome has become known meanwhile."))


@require_http_methods(["GET", "HEAD", "POST"])
@act(undecided)
def claim(request: Request, operation: Operation) -> HttpResponse | None:
    """The tasks made elsewhere that may be what an unknown push became; a POST says which."""
    strangers = [
        task
        for task in MixTask.objects.filter(cloud=operation.cloud, workspace=operation.workspace)
        .known()
        .prefetch_related("operations")
        if task.is_stranger
    ]
    if request.method != "POST":
        return render(
            request, "mixes/control/claim.html", {"operation": operation, "tasks": strangers}
        )
    task_id = request.POST.get("task_id", "")
    is_offered = any(task.task_id == task_id for task in strangers)
    with transaction.atomic():
        if not (is_offered and operation.turn_up(task_id)):
            raise Refusal(_("That task cannot be taken for this push any more."))
        logged.log(operation.task, Act.CLAIMED, task_id)
    return None


@require_POST
@act(operated)
def adopt(request: Request, task: MixTask) -> None:
    """Take over what somebody else made: of a stranger its document, of a drift its version.

    It becomes a template and a look of the rundown, so that there is a way back to it.
    """
    detail = stranger_detail(task)
    with transaction.atomic():
        # Read anew: what was accepted, or adopted by another, while the cloud answered counts.
        row = MixTask.objects.select_for_update().get(pk=task.pk)
        if not take_over(row, detail):
            raise Refusal(_("There is nothing here that Mix Studio can read and adopt."))
        logged.log(row, Act.ADOPTED)
        put_in_rundown(request, row)


def take_over(task: MixTask, detail: Detail | None) -> bool:
    """Whether there was something to adopt."""
    if task.output is None and detail is not None:
        task.learn(detail)
        return task.output is not None
    if task.drifted_at is None or task.drift is None:
        return False
    task.settle_drift()
    return True


def put_in_rundown(request: Request, task: MixTask) -> None:
    """The document a task was found with, as a template and as a look."""
    document = task.rules
    assert document is not None  # adopted
    name = _("%(name)s, as found") % {"name": task.title}
    with transaction.atomic():
        template = start_template(task, request.user, name, document)
        try:
            Look.objects.append(task, name, document, request.user, template)
        except RundownFull:
            return
