"""A saved template as a file: its picture, its thumbnail, its MixedRules."""

from __future__ import annotations

import json
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studio import compositor
from studio.accounts.access import Request, get_owned
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Role, Scope
from studio.documents import pictures
from studio.documents.veiling import veiled_json
from studio.editor import thumbnails
from studio.editor.finding import PAGE
from studio.editor.models import LayoutTemplate
from studio.editor.thumbnails import Thumbnail
from studio.pages.answers import text_answer
from studio.rules.document import Json

FORMATS: dict[str, compositor.Format] = {"png": "png", "jpg": "jpeg", "webp": "webp"}
# Another picture has another address; a day, for who uses a computer that others use, too.
FOR_GOOD = "private, max-age=86400, immutable"


@for_tokens(Scope.READ)
@require_safe
def picture(request: Request, pk: UUID, suffix: str) -> HttpResponse:
    """The saved document at its scene's own size. `?show=boxes` and `?show=safe` mark on it what
    the stage shows: the boxes with their names, the safe areas.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk)
    if suffix not in FORMATS:
        raise Http404
    shown = request.GET.getlist("show")
    if not set(shown) <= set(compositor.MARKS):
        return text_answer(
            _("There is nothing of this name to be shown on the picture."), HTTPStatus.BAD_REQUEST
        )
    try:
        data = pictures.draw(
            template.workspace,
            template.rules,
            FORMATS[suffix],
            state=template.state,
            marks=[mark for mark in compositor.MARKS if mark in shown],
        )
    except compositor.Undrawable:
        return undrawable()
    return download(data, f"image/{FORMATS[suffix]}", f"{template.name}.{suffix}")


@for_tokens(Scope.READ)
@require_safe
def thumbnail(request: Request, pk: UUID) -> HttpResponse:
    """A small JPEG for lists. Asked for by the key of what it shows (`v`), it may be kept for good;
    else it is asked for anew each time, and answered 304 unless it changed.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk)
    found = thumbnails.thumbnail_of(template)
    etag = f'"{found.key.hex}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            data = thumbnails.kept(found) or thumbnails.drawn(template, found)
        except compositor.Undrawable:
            return undrawable()
        response = HttpResponse(data, content_type="image/jpeg")
    response["ETag"] = etag
    is_for_good = request.GET.get("v") == found.key.hex
    response["Cache-Control"] = FOR_GOOD if is_for_good else "private, no-cache"
    return response


@require_safe
def coming(request: Request) -> JsonResponse:
    """Of the thumbnails a page waits for, each named by an `of`: which can be fetched by now. It
    tells of those alone whose templates whoever asks may look at.
    """
    asked = [one for text in request.GET.getlist("of")[:PAGE] if (one := Thumbnail.read(text))]
    own = LayoutTemplate.objects.kept().for_user(request.user)
    seen = set(own.filter(pk__in=[one.template for one in asked]).values_list("pk", flat=True))
    shown = [one for one in asked if one.template in seen]
    still = thumbnails.coming(shown)
    answer = JsonResponse({"there": [str(one) for one in shown if one not in still]})
    answer["Cache-Control"] = "private, no-store"
    return answer


@for_tokens(Scope.EDIT)
@require_safe
def mixedrules(request: Request, pk: UUID) -> HttpResponse:
    """The body of CreateCloudMixTask without what is secret of its addresses: for editors only. An
    operator has it whole from `revealing.mixedrules_whole`.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    return mixedrules_file(template, veiled_json(template.rules_json))


def mixedrules_file(template: LayoutTemplate, rules: Json) -> HttpResponse:
    body = {"Name": template.name, "MixedRules": rules}
    text = json.dumps(body, indent=2, ensure_ascii=False) + "\n"
    return download(text.encode(), "application/json", f"{template.name}.json")


def download(data: bytes, content_type: str, filename: str) -> HttpResponse:
    safe = "".join("-" if character in '/\\:*?"<>|' else character for character in filename)
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=safe)
    response["Cache-Control"] = "private, no-store"
    return response


def undrawable() -> HttpResponse:
    return text_answer(str(pictures.UNDRAWABLE), HTTPStatus.UNPROCESSABLE_ENTITY)
