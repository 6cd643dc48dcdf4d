"""A template re-seated by another one: told first, then done, and undone by one press."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from studio.accounts.access import Request, get_owned
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Role, Scope
from studio.accounts.places import back_to
from studio.documents.state import key_in
from studio.editor import slots
from studio.editor.models import LayoutTemplate
from studio.pages.answers import instead
from studio.pages.versions import StaleVersion


@never_cache
@for_tokens(Scope.EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def reseat(request: Request, pk: UUID) -> HttpResponse:
    """Asks whose addresses, `from`, and tells which slots match; a POST takes them. It names both
    versions as they were told: 409 where either is another by now.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    if request.method == "POST":
        origin = origin_of(template, request.POST.get("from", ""))
        if origin is None:
            raise Http404
        if stamp_of(template, origin) != request.POST.get("told"):
            return shown(request, template, origin, refused=changed())
        return take(request, template, origin)
    key = request.GET.get("from", "")
    origin = origin_of(template, key)
    if key and origin is None:
        raise Http404
    return shown(request, template, origin)


def origin_of(template: LayoutTemplate, key: str) -> LayoutTemplate | None:
    """Another template of its workspace, by its key."""
    rows = LayoutTemplate.objects.kept().filter(workspace=template.workspace)
    return rows.exclude(pk=template.pk).filter(pk=key_in(key) or UUID(int=0)).first()


def stamp_of(template: LayoutTemplate, origin: LayoutTemplate) -> str:
    """Both, as the page tells them."""
    return f"{template.version}-{origin.version}"


def shown(
    request: Request, template: LayoutTemplate, origin: LayoutTemplate | None, refused: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "template": template,
        "offered": slots.offered(template),
        "origin": origin,
        "refused": refused,
    }
    if origin:
        context["reseating"] = slots.reseating(template.rules, origin.rules)
        context["told"] = stamp_of(template, origin)
    status = HTTPStatus.CONFLICT if refused else HTTPStatus.OK
    return render(request, "editor/slots/reseat.html", context, status=status)


def take(request: Request, template: LayoutTemplate, origin: LayoutTemplate) -> HttpResponse:
    """Its sources have that one's addresses by slot, and the message has an Undo."""
    try:
        before = slots.take_addresses(template, origin, request.user)
    except StaleVersion:
        return refused(request, changed())
    names = {"name": template.name, "other": origin.name}
    if before is None:
        messages.success(request, _("“%(name)s” has the addresses of “%(other)s”.") % names)
    else:
        undo = reverse("template-version-restore", args=[template.pk, before.pk])
        messages.success(
            request,
            _("“%(name)s” has the addresses of “%(other)s” now.") % names,
            extra_tags=f"{undo}?version={template.version}",
        )
    return back_to(request, "templates")


def changed() -> str:
    return _("The template was changed meanwhile.")


def refused(request: Request, sentence: str) -> HttpResponse:
    return instead(request, sentence, HTTPStatus.CONFLICT, _("Nothing was done"))
