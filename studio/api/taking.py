"""Taking, which is two acts, and ending. What is armed is what was seen: it lets go when that
changes, and by itself.
"""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from studio.accounts.access import Request
from studio.accounts.models import Scope
from studio.api import arming
from studio.api.history import accepted
from studio.api.preconditions import matched, needed_key, reused
from studio.api.preparing import TAG, Shown, operated, shown_to
from studio.api.problems import Declined
from studio.api.service import IF_MATCH, NEEDED_KEY, answered, operation
from studio.api.shapes import air, sent
from studio.mixes.control.preview import TakeForm
from studio.mixes.control.takes import keep_version, record_take
from studio.mixes.models import Kind, MixTask, Operation, Stop
from studio.pages.answers import Refusal


@operation(
    "POST",
    "/tasks/{uuid:pk}/arm",
    name="api-task-arm",
    scope=Scope.AIR,
    summary="Arm TAKE",
    tag=TAG,
    ok={200: air.Armed},
    refusals=(409, 412, 422, 428),
    headers=(IF_MATCH,),
)
def arm(request: Request, pk: UUID) -> HttpResponse:
    """The first of the two acts of a take: nothing is sent. What it answers lets go after so many
    seconds, and at once when program or preview change.
    """
    task = operated(request, pk)
    shown, form = to_take(request, task)
    if form.held:
        raise Refusal(form.held)
    armed = arming.arm(request.user, task.pk, shown.tag)
    return answered(request, {"armed": armed, "seconds": arming.SECONDS})


@operation(
    "POST",
    "/tasks/{uuid:pk}/take",
    name="api-task-take",
    scope=Scope.AIR,
    summary="Take",
    tag=TAG,
    ok={202: air.OperationWhole},
    refusals=(409, 412, 413, 415, 422, 428),
    headers=(IF_MATCH, NEEDED_KEY),
)
def put_on_air(request: Request, pk: UUID, body: sent.TakeSent) -> HttpResponse:
    """Puts on air what was armed. It is recorded, and sent by a worker: the operation says what
    became of it.
    """
    task = operated(request, pk)
    key = needed_key(request)
    if before := repeated(task, key):
        return accepted(request, before)
    shown, form = to_take(request, task)
    arming.check(body.armed, request.user, task.pk, shown.tag)
    fields = {
        "key": str(key),
        "after": str(form.after),
        "shown": form.shown,
        "version": str(form.version),
    }
    taken = record_take(request.user, task, fields)
    taken.wake()
    arming.let_go(task.pk)
    keep_version(request.user, task)
    return accepted(request, taken)


@operation(
    "POST",
    "/tasks/{uuid:pk}/stop",
    name="api-task-stop",
    scope=Scope.AIR,
    summary="Stop a task",
    tag=TAG,
    ok={202: air.OperationWhole},
    refusals=(409, 422),
)
def stop(request: Request, pk: UUID) -> HttpResponse:
    """Ends what viewers see, by one call. Asked for again it is the same stop; of a task that has
    ended, the one that ended it.
    """
    task = operated(request, pk)
    if task.can_stop:
        wish = Stop.record(task=task, person=request.user)
        wish.wake()
        return accepted(request, wish)
    if task.stop is None:
        raise Declined(HTTPStatus.CONFLICT, _("This task can’t be stopped now."))
    return accepted(request, task.stop)


def to_take(request: Request, task: MixTask) -> tuple[Shown, TakeForm]:
    """What is in preview, if it is what the request means. Raises Declined and Refusal."""
    shown = shown_to(request.user, task)
    matched(request, shown.tag if shown else "", is_any_good=False)
    if shown is None or shown.form is None:
        raise Refusal(_("Nothing can be taken here now."))
    return shown, shown.form


def repeated(task: MixTask, key: UUID) -> Operation | None:
    """The take of this key, if there was one. Raises Declined where it was something else."""
    row = Operation.objects.filter(workspace=task.workspace, key=str(key)).first()
    if row and (row.kind != Kind.TAKE or row.task_id != task.pk):
        raise reused()
    return row
