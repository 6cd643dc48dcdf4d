"""Acts of the control page: preparing a look, taking it, keeping the rundown.

Each answers with what moves on the page, fresh. Preparing changes nothing on air.
"""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from studio.accounts.access import Request, get_owned, require_role
from studio.accounts.models import Role
from studio.documents.checking import check
from studio.documents.jpegs import picture_of, stamp_of_rules
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.library.chosen import wanted_by
from studio.library.models import Frame
from studio.mixes.control.preview import fingerprint
from studio.mixes.control.views import task_context, with_operations
from studio.mixes.models import Look, MixTask, Operation, Take
from studio.mixes.models.operation import ClickReused
from studio.mixes.models.rundown import MAX_LOOKS, RundownFull
from studio.mixes.models.take import Overtaken, UnderWay
from studio.mixes.push.form import click_key
from studio.rules import codec
from studio.rules.problems import InvalidDocument, verdict

THUMBNAIL_WIDTH = 320
NEWEST_VERSIONS = 5


def operated(request: Request, pk: uuid.UUID) -> MixTask:
    """The task, for somebody who may go on air."""
    return get_owned(with_operations(MixTask.objects.all()), request, pk, Role.OPERATOR)


def answer(
    request: Request, pk: uuid.UUID, refused: str = "", status: int = 200, *, armed: bool = False
) -> HttpResponse:
    """What moves on the page, with a refusal's sentence; a page of its own without htmx."""
    context = task_context(request, pk) | {"refused": refused, "armed": armed}
    if request.htmx:
        return render(request, "mixes/control/_status.html", context, status=status)
    if refused or armed:
        return render(request, "mixes/control/task.html", context, status=status)
    return redirect("task", pk)


# --- Preview ------------------------------------------------------------------------------


@require_POST
def prepare(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Put a look, a template, a version or what was on air before into preview; or clear it."""
    task = operated(request, pk)
    if task.is_over or task.output is None:
        return answer(request, pk, _("Nothing can be prepared for this task."), HTTPStatus.CONFLICT)
    if "clear" in request.POST:
        task.prepare(None, "", request.user)
        return answer(request, pk)
    title, rules, look = chosen(request, task)
    task.prepare(rules, title, request.user, look)
    Frame.objects.ask(task.workspace, wanted_by(codec.read_rules(rules)))
    return answer(request, pk)


def chosen(request: Request, task: MixTask) -> tuple[str, dict[str, Any], Look | None]:
    """What a form names, by its title, its document and its place in the rundown. Raises 404."""
    if (pk := number(request, "look")) is not None:
        look = get_object_or_404(task.looks, pk=pk)
        return look.title, look.rules, look
    if (key := key_of(request, "operation")) is not None:
        operation = get_object_or_404(task.operations, pk=key)
        if "MixedRules" not in operation.body:
            raise Http404
        return operation.title, operation.body["MixedRules"], None
    title, rules, _template = chosen_document(request, task)
    return title, rules, None


def chosen_document(request: Request, task: MixTask) -> tuple[str, dict[str, Any], LayoutTemplate]:
    """The template of the task's workspace, or the kept version, that a form names. Raises 404."""
    templates = LayoutTemplate.objects.kept().filter(workspace=task.workspace)
    if (pk := number(request, "version")) is not None:
        kept = TemplateVersion.objects.filter(template__in=templates).select_related("template")
        version = get_object_or_404(kept, pk=pk)
        title = _("%(name)s, version %(version)d") % {
            "name": version.template.name,
            "version": version.version,
        }
        return title, version.rules, version.template
    key = key_of(request, "template")
    if key is None:
        raise Http404
    template = get_object_or_404(templates, pk=key)
    return template.name, template.rules, template


def number(request: Request, field: str) -> int | None:
    text = request.POST.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def key_of(request: Request, field: str) -> uuid.UUID | None:
    key = click_key(request.POST.get(field, ""))
    return uuid.UUID(key) if key else None


# --- Take ---------------------------------------------------------------------------------


@require_POST
def take(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Put the preview on air, if it still is what the page showed, after what it showed.

    A take that nobody has armed is armed by this click, and answered with a form that takes.
    """
    task = operated(request, pk)
    if request.POST.get("armed") != "1":
        return answer(request, pk, armed=True)
    refused, status = "", HTTPStatus.OK
    try:
        record_take(request, task).wake()
        keep_version(request, task)
    except Refusal as error:
        refused, status = error.sentence, error.status
    return answer(request, pk, refused, status)


class Refusal(Exception):
    """A take that is not recorded, with the sentence that says why."""

    def __init__(self, sentence: str, status: HTTPStatus = HTTPStatus.CONFLICT) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def record_take(request: Request, task: MixTask) -> Operation:
    """The row of this click. Raises Refusal."""
    seating = task.seated()
    if seating is None or task.is_over:
        raise Refusal(_("Nothing can be taken here now."))
    if request.POST.get("shown") != fingerprint(seating.document):
        raise Refusal(_("The preview has changed. Look at it again before you take it."))
    key, typed = click_key(request.POST.get("key", "")), request.POST.get("after", "")
    after = click_key(typed)
    if not key or bool(after) != bool(typed):
        raise Refusal(_("This page is out of date. Load it again."))
    if verdict(check(seating.document)) == "error":
        raise Refusal(_("The look in preview has errors."), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return Take.click(
            task=task,
            person=request.user,
            rules=seating.document,
            title=task.next_title,
            key=key,
            after=uuid.UUID(after) if after else None,
            version=number(request, "version") or 0,
        )
    except Overtaken as error:
        raise Refusal(overtaken(error.by)) from None
    except UnderWay:
        raise Refusal(_("What viewers see is not settled yet. Nothing was sent.")) from None
    except ClickReused:
        raise Refusal(_("This page has taken something else already. Look again.")) from None
    except InvalidDocument:
        raise Refusal(_("The task’s output is not known here.")) from None


def keep_version(request: Request, task: MixTask) -> None:
    """What was taken is kept among its template's versions."""
    look = task.next_look
    if look and look.template and not look.is_behind:
        look.template.keep_version(TemplateVersion.Reason.TAKE, request.user)


def overtaken(by: Operation | None) -> str:
    if by is None or by.person is None:
        return _("The task was changed meanwhile. Look again: nothing was sent.")
    return _("%(name)s took “%(title)s” meanwhile. Look again: nothing was sent.") % {
        "name": by.person.get_full_name() or by.person.username,
        "title": by.title,
    }


# --- Rundown ------------------------------------------------------------------------------


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


# --- Pictures -----------------------------------------------------------------------------


def preview_stamp(request: Request, pk: uuid.UUID) -> str | None:
    task = get_owned(MixTask.objects.all(), request, pk)
    seating = task.seated()
    return stamp_of_rules(task.workspace, codec.write(seating.document)) if seating else None


@require_safe
@condition(etag_func=preview_stamp)
def preview(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What the next take would show."""
    task = get_owned(MixTask.objects.all(), request, pk)
    seating = task.seated()
    if seating is None:
        raise Http404
    return picture_of(task.workspace, seating.document)


def look_stamp(request: Request, pk: int) -> str:
    row = owned_look(request, pk)
    return stamp_of_rules(row.task.workspace, row.rules)


@require_safe
@condition(etag_func=look_stamp)
def look_picture(request: Request, pk: int) -> HttpResponse:
    """A look of the rundown, small."""
    row = owned_look(request, pk)
    return picture_of(row.task.workspace, row.document, width=THUMBNAIL_WIDTH)
