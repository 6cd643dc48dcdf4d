"""Straps in a template: drawn while somebody writes, and kept once they have written."""

from __future__ import annotations

from base64 import b64encode
from http import HTTPStatus
from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Role, Workspace
from studio.compositor.pixels import Size
from studio.compositor.straps import Style, Words, usual_size
from studio.editor.models import LayoutTemplate
from studio.editor.views.frames import answered
from studio.editor.views.requests import Unreadable, field, json_object, speaks_json
from studio.editor.views.uploads import at_public_address, no_room
from studio.library.models import Frame, Kind, Upload, UploadsFull, Wanted
from studio.media import Decoded
from studio.rules.document import Json
from studio.rules.limits import SCENE_SIDE
from studio.straps.making import LARGEST, SMALLEST, Refused, doubt, drawn, words_of
from studio.straps.models import LONGEST, Strap, StrapStyle

MOST_BYTES = 4096


class Asked(NamedTuple):
    """A strap as it was asked for, and drawn."""

    words: Words
    style: Style
    size: int
    picture: Decoded

    @property
    def measures(self) -> dict[str, Json]:
        return {
            "width": self.picture.width,
            "height": self.picture.height,
            "align": self.style.align,
            "doubt": doubt(self.style),
        }


@require_POST
@speaks_json
def draft(request: Request, pk: UUID) -> HttpResponse:
    """The strap as it would be; nothing of it is kept.

    Body: {"name", "line", "width", "height": the scene's, "size": of the name's letters in pixels,
    0 for the usual}. Answer: {"picture": a PNG in base 64, "width", "height", "align", "doubt"}, or
    422 with {"message", "field": "name" | "line" | ""}.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    try:
        asked = drawn_for(request, template.workspace)
    except Refused as refused:
        return refusal(refused)
    picture = b64encode(asked.picture.picture).decode()
    return JsonResponse({"picture": picture, **asked.measures})


@require_http_methods(["GET", "HEAD", "POST"])
def straps(request: Request, pk: UUID) -> HttpResponse:
    """The form in which words are written, a fragment; posted to, it makes the strap of them."""
    if request.method == "POST":
        return make(request, pk)
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    context = {"template": template, "least": SMALLEST, "most": LARGEST, "longest": LONGEST}
    return render(request, "editor/stage/strap.html", context)


@speaks_json
def make(request: Request, pk: UUID) -> HttpResponse:
    """Keeps the strap as a picture with a public address; the same one has the same address.

    Body: as of `draft`. Answer: 201 with {"url", "message": what is wrong with that address,
    "frame": what `frames` answers of it, "width", "height", "align", "doubt"}, or as `draft`.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    workspace = template.workspace
    try:
        Upload.objects.require_room(workspace)
        asked = drawn_for(request, workspace)
    except Refused as refused:
        return refusal(refused)
    except UploadsFull:
        raise no_room() from None
    strap = Strap.objects.keep(workspace, request.user, asked.words, asked.size, asked.picture)
    address = at_public_address(request, strap.public_path())
    # At hand, so that no stage waits until a job has fetched it.
    wanted = Wanted(address["url"], Kind.PICTURE)
    frame = Frame.objects.keep_decoded(workspace, wanted.url, wanted.kind, asked.picture)
    (known,) = answered(workspace, [wanted], {wanted: frame})
    answer = {**address, "frame": known, **asked.measures}
    return JsonResponse(answer, status=HTTPStatus.CREATED)


def drawn_for(request: Request, workspace: Workspace) -> Asked:
    """What the body asks for, in the workspace's style. Raises Unreadable or Refused."""
    body = json_object(request, MOST_BYTES)
    canvas = scene_in(body)
    size = field(body, "size", int) or usual_size(canvas)
    if not SMALLEST <= size <= LARGEST:
        raise Refused(
            "",
            _("The letters of a strap are from %(least)d to %(most)d pixels high.")
            % {"least": SMALLEST, "most": LARGEST},
        )
    words = words_of(field(body, "name", str), field(body, "line", str))
    style = StrapStyle.objects.of(workspace).style
    return Asked(words, style, size, drawn(words, style, canvas, size))


def scene_in(body: dict[str, Json]) -> Size:
    """The scene's sides. Raises Unreadable."""
    width, height = field(body, "width", int), field(body, "height", int)
    for side, name in ((width, "width"), (height, "height")):
        if not SCENE_SIDE.min <= side <= SCENE_SIDE.max:
            raise Unreadable(
                _("The request’s “%(name)s” is missing or malformed.") % {"name": name}
            )
    return width, height


def refusal(refused: Refused) -> JsonResponse:
    answer = {"message": refused.sentence, "field": refused.field}
    return JsonResponse(answer, status=HTTPStatus.UNPROCESSABLE_ENTITY)
