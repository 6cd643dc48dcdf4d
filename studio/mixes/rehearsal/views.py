"""The page where the sandbox is told to go wrong, so that a crew has seen it before air."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.access import Request, current_workspace, require_role
from studio.accounts.models import Role
from studio.accounts.places import back_to
from studio.mixes.clouds.connections import Connection
from studio.mixes.rehearsal.days import OF_CLOUD, OF_TASK, Rehearsed, cloud_days, on_air, rehearsed
from studio.pages.answers import Refusal, page
from studio.volcengine.sandbox import accidents, mischief
from studio.volcengine.sandbox.accidents import Accidents, Truth
from studio.volcengine.sandbox.tasks import Abnormal

P = ParamSpec("P")
Choice = TypeVar("Choice")

TEMPLATE = "mixes/rehearsal/rehearsal.html"
# Its folder is not as its server leaves it.
FOLDER_FAULTS = (OSError, sqlite3.Error)

# What can happen to a task, by the word its button sends.
ACTS: dict[str, Callable[[Accidents, Truth], None]] = {
    "lose": lambda tasks, task: tasks.lose(task.task_id),
    "lose-one": lambda tasks, task: tasks.lose(task.task_id, task.sources[0]),
    "bring-back": lambda tasks, task: tasks.bring_back(task.task_id),
    "change": lambda tasks, task: tasks.update_elsewhere(task.task_id),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rehearsal(request: Request) -> HttpResponse:
    """The bad days, and which of them stand; a POST begins one. htmx asks for what moves."""
    if request.method == "POST":
        return begin(request)
    require_operator(request)
    return page(request, TEMPLATE, "days", context(request))


def act(
    change: Callable[Concatenate[Request, P], str],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Makes a view of an act: back to the page, with the sentence that the act gives.

    It may raise Refusal, and what FOLDER_FAULTS names.
    """

    @wraps(change)
    def view(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            messages.success(request, change(request, *args, **kwargs))
        except Refusal as refusal:
            why, status = refusal.sentence, refusal.status
        except FOLDER_FAULTS:
            why = _("The sandbox’s folder cannot be read or written to.")
            status = HTTPStatus.SERVICE_UNAVAILABLE
        else:
            return back_to(request, "rehearsal")
        # Whole: the part that moves is asked for anew, which would take the sentence away.
        return render(request, TEMPLATE, context(request, why), status=status)

    return view


@act
def begin(request: Request) -> str:
    require_operator(request)
    day = posted(request, "day", OF_CLOUD)
    for wish in day.wishes:
        mischief.tell(settings.SANDBOX, wish)
    return _("It has begun: %(day)s.") % {"day": day.title}


@require_POST
@act
def lift(request: Request) -> str:
    """End a day; one that is over already is as good."""
    require_operator(request)
    day = posted(request, "day", OF_CLOUD)
    for wish in day.wishes:
        mischief.lift(settings.SANDBOX, wish.place)
    return _("Lifted: %(day)s.") % {"day": day.title}


@require_POST
@act
def behave(request: Request) -> str:
    """End every day, and bring back what the workspace's tasks have lost."""
    require_operator(request)
    mischief.behave(settings.SANDBOX)
    dropped = [row.truth.task_id for row in rehearsed(current_workspace(request)) if row.truth.lost]
    if dropped:
        with accidents.open_tasks(settings.SANDBOX) as tasks:
            for task_id in dropped:
                bring_back(tasks, task_id)
    return _("The sandbox behaves well again.")


def bring_back(tasks: Accidents, task_id: str) -> None:
    try:
        tasks.bring_back(task_id)
    except Abnormal:
        # It has ended meanwhile, and needs no source any more.
        return


@require_POST
@act
def act_on_task(request: Request, task_id: str) -> str:
    """What happens to one task: its sources lost or back, or a change by somebody else."""
    row = own_task(request, task_id)
    require_role(request, row.task.workspace, Role.OPERATOR)
    happen = posted(request, "act", ACTS)
    try:
        with accidents.open_tasks(settings.SANDBOX) as tasks:
            happen(tasks, row.truth)
    except Abnormal:
        sentence = _("That task is not on air, so nothing can happen to it.")
        raise Refusal(sentence, HTTPStatus.CONFLICT) from None
    return _("It has happened to “%(name)s”.") % {"name": f"{row.task.title} {row.task.suffix}"}


# --- What they share ------------------------------------------------------------------------


def require_operator(request: Request) -> None:
    require_role(request, current_workspace(request), Role.OPERATOR)


def own_task(request: Request, task_id: str) -> Rehearsed:
    """404 for what is no task of the page's workspace."""
    found = [row for row in rehearsed(current_workspace(request)) if row.truth.task_id == task_id]
    if not found:
        raise Http404
    return found[0]


def posted(request: Request, field: str, choices: Mapping[str, Choice]) -> Choice:
    """What a button has sent. Raises Refusal."""
    choice = choices.get(request.POST.get(field, ""))
    if choice is None:
        sentence = _("This page is out of date. Load it again.")
        raise Refusal(sentence, HTTPStatus.UNPROCESSABLE_ENTITY)
    return choice


def context(request: Request, refused: str = "") -> dict[str, Any]:
    """What templates/mixes/rehearsal/rehearsal.html names."""
    workspace = current_workspace(request)
    try:
        tasks = on_air(workspace)
    except FOLDER_FAULTS:
        tasks = None
    sandbox = Connection.objects.sandbox(workspace)
    return {
        "days": cloud_days(),
        "task_days": OF_TASK.items(),
        "tasks": tasks,
        "refused": refused,
        "has_started": accidents.has_started(settings.SANDBOX),
        "sandbox": sandbox.described(),
    }
