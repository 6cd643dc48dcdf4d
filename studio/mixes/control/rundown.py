"""Acts on the rundown of a task: its looks are added, moved, renewed and taken out."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from studio.accounts.access import Request, require_role
from studio.accounts.models import Role
from studio.documents.jpegs import picture_of, stamp_of_rules
from studio.editor.models import LayoutTemplate
from studio.library.chosen import wanted_by
from studio.library.models import Frame
from studio.mixes.control.answers import answer, operated
from studio.mixes.control.choosing import chosen_document
from studio.mixes.models import Look
from studio.mixes.models.rundown import MAX_LOOKS, RundownFull
from studio.rules import codec

THUMBNAIL_WIDTH = 320
NEWEST_VERSIONS = 5


@require_http_methods(["GET", "HEAD", "POST"])
def looks(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The templates to choose a look from; a POST adds one to the rundown."""
    task = operated(request, pk)
    if request.method != "POST":
        templates = LayoutTemplate.objects.kept().filter(workspace=task.workspace)
        rows = [
            {"template": row, "versions": list(row.versions.order_by("-pk")[:NEWEST_VERSIONS])}
            for row in templates.prefetch_related("versions")
        ]
        return render(request, "mixes/control/looks.html", {"task": task, "rows": rows})
    title, rules, template = chosen_document(request, task)
    try:
        Look.objects.append(task, title, rules, request.user, template)
    except RundownFull:
        full = _("The rundown is full: %(most)d looks.") % {"most": MAX_LOOKS}
        return answer(request, pk, full, HTTPStatus.CONFLICT)
    Frame.objects.ask(task.workspace, wanted_by(codec.read_rules(rules)))
    return answer(request, pk)


CHANGES = {
    "earlier": lambda look: look.move(-1),
    "later": lambda look: look.move(1),
    "renew": lambda look: look.catch_up(),
    "remove": lambda look: look.delete(),
}


@require_POST
def look(request: Request, pk: int) -> HttpResponse:
    """Move a look, bring it up to its template, or take it out of the rundown."""
    row = owned_look(request, pk)
    require_role(request, row.task.workspace, Role.OPERATOR)
    change = CHANGES.get(request.POST.get("act", ""))
    if change is None or (request.POST["act"] == "renew" and row.template is None):
        return answer(request, row.task_id, _("Nothing was changed."), HTTPStatus.CONFLICT)
    change(row)
    return answer(request, row.task_id)


def owned_look(request: Request, pk: int) -> Look:
    rows = Look.objects.select_related("task__workspace", "template")
    return get_object_or_404(rows, pk=pk, task__workspace__memberships__user=request.user)


def look_stamp(request: Request, pk: int) -> str:
    row = owned_look(request, pk)
    return stamp_of_rules(row.task.workspace, row.rules)


@require_safe
@condition(etag_func=look_stamp)
def look_picture(request: Request, pk: int) -> HttpResponse:
    """A look of the rundown, small."""
    row = owned_look(request, pk)
    return picture_of(row.task.workspace, row.document, width=THUMBNAIL_WIDTH)
