"""The page of a task as every act on it answers: what moves, with what was refused."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Role
from studio.library.chosen import wanted_by
from studio.library.models import Frame
from studio.mixes.control.page import TaskPage, page
from studio.mixes.models import MixTask, Presence

# Somebody looking is written down no more often than this.
FRESH = timedelta(seconds=10)


def operated(request: Request, pk: uuid.UUID) -> MixTask:
    """The task, for somebody who may go on air."""
    return get_owned(MixTask.objects.whole(), request, pk, Role.OPERATOR)


def answer(
    request: Request, pk: uuid.UUID, refused: str = "", status: int = 200, *, armed: bool = False
) -> HttpResponse:
    """What moves on the page, with a refusal's sentence; a page of its own without htmx."""
    context = shown(request, pk).context() | {"refused": refused, "armed": armed}
    if request.htmx:
        return render(request, "mixes/control/_status.html", context, status=status)
    if refused or armed:
        return render(request, "mixes/control/task.html", context, status=status)
    return redirect("task", pk)


def shown(request: Request, pk: uuid.UUID) -> TaskPage:
    """Everything the page shows; whoever asks for it is here."""
    row = get_owned(MixTask.objects.whole(), request, pk)
    MixTask.objects.watch([row])
    Presence.objects.note(row, request.user)
    keep_fresh(row)
    return page(row, request.user)


def keep_fresh(task: MixTask) -> None:
    """Somebody looks at these pictures: they are fetched anew now and then."""
    seating = task.seated()
    shown = [task.on_program or task.document, seating.document if seating else None]
    wanted = [one for rules in shown if rules for one in wanted_by(rules)]
    long_ago = timezone.now() - FRESH
    frames = Frame.objects.of(task.workspace, wanted).values()
    Frame.objects.look(frame for frame in frames if frame.looked_at < long_ago)
