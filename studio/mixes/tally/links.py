"""Tally lights for somebody without an account: links made and revoked, and what they open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Role
from studio.accounts.sharing import closed, hidden, offer
from studio.mixes.models import MixTask, TallyLink
from studio.mixes.tally.views import lights_of

USUAL_DAYS = 1


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: Request, pk: UUID) -> HttpResponse:
    """The task's links; a POST makes one, which stands in its answer and nowhere else again."""
    task = get_owned(MixTask.objects.without_documents(), request, pk, Role.OPERATOR)

    def issue(days: int) -> str:
        token = TallyLink.objects.issue(task, request.user, days)
        return reverse("tally-shared", args=[task.pk, token])

    says = _("Whoever has it sees the tally lights, without signing in. It is shown only now.")
    context, status = offer(request, task.tally_links.open(), issue, usual=USUAL_DAYS, says=says)
    context["task"] = task
    return render(request, "mixes/tally/links.html", context, status=status)


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """It shows nothing from now on."""
    link = get_owned(TallyLink.objects.all(), request, pk, Role.OPERATOR)
    link.revoke()
    messages.success(request, _("The link was revoked."))
    return redirect("task-tally-links", link.task_id)


def by_link(
    view: Callable[[HttpRequest, str, MixTask], HttpResponse],
) -> Callable[[HttpRequest, UUID, str], HttpResponse]:
    """Hands a view the task of the address's token, as long as that shows it."""

    @login_not_required
    @never_cache
    @hidden
    @wraps(view)
    @require_safe
    def shown(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
        link = TallyLink.objects.of_token(token)
        if link is None or link.task_id != pk:
            return closed(request)
        return view(request, token, MixTask.objects.briefly().get(pk=pk))

    return shown


@by_link
def shared(request: HttpRequest, token: str, task: MixTask) -> HttpResponse:
    """The page that a link opens."""
    context = {"task": task, "events": reverse("tally-shared-events", args=[task.pk, token])}
    return render(request, "mixes/tally/tally.html", context)


@by_link
def shared_events(request: HttpRequest, token: str, task: MixTask) -> HttpResponse:
    """What the lights say; it ends when the link does."""
    del token
    return lights_of(request, task, is_member=False)
