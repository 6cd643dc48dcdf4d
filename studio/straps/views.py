"""The page on which a workspace's straps get their style, and the sample it shows."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from studio.accounts.access import Request, current_workspace, may, require_role
from studio.accounts.models import Role, Workspace
from studio.accounts.places import back_to
from studio.compositor.straps import placed, usual_size
from studio.pages.versions import StaleVersion, shown_version
from studio.straps.forms import SampleForm, StyleForm
from studio.straps.making import Refused, doubt, drawn, words_of
from studio.straps.models import LONGEST, StrapStyle

# The sample's scene: half of the usual one, whose letters are small enough to be judged by.
SCENE = (960, 540)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def straps(request: Request) -> HttpResponse:
    """Everybody sees the style; who may edit templates sets it."""
    workspace = current_workspace(request)
    if request.method != "POST":
        row = StrapStyle.objects.of(workspace)
        return page(request, workspace, StyleForm(initial=asdict(row.style)), row.version)
    require_role(request, workspace, Role.EDITOR)
    form, version = StyleForm(request.POST), shown_version(request)
    if not form.is_valid():
        return page(request, workspace, form, version, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        StrapStyle.objects.change(workspace, form.style, version)
    except StaleVersion:
        refused = _(
            "Somebody else has changed the style meanwhile. Nothing was changed; saved again, "
            "yours takes the place of theirs."
        )
        now = StrapStyle.objects.of(workspace).version
        return page(request, workspace, form, now, refused, HTTPStatus.CONFLICT)
    messages.success(request, _("Straps look so from now on. Those there are stay as they are."))
    return back_to(request, "straps")


def page(
    request: Request,
    workspace: Workspace,
    form: StyleForm,
    version: int,
    refused: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "form": form,
        "version": version,
        "refused": refused,
        "can_edit": may(request.user, workspace, Role.EDITOR),
        "longest": LONGEST,
    }
    return render(request, "straps/style.html", context, status=status)


@never_cache
@require_safe
def sample(request: Request) -> HttpResponse:
    """A strap in the style that is asked for, as it lies in its scene.

    Answer: {"picture": a PNG in base 64, "left", "top", "width": shares of the scene, in percent,
    "doubt": what makes it hard to read}; 422 with {"message", "field"}.
    """
    form = SampleForm(request.GET)
    if not form.is_valid():
        field, faults = next(iter(form.errors.items()))
        return refusal(field, str(faults[0]))
    style = form.style
    try:
        words = words_of(form.cleaned_data["name"], form.cleaned_data["line"])
        picture = drawn(words, style, SCENE, usual_size(SCENE))
    except Refused as refused:
        return refusal(refused.field, refused.sentence)
    box = placed((picture.width, picture.height), SCENE, style.align)
    return JsonResponse(
        {
            "picture": b64encode(picture.picture).decode(),
            "left": 100 * box.x / SCENE[0],
            "top": 100 * box.y / SCENE[1],
            "width": 100 * box.w / SCENE[0],
            "doubt": doubt(style),
        }
    )


def refusal(field: str, sentence: str) -> JsonResponse:
    answer = {"field": field, "message": sentence}
    return JsonResponse(answer, status=HTTPStatus.UNPROCESSABLE_ENTITY)
