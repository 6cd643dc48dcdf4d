"""A template shown to somebody without an account: links made and revoked, and what they open."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio import compositor
from studio.accounts.access import Request, get_owned
from studio.accounts.models import Role
from studio.accounts.sharing import closed, hidden, offer
from studio.documents import pictures
from studio.documents.field import UnreadableRow
from studio.editor.models import LayoutTemplate, ShareLink
from studio.editor.views.downloads import undrawable

logger = logging.getLogger(__name__)

WIDTH = 1280
USUAL_DAYS = 7


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: Request, pk: UUID) -> HttpResponse:
    """The template's links; a POST makes one, which stands in its answer and nowhere else again."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)

    def issue(days: int) -> str:
        return reverse("shared", args=[ShareLink.objects.issue(template, request.user, days)])

    says = _("Whoever has it sees the picture, without signing in. It is shown only now.")
    links = template.share_links.open()
    context, status = offer(request, links, issue, usual=USUAL_DAYS, says=says)
    context["template"] = template
    return render(request, "editor/sharing/share.html", context, status=status)


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """It shows nothing from now on."""
    link = get_owned(ShareLink.objects.all(), request, pk, Role.EDITOR)
    link.revoke()
    messages.success(request, _("The link was revoked."))
    return redirect("template-share", link.template_id)


def by_link(
    view: Callable[[HttpRequest, str, LayoutTemplate], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Hands a view the template of the address's token, as long as that shows one. Every answer
    has HEADERS.
    """

    @hidden
    @wraps(view)
    @require_safe
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        link = ShareLink.objects.of_token(token)
        if link is None:
            return closed(request)
        if not link.take_turn():
            return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        try:
            return view(request, token, link.template)
        except UnreadableRow as fault:
            logger.error("%s", fault)  # it is no fault of ours, and says it all
            return closed(request)

    return shown


@login_not_required
@never_cache
@by_link
def shared(request: HttpRequest, token: str, template: LayoutTemplate) -> HttpResponse:
    """The page that a link opens."""
    rules = template.rules
    context = {
        "template": template,
        "token": token,
        "scene": rules.scene,
        "sources": [source.id for source in rules.sources],
    }
    return render(request, "editor/sharing/shared.html", context)


@login_not_required
@by_link
def picture(request: HttpRequest, token: str, template: LayoutTemplate) -> HttpResponse:
    """Its picture as it is saved, at most WIDTH pixels wide. Asked for anew each time, answered 304
    unless it changed.
    """
    del token
    try:
        shown = pictures.composed(
            template.workspace, template.rules, state=template.state, width=WIDTH
        )
    except compositor.Undrawable:
        return undrawable()
    etag = f'"{shown.digest}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        data = compositor.encode(compositor.paint(shown), "jpeg")
        answer = HttpResponse(data, content_type="image/jpeg")
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer
