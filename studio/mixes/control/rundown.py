"""Acts on the rundown of a task: its looks are added, moved, renewed and taken out."""

from __future__ import annotations

from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from studio.accounts.access import Request, require_role
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Role, Scope, Workspace
from studio.documents.jpegs import etag_of, picture_of
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.library.chosen import wanted_by
from studio.library.models import Frame
from studio.mixes.control.answers import act, operated
from studio.mixes.control.choosing import chosen_document
from studio.mixes.models import Look, MixTask
from studio.mixes.models.rundown import MAX_LOOKS, RundownFull
from studio.pages.answers import Refusal

THUMBNAIL_WIDTH = 320
NEWEST_VERSIONS = 5


@for_tokens(Scope.PREPARE)
@require_http_methods(["GET", "HEAD", "POST"])
@act(operated)
def looks(request: Request, task: MixTask) -> HttpResponse | None:
    """The templates to choose a look from; a POST adds one to the rundown."""
    if request.method != "POST":
        chosen = Q(reason__in=TemplateVersion.WENT_OUT) | ~Q(name="")
        versions = TemplateVersion.objects.filter(chosen).defer("rules", "editor_state")
        newest = versions.order_by("-pk")
        templates = (
            LayoutTemplate.objects.kept()
            .filter(workspace=task.workspace)
            .defer("rules", "editor_state")
            .prefetch_related(Prefetch("versions", newest[:NEWEST_VERSIONS], to_attr="newest"))
        )
        rows = [
            {"template": row, "versions": row.newest}  # type: ignore[attr-defined]  # prefetched
            for row in templates
        ]
        return render(request, "mixes/control/looks.html", {"task": task, "rows": rows})
    title, rules, template = chosen_document(request.POST, task)
    try:
        Look.objects.append(task, title, rules, request.user, template)
    except RundownFull:
        raise Refusal(_("The rundown is full: %(most)d looks.") % {"most": MAX_LOOKS}) from None
    Frame.objects.ask(task.workspace, wanted_by(rules))
    return None


def owned_look(request: Request, pk: int) -> Look:
    rows = Look.objects.select_related("task__workspace", "template")
    own = Workspace.objects.for_user(request.user)
    return get_object_or_404(rows, pk=pk, task__workspace__in=own)


def operated_look(request: Request, pk: int) -> Look:
    row = owned_look(request, pk)
    require_role(request, row.task.workspace, Role.OPERATOR)
    return row


CHANGES = {
    "earlier": lambda look: look.move(-1),
    "later": lambda look: look.move(1),
    "renew": lambda look: look.catch_up(),
    "remove": lambda look: look.take_out(),
}


@for_tokens(Scope.PREPARE)
@require_POST
@act(operated_look)
def look(request: Request, row: Look) -> None:
    """Move a look, bring it up to its template, or take it out of the rundown."""
    change = CHANGES.get(request.POST.get("act", ""))
    if change is None or (request.POST["act"] == "renew" and row.template is None):
        raise Refusal(_("Nothing was changed."))
    change(row)


def look_stamp(request: Request, pk: int) -> str:
    row = owned_look(request, pk)
    return etag_of(row.task.workspace, row.rules)


@for_tokens(Scope.READ)
@require_safe
@condition(etag_func=look_stamp)
def look_picture(request: Request, pk: int) -> HttpResponse:
    """A look of the rundown, small."""
    row = owned_look(request, pk)
    return picture_of(row.task.workspace, row.rules, width=THUMBNAIL_WIDTH)
