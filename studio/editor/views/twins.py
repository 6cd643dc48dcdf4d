"""The twin of a template: the same show for a scene of the other orientation."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studio.accounts.access import Request, get_owned
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Role, Scope
from studio.editor import twins
from studio.editor.models import LayoutTemplate
from studio.editor.views.slots import refused, take


@for_tokens(Scope.EDIT)
@require_POST
def make(request: Request, pk: UUID) -> HttpResponse:
    """Makes it as a draft, and opens that for somebody to look over."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    return redirect("template-edit", twins.make(template, request.user).pk)


@for_tokens(Scope.EDIT)
@require_POST
def take_addresses(request: Request, pk: UUID) -> HttpResponse:
    """Seats the twin's sources by the template it was made of: those of one ID are one camera. 409
    where somebody saved the twin meanwhile, or that template was deleted.
    """
    twin = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    origin = twin.twin_of
    if origin is None:
        raise Http404
    if origin.deleted_at:
        return refused(request, _("“%(name)s” was deleted.") % {"name": origin.name})
    return take(request, twin, origin)
