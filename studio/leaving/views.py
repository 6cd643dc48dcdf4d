"""The pages where a workspace or an account is deleted, and the export."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.access import Request, own_workspace
from studio.accounts.asking_again import ask_again, asked_again, asking
from studio.accounts.models import Role, Workspace
from studio.audit.acts import Act
from studio.leaving import deleting
from studio.leaving.deleting import StillNeeded, StillOn
from studio.leaving.export import contents
from studio.leaving.export.zipping import zipped
from studio.leaving.forms import TypedName


@require_http_methods(["GET", "HEAD", "POST"])
def workspace(request: Request, pk: int) -> HttpResponse:
    """What would go, and a POST with the workspace's name that deletes it."""
    row = own_workspace(request, pk, Role.ADMIN)
    if not asked_again(request):
        return ask_again(request)
    label = _("Type the workspace’s name to delete it")
    form = TypedName(row.name, label, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return workspace_page(request, row, form, status)
    try:
        deleting.delete_workspace(row)
    except (StillOn, Workspace.DoesNotExist):
        return workspace_page(request, row, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The workspace “%(name)s” was deleted.") % {"name": row.name})
    return redirect("home")


def workspace_page(
    request: Request, row: Workspace, form: TypedName, status: HTTPStatus
) -> HttpResponse:
    context = {
        "form": form,
        "still_on": deleting.still_on(row),
        "lost": lost(row),
    }
    return render(request, "leaving/workspace.html", context, status=status)


def lost(row: Workspace) -> list[str]:
    """What goes with a workspace, each sort counted in words."""
    templates = row.templates.filter(deleted_at=None).count()
    uploads, members = row.uploads.count(), row.memberships.count()
    return [
        ngettext("%(counter)s template", "%(counter)s templates", templates)
        % {"counter": templates},
        ngettext("%(counter)s uploaded picture", "%(counter)s uploaded pictures", uploads)
        % {"counter": uploads},
        ngettext("the access of %(counter)s member", "the access of %(counter)s members", members)
        % {"counter": members},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@asking
def account(request: Request) -> HttpResponse:
    """What would stay, and a POST with the user name that deletes the account."""
    label = _("Type your user name to delete your account")
    data = request.POST if request.method == "POST" else None
    form = TypedName(request.user.username, label, data)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return account_page(request, form, status)
    try:
        deleting.delete_account(request.user)
    except StillNeeded:
        return account_page(request, form, HTTPStatus.CONFLICT)
    logout(request)
    return render(request, "leaving/gone.html")


def account_page(request: Request, form: TypedName, status: HTTPStatus) -> HttpResponse:
    context = {"form": form, "needed_by": deleting.needs(request.user)}
    return render(request, "leaving/account.html", context, status=status)


@require_POST
def export(request: Request, pk: int) -> HttpResponseBase:
    """All a workspace owns as one ZIP, written while it is sent."""
    row = own_workspace(request, pk, Role.ADMIN)
    if not asked_again(request):
        return ask_again(request)
    row.record(Act.WORKSPACE_EXPORTED)
    name = f"{slugify(row.name) or 'workspace'}-{timezone.localdate():%Y-%m-%d}.zip"
    return StreamingHttpResponse(
        zipped(contents.members(row)),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
