"""The list of tasks."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from studio.accounts.access import Request, current_workspace, may
from studio.accounts.models import Role
from studio.mixes.clouds.connections import Connection
from studio.mixes.clouds.context import usual
from studio.mixes.models import Account, MixTask
from studio.mixes.models.summaries import Summary, summarised
from studio.mixes.tasklist.groups import GROUPS, MOST, listing
from studio.mixes.tasklist.rows import lines
from studio.pages.answers import page


@never_cache
@require_GET
def tasks(request: Request) -> HttpResponse:
    """The tasks of a group that hold some words, running ones first; htmx asks for them alone."""
    group, words = request.GET.get("group", "all"), request.GET.get("q", "")
    if group not in GROUPS:
        raise Http404
    workspace = current_workspace(request)
    own = MixTask.objects.filter(workspace=workspace).running_first()[:MOST]
    every = summarised(own)
    MixTask.objects.watch(every)
    accounts = {cloud.account_id for cloud in Connection.objects.of(workspace)}
    Account.objects.watch(accounts)
    clouds = Connection.objects.in_bulk({each.summary.cloud for each in every})
    rows, groups = listing([each.summary for each in every], group, words)
    cloud = usual(request)
    context = {
        "rows": lines(rows, clouds, request.user, cloud),
        "cloud": cloud,
        "groups": groups,
        "group": group,
        "words": words,
        "any": bool(every),
        "can_rehearse": may(request.user, workspace, Role.OPERATOR),
        "unread": Account.objects.unread(accounts),
        "billed": sum(is_billed(each.summary, clouds) for each in every),
        # Also with none that moves: one made elsewhere may appear.
        "moving": bool(every),
        "asked_at": max((each.seen_at for each in every if each.seen_at), default=None),
    }
    return page(request, "mixes/tasklist/list.html", "rows", context)


def is_billed(task: Summary, clouds: Mapping[UUID, Connection]) -> bool:
    """Whether it costs money now: it runs, or may run, at a cloud that is paid."""
    return task.may_run and not clouds[task.cloud].is_sandbox
