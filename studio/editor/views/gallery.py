"""The gallery of templates, and what is done to a template there to find it again."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from studio.accounts.access import Request, current_workspace, get_owned, own_workspace
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Role, Scope
from studio.accounts.places import back_to
from studio.editor import beginning, tags
from studio.editor.cards import Rights, cards, drawn
from studio.editor.finding import GalleryFilter
from studio.editor.models import LayoutTemplate


@require_safe
def templates(request: Request) -> HttpResponse:
    """One page of what is asked for; a filter that can't be read is answered 422."""
    form = GalleryFilter(request.GET, current_workspace(request), request.user)
    return gallery(request, form)


def gallery(request: Request, form: GalleryFilter, **more: Any) -> HttpResponse:
    """The page of what a form asks for; with `refused` 422, too."""
    workspace = form.workspace
    valid = form.is_valid()
    rows, after = form.page(with_states=True) if valid else ([], "")
    among = request.user.favourites.filter(pk__in=[row.pk for row in rows])
    favourites = set(among.values_list("pk", flat=True))
    shown = cards(request, rows, favourites)
    is_well = valid and "refused" not in more
    rights = Rights.of(workspace.role_of(request.user) or Role.VIEWER)
    return render(
        request,
        "editor/list.html",
        {
            "form": form,
            "cards": shown,
            "drawn": [drawn(each, rights) for each in shown],
            "after": after,
            "can_edit": rights.can_edit,
            **more,
            "is_admin": rights.is_admin,
            "beginning": beginning.chosen_in(workspace),
        },
        status=HTTPStatus.OK if is_well else HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def refused(request: Request, template: LayoutTemplate, typed: str, why: str) -> HttpResponse:
    """The gallery with the dialog open in which this was typed for a template, and why it can't be:
    the `dialog` is called as the address is.
    """
    if "application/json" in request.headers.get("Accept", ""):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return JsonResponse({"name": template.name, "message": why}, status=status)
    form = GalleryFilter(QueryDict(), template.workspace, request.user)
    dialog = request.path.rstrip("/").rpartition("/")[2]
    told = {"dialog": dialog, "name": template.name, "typed": typed, "why": why}
    return gallery(request, form, refused=told)


@for_tokens(Scope.EDIT)
@require_POST
def tag(request: Request, pk: UUID) -> HttpResponse:
    """Gives the template the posted `tags` in place of those it had."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    typed = request.POST.get("tags", "")
    try:
        template.set_tags(tags.read(typed))
    except tags.TooMany:
        why = _("A template has %(most)d tags at most.") % {"most": tags.MOST}
        return refused(request, template, typed, why)
    except tags.TooLong as long:
        why = _("“%(tag)s” is longer than %(most)d characters.")
        why %= {"tag": str(long)[: 2 * tags.LONGEST], "most": tags.LONGEST}
        return refused(request, template, typed, why)
    return back_to(request, "templates")


@for_tokens(Scope.EDIT)
@require_POST
def archive(request: Request, pk: UUID) -> HttpResponse:
    """Takes the template out of the way: it is kept, and found under Archived."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    template.archive(is_archived=True)
    messages.success(request, _("“%(name)s” is under Archived now.") % {"name": template.name})
    return back_to(request, "templates")


@for_tokens(Scope.EDIT)
@require_POST
def unarchive(request: Request, pk: UUID) -> HttpResponse:
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    template.archive(is_archived=False)
    messages.success(
        request, _("“%(name)s” is among all templates again.") % {"name": template.name}
    )
    return back_to(request, "templates")


@require_POST
def favour(request: Request, pk: UUID) -> HttpResponse:
    """Makes it one of the person's own favourites, or none of them: `on` is 1 or empty. Whoever may
    look at a template may.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk)
    if request.POST.get("on"):
        request.user.favourites.add(template)
    else:
        request.user.favourites.remove(template)
    context = {"template": template, "is_favourite": bool(request.POST.get("on"))}
    return render(request, "editor/_star.html", context)


@require_POST
def begin_like(request: Request, pk: UUID) -> HttpResponse:
    """Has the workspace's new templates begin with what this one holds now of scene and output."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.ADMIN)
    beginning.choose(template)
    messages.success(
        request,
        _("New templates begin like “%(name)s”: its scene’s size, output and callback.")
        % {"name": template.name},
    )
    return back_to(request, "templates")


@require_POST
def begin_as_usual(request: Request, pk: int) -> HttpResponse:
    """Undoes that, for a whole workspace."""
    beginning.forget(own_workspace(request, pk, Role.ADMIN))
    messages.success(request, _("New templates begin as usual again."))
    return back_to(request, "templates")
