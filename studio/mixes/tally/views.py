"""The tally lights of a task, for whoever may see it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studio.accounts.access import Request, get_owned, may
from studio.accounts.models import Role
from studio.mixes.models import MixTask
from studio.mixes.tally.lights import tag_of_tally, tally_of
from studio.mixes.tally.state import asked_about
from studio.pages.events import state_event


@never_cache
@require_safe
def tally(request: Request, pk: UUID) -> HttpResponse:
    """All lights, or one that is chosen among them; as large as the screen."""
    task = get_owned(MixTask.objects.without_documents(), request, pk)
    context = {
        "task": task,
        "events": reverse("task-tally-events", args=[pk]),
        "is_member": True,
        "can_share": may(request.user, task.workspace, Role.OPERATOR),
    }
    return render(request, "mixes/tally/tally.html", context)


@never_cache
@require_safe
def tally_events(request: Request, pk: UUID) -> HttpResponse:
    """What the lights say: once, and by the web server again for whoever stays."""
    return lights_of(request, asked_about(request, pk), is_member=True)


def lights_of(request: HttpRequest, row: MixTask, *, is_member: bool) -> HttpResponse:
    """What the page shows of a task, of which a row told `briefly` is enough; 304 while it is what
    the request knows. Somebody looks: the cloud is asked more often.
    """
    MixTask.objects.watch([row])
    tag = tag_of_tally(row)
    answer = get_conditional_response(request, etag=tag)
    if answer is None:
        task = get_object_or_404(MixTask.objects.whole(), pk=row.pk)
        context = {"tally": tally_of(task), "is_member": is_member}
        return state_event(render_to_string("mixes/tally/_lights.html", context), tag)
    answer["ETag"] = tag
    return answer
