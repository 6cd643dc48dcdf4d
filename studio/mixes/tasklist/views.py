"""The list of tasks."""

from __future__ import annotations

from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from studio.accounts.access import Request, current_workspace, may
from studio.accounts.models import Role
from studio.mixes.clouds.connections import Connection
from studio.mixes.models import Account, MixTask, Operation
from studio.mixes.tasklist.groups import GROUPS, MOST, listing
from studio.mixes.tasklist.rows import row
from studio.pages.answers import page


@never_cache
@require_GET
def tasks(request: Request) -> HttpResponse:
    """The tasks of a group that hold some words, running ones first; htmx asks for them alone."""
    group, words = request.GET.get("group", "all"), request.GET.get("q", "")
    if group not in GROUPS:
        raise Http404
    # Documents and frozen bodies are not shown here, and are the most of a row.
    workspace = current_workspace(request)
    every = list(
        MixTask.objects.filter(workspace=workspace)
        .without_documents()
        .annotate(has_picture=Q(program__isnull=False) | Q(rules__isnull=False))
        .select_related("template", "workspace")
        .prefetch_related(
            "cloud",
            Prefetch("operations", Operation.objects.defer("body").select_related("person")),
        )
        .running_first()[:MOST]
    )
    MixTask.objects.watch(every)
    accounts = {cloud.account_id for cloud in Connection.objects.of(workspace)}
    Account.objects.watch(accounts)
    rows, groups = listing(every, group, words)
    context = {
        "rows": [row(task, request.user) for task in rows],
        "groups": groups,
        "group": group,
        "words": words,
        "any": bool(every),
        "can_rehearse": may(request.user, workspace, Role.OPERATOR),
        "unread": Account.objects.unread(accounts),
        "billed": sum(task.is_billed for task in every),
        # Also with none that moves: one made elsewhere may appear.
        "moving": bool(every),
        "asked_at": max((task.seen_at for task in every if task.seen_at), default=None),
    }
    return page(request, "mixes/tasklist/list.html", "rows", context)
