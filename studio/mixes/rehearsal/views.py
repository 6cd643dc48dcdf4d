"""The page where the sandbox is told to go wrong, so that a crew has seen it before air."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.access import Request, current_workspace, require_role
from studio.accounts.models import Role
from studio.mixes.clouds import configured
from studio.mixes.rehearsal.switches import (
    Rehearsed,
    WishForm,
    rehearsed,
    standing,
    switches,
    task_row,
)
from studio.volcengine.sandbox import accidents, mischief
from studio.volcengine.sandbox.accidents import Accidents
from studio.volcengine.sandbox.tasks import Abnormal

# Its folder is not as its server leaves it.
UNREADABLE = (OSError, sqlite3.Error)

# What can befall a task, by the word its button sends.
ACTS: dict[str, Callable[[Accidents, str, str], None]] = {
    "lose": lambda tasks, task_id, source: tasks.lose(task_id, source),
    "lose-all": lambda tasks, task_id, _source: tasks.lose(task_id),
    "bring-back": lambda tasks, task_id, _source: tasks.bring_back(task_id),
    "end": lambda tasks, task_id, _source: tasks.end(task_id),
    "change": lambda tasks, task_id, _source: tasks.update_elsewhere(task_id),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rehearsal(request: Request) -> HttpResponse:
    """The sandbox as it stands, and the switches; a POST is a wish. htmx asks for what moves."""
    require_operator(request)
    if request.method != "POST":
        name = (
            "mixes/rehearsal/rehearsal.html#stands"
            if request.htmx
            else "mixes/rehearsal/rehearsal.html"
        )
        return render(request, name, page(request))
    form = WishForm(request.POST)
    wish = form.wish()
    if wish is None:
        refused = form.errors.get("page", "")
        return render(
            request, "mixes/rehearsal/rehearsal.html", page(request, form, refused), status=422
        )
    return written(
        request, lambda: mischief.tell(settings.SANDBOX, wish), _("The sandbox is told.")
    )


@require_POST
def lift(request: Request) -> HttpResponse:
    """Take one wish back; one that is spent already is as good."""
    require_operator(request)
    place = (request.POST.get("kind", ""), request.POST.get("of", ""))
    return written(request, lambda: mischief.lift(settings.SANDBOX, place), _("Taken back."))


@require_POST
def behave(request: Request) -> HttpResponse:
    """Take back every wish, and bring back what the reader's tasks have lost."""
    require_operator(request)

    def make_good() -> None:
        mischief.behave(settings.SANDBOX)
        dropped = [row.truth.task_id for row in rehearsed(request.user) if row.truth.lost]
        if dropped:
            with accidents.open_tasks(settings.SANDBOX) as tasks:
                for task_id in dropped:
                    bring_back(tasks, task_id)

    return written(request, make_good, _("The sandbox behaves well again."))


def bring_back(tasks: Accidents, task_id: str) -> None:
    try:
        tasks.bring_back(task_id)
    except Abnormal:
        # It has ended meanwhile, and needs no source any more.
        return


@require_POST
def befall(request: Request, task_id: str) -> HttpResponse:
    """What befalls one task: sources lost or back, its end, a change by somebody else."""
    try:
        row = own_task(request, task_id)
    except UNREADABLE:
        return refuse(request, cannot_write(), 503)
    require_role(request, row.task.workspace, Role.OPERATOR)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return refuse(request, _("This page is out of date. Load it again."), 422)

    def happen() -> None:
        with accidents.open_tasks(settings.SANDBOX) as tasks:
            act(tasks, task_id, request.POST.get("source", ""))

    said = _("It has happened to “%(name)s”.") % {"name": row.task.title}
    try:
        return written(request, happen, said)
    except Abnormal:
        return refuse(request, _("That task does not run, so nothing can befall it."), 409)


# --- What they share ------------------------------------------------------------------------


def require_operator(request: Request) -> None:
    require_role(request, current_workspace(request.user), Role.OPERATOR)


def own_task(request: Request, task_id: str) -> Rehearsed:
    """404 for what is no task of the reader's own."""
    found = [row for row in rehearsed(request.user) if row.truth.task_id == task_id]
    if not found:
        raise Http404
    return found[0]


def page(request: Request, form: WishForm | None = None, refused: str = "") -> dict[str, Any]:
    """What templates/mixes/rehearsal/rehearsal.html names."""
    try:
        rows = [task_row(row) for row in rehearsed(request.user)]
    except UNREADABLE:
        rows = None
    return {
        "stands": standing(),
        "rows": rows,
        "switches": switches(form),
        "refused": refused,
        "has_started": accidents.has_started(settings.SANDBOX),
        "sandbox": configured.described(configured.SANDBOX),
    }


def written(request: Request, write: Callable[[], None], said: str) -> HttpResponse:
    """Back to the page once it is on the disk; what cannot be written is said."""
    try:
        write()
    except UNREADABLE:
        return refuse(request, cannot_write(), 503)
    return back(request, said)


def cannot_write() -> str:
    return _("The sandbox’s folder cannot be read or written to.")


def refuse(request: Request, why: str, status: int) -> HttpResponse:
    context = page(request, refused=why)
    return render(request, "mixes/rehearsal/rehearsal.html", context, status=status)


def back(request: Request, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("rehearsal")
