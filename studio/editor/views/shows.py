"""A new show: the form in which a template gets other addresses, all of them at once."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import replace_url

from studio.accounts.access import Request, current_workspace, require_role
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Role, Scope, Workspace
from studio.accounts.places import place
from studio.documents.state import key_in
from studio.editor.models import LayoutTemplate
from studio.editor.shows import ShowForm, typed_elsewhere
from studio.editor.slots import names_in


@never_cache
@for_tokens(Scope.EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_show(request: Request) -> HttpResponse:
    """Asks for a `template`, then who sits in its slots; a POST makes the show, and opens it. 409
    where the template is another by now than its form was made for. A POST of `choosing` is the
    form of another template, with what was typed so far: it holds addresses, for no URL.
    """
    workspace = current_workspace(request)
    require_role(request, workspace, Role.EDITOR)
    is_posted = request.method == "POST"
    template = chosen(workspace, (request.POST if is_posted else request.GET).get("template", ""))
    if is_posted and "choosing" in request.POST:
        form = ShowForm(template, typed=request.POST) if template else None
        key = str(template.pk) if template else ""
        return replace_url(
            filled(request, workspace, form), place(request, "new-show", template=key)
        )
    if template is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_posted else HTTPStatus.OK
        return filled(request, workspace, None, status=status)
    form = ShowForm(template, request.POST if is_posted else None)
    if not is_posted:
        return filled(request, workspace, form)
    if request.POST.get("version") != str(template.version):
        return filled(request, workspace, form, status=HTTPStatus.CONFLICT)
    if not form.is_valid():
        return filled(request, workspace, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("template-edit", form.make(request.user).pk)


def chosen(workspace: Workspace, key: str) -> LayoutTemplate | None:
    """Raises Http404 for a key that none of the workspace has."""
    if not key:
        return None
    rows = LayoutTemplate.objects.kept().filter(workspace=workspace)
    found = rows.filter(pk=key_in(key) or UUID(int=0)).first()
    if found is None:
        raise Http404
    return found


def filled(
    request: Request,
    workspace: Workspace,
    form: ShowForm | None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    stale = _("The template was changed meanwhile: look at its slots again.")
    elsewhere = typed_elsewhere(request.POST, form)
    context = {
        "offered": names_in(workspace.pk),
        "form": form,
        "template": form.template if form else None,
        "chosen": str(form.template.pk) if form else "",
        "elsewhere": elsewhere,
        "slots_elsewhere": list(dict.fromkeys(one.slot for one in elsewhere if one.slot)),
        "refused": stale if status is HTTPStatus.CONFLICT else "",
    }
    return render(request, "editor/slots/show.html", context, status=status)
