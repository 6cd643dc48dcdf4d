"""A template shown to somebody without an account: links made and revoked, and what they open."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio import compositor
from studio.accounts.access import Request, get_owned
from studio.accounts.models import Role
from studio.documents import pictures
from studio.documents.field import UnreadableRow
from studio.editor.models import LayoutTemplate, ShareLink
from studio.editor.models.shared import MOST_OPEN, ShareLinkQuerySet
from studio.editor.views.downloads import undrawable

logger = logging.getLogger(__name__)

WIDTH = 1280
# Not for searching machines, and no other page learns the address.
HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


class ShareForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("Expires in"),
        coerce=int,
        initial=7,
        error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        days: Any = self.fields["days"]
        days.choices = [
            (count, ngettext("%(days)d day", "%(days)d days", count) % {"days": count})
            for count in ShareLinkQuerySet.DAYS
        ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: Request, pk: UUID) -> HttpResponse:
    """The template's links; a POST makes one, which stands in its answer and nowhere else again."""
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    form = ShareForm(request.POST if request.method == "POST" else None)
    open_links = template.share_links.open()
    if form.is_bound and open_links.count() >= MOST_OPEN:
        sentence = _("There are %(most)d links already: revoke one first.")
        form.add_error("days", sentence % {"most": MOST_OPEN})
    link = None
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        token = ShareLink.objects.issue(template, request.user, form.cleaned_data["days"])
        link = {
            "address": request.build_absolute_uri(reverse("shared", args=[token])),
            "title": _("Send this link to whom you want to show it"),
            "says": _("Whoever has it sees the picture, without signing in. It is shown only now."),
        }
        form, status = ShareForm(), HTTPStatus.CREATED
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    rows = open_links.select_related("made_by")
    context = {"template": template, "form": form, "link": link, "rows": rows}
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

    @wraps(view)
    def answered(request: HttpRequest, token: str) -> HttpResponse:
        answer = shown(request, token)
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

    return answered


def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "editor/sharing/closed.html", status=HTTPStatus.NOT_FOUND)


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
