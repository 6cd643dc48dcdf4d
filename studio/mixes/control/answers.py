"""The page of a task as every act on it answers: what moves, with what was refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TypeVar

from django.http import HttpResponse
from django.shortcuts import redirect

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Role
from studio.documents.field import UnreadableRow
from studio.documents.unreadable import UNREADABLE
from studio.library.chosen import wanted_by
from studio.library.models import Frame
from studio.mixes.control.page import TaskPage, page_of
from studio.mixes.models import Look, MixTask, Operation, Presence
from studio.pages.answers import Refusal, page

Key = TypeVar("Key", uuid.UUID, int)
Row = TypeVar("Row", MixTask, Operation, Look)
Act = Callable[[Request, Row], HttpResponse | None]
View = Callable[[Request, Key], HttpResponse]


def act(owned: Callable[[Request, Key], Row]) -> Callable[[Act[Row]], View[Key]]:
    """Makes a view of an act on a task, on an operation or on a look of it.

    `owned` looks up the row, for whoever may act on it. The act answers by itself, or by what
    then moves on the page; it may raise Refusal, and what it looks at may be an UnreadableRow.
    """

    def decorated(change: Act[Row]) -> View[Key]:
        @wraps(change)
        def view(request: Request, pk: Key) -> HttpResponse:
            row = owned(request, pk)
            try:
                return change(request, row) or answer(request, task_of(row))
            except Refusal as refusal:
                return answer(request, task_of(row), refusal.sentence, refusal.status)
            except UnreadableRow:
                return answer(request, task_of(row), str(UNREADABLE), HTTPStatus.CONFLICT)

        return view

    return decorated


def task_of(row: MixTask | Operation | Look) -> uuid.UUID:
    return row.pk if isinstance(row, MixTask) else row.task_id


def operated(request: Request, pk: uuid.UUID) -> MixTask:
    """The task, for somebody who may go on air."""
    return get_owned(MixTask.objects.whole(), request, pk, Role.OPERATOR)


def answer(
    request: Request, pk: uuid.UUID, refused: str = "", status: int = 200, *, armed: bool = False
) -> HttpResponse:
    """What moves on the page, with a refusal's sentence; a page of its own without htmx."""
    if not (request.htmx or refused or armed):
        return redirect("task", pk)
    context = task_page(request, pk).context() | {"refused": refused, "armed": armed}
    return page(request, "mixes/control/task.html", "status", context, status)


def task_page(request: Request, pk: uuid.UUID) -> TaskPage:
    """Everything the page shows; whoever asks for it is here."""
    row = get_owned(MixTask.objects.whole(), request, pk)
    MixTask.objects.watch([row])
    keep_fresh(row)
    return page_of(row, request.user, Presence.objects.met(row, request.user))


def keep_fresh(task: MixTask) -> None:
    """Somebody looks at these pictures: they are fetched anew now and then."""
    seating = task.seated()
    shown = [task.shown, seating.document if seating else None]
    wanted = [one for rules in shown if rules for one in wanted_by(rules)]
    frames = Frame.objects.of(task.workspace, wanted).values()
    Frame.objects.mark_seen(frame for frame in frames if not frame.was_seen_lately)
