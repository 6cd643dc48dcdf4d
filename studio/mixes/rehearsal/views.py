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
from studio.mixes.rehearsal.days import OF_CLOUD, OF_TASK, Rehearsed, cloud_days, on_air, rehearsed
from studio.volcengine.sandbox import accidents, mischief
from studio.volcengine.sandbox.accidents import Accidents
from studio.volcengine.sandbox.tasks import Abnormal

# Its folder is not as its server leaves it.
UNREADABLE = (OSError, sqlite3.Error)

# What can happen to a task, by the word its button sends.
ACTS: dict[str, Callable[[Accidents, str], None]] = {
    "lose": lambda tasks, task_id: tasks.lose(task_id),
    "bring-back": lambda tasks, task_id: tasks.bring_back(task_id),
    "change": lambda tasks, task_id: tasks.update_elsewhere(task_id),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rehearsal(request: Request) -> HttpResponse:
    """The bad days, and which of them stand; a POST begins one. htmx asks for what moves."""
    require_operator(request)
    if request.method != "POST":
        name = "mixes/rehearsal/rehearsal.html"
        return render(request, f"{name}#days" if request.htmx else name, page(request))
    day = OF_CLOUD.get(request.POST.get("day", ""))
    if day is None:
        return refuse(request, out_of_date(), 422)

    def begin() -> None:
        for wish in day.wishes:
            mischief.tell(settings.SANDBOX, wish)

    return written(request, begin, _("It has begun: %(day)s.") % {"day": day.title})


@require_POST
def lift(request: Request) -> HttpResponse:
    """End a day; one that is over already is as good."""
    require_operator(request)
    day = OF_CLOUD.get(request.POST.get("day", ""))
    if day is None:
        return refuse(request, out_of_date(), 422)

    def end() -> None:
        for wish in day.wishes:
            mischief.lift(settings.SANDBOX, wish.place)

    return written(request, end, _("Lifted: %(day)s.") % {"day": day.title})


@require_POST
def behave(request: Request) -> HttpResponse:
    """End every day, and bring back what the reader's tasks have lost."""
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
    """What happens to one task: its sources lost or back, or a change by somebody else."""
    try:
        row = own_task(request, task_id)
    except UNREADABLE:
        return refuse(request, cannot_write(), 503)
    require_role(request, row.task.workspace, Role.OPERATOR)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return refuse(request, out_of_date(), 422)

    def happen() -> None:
        with accidents.open_tasks(settings.SANDBOX) as tasks:
            act(tasks, task_id)

    said = _("It has happened to “%(name)s”.") % {"name": row.task.title}
    try:
        return written(request, happen, said)
    except Abnormal:
        return refuse(request, _("That task is not on air, so nothing can happen to it."), 409)


# --- What they share ------------------------------------------------------------------------


def require_operator(request: Request) -> None:
    require_role(request, current_workspace(request.user), Role.OPERATOR)


def own_task(request: Request, task_id: str) -> Rehearsed:
    """404 for what is no task of the reader's own."""
    found = [row for row in rehearsed(request.user) if row.truth.task_id == task_id]
    if not found:
        raise Http404
    return found[0]


def page(request: Request, refused: str = "") -> dict[str, Any]:
    """What templates/mixes/rehearsal/rehearsal.html names."""
    try:
        tasks = on_air(request.user)
    except UNREADABLE:
        tasks = None
    return {
        "days": cloud_days(),
        "task_days": OF_TASK.items(),
        "tasks": tasks,
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


def out_of_date() -> str:
    return _("This page is out of date. Load it again.")


def refuse(request: Request, why: str, status: int) -> HttpResponse:
    context = page(request, why)
    return render(request, "mixes/rehearsal/rehearsal.html", context, status=status)


def back(request: Request, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("rehearsal")
