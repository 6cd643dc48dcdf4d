"""One's tokens in a workspace: made, shown once, revoked."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.access import Request, current_workspace, may, require_role
from studio.accounts.asking_again import asking
from studio.accounts.models import Role, Token, Workspace
from studio.accounts.models.tokens import TokenQuerySet
from studio.accounts.places import back_to
from studio.accounts.tokens.form import TokenForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@asking
def tokens(request: Request) -> HttpResponse:
    """The page; a POST makes a token, which stands in its answer and nowhere else again."""
    workspace = current_workspace(request)
    role = workspace.role_of(request.user) or Role.VIEWER
    form = TokenForm(role, request.POST if request.method == "POST" else None)
    made = ""
    if form.is_bound and form.is_valid():
        made = Token.objects.issue(request.user, workspace, **form.chosen)
        form = TokenForm(role)
    context = {
        "form": form,
        "made": made,
        "workspace": workspace,
        "rows": shown(request, workspace),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "accounts/tokens/tokens.html", context, status=status)


def shown(request: Request, workspace: Workspace) -> TokenQuerySet:
    """One's own; to admins those of all."""
    rows = Token.objects.current().filter(workspace=workspace).select_related("person")
    sees_all = may(request.user, workspace, Role.ADMIN)
    return rows if sees_all else rows.filter(person=request.user)


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """It is good for nothing from now on. Admins revoke anybody's."""
    own = Workspace.objects.for_user(request.user)
    token = get_object_or_404(Token, pk=pk, workspace__in=own)
    if token.person != request.user:
        require_role(request, token.workspace, Role.ADMIN)
    token.revoke()
    messages.success(request, _("“%(name)s” was revoked.") % {"name": token.name})
    request.workspace = token.workspace
    return back_to(request, "tokens")
