"""The server's picture of a document that is not saved yet, whole or as what changed of it."""

from __future__ import annotations

import json
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST

from studio import compositor
from studio.accounts.access import Request
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Scope, User
from studio.documents import veiling
from studio.documents.pictures import PREVIEW_WIDTH, UNDRAWABLE, composed
from studio.documents.state import EditorState
from studio.editor import previews
from studio.editor.models import LayoutTemplate
from studio.editor.views import requests
from studio.editor.views.requests import Unreadable, json_object, speaks_json
from studio.rules.document import Json

TILES = "application/octet-stream"
# Characters in a header about a picture: proxies refuse an answer whose headers are over 4 kB in
# all. Forty sources and logos fit, and as many tiles.
MOST_IN_HEADER = 1500


@for_tokens(Scope.READ)
@require_POST
@speaks_json
def preview(request: Request, pk: UUID) -> HttpResponse:
    """A JPEG at most 960 px wide, with `?size=full` one of the scene's size, or with `?format=png`
    an exact PNG of that size. With an `editor_state`, as it would be saved, sources have the sizes
    assumed there. Reads only.

    The ETag stands for all that the picture depends on. With it in If-None-Match an unchanged
    picture is not drawn but answered 412, since no 304 can answer a POST.

    A JPEG comes with its Preview-Manifest, unless it shows so much that this would be too long.
    Who hands that back in `shows` may be answered with tiles to be drawn over that picture: JPEGs
    one after the other, and in Preview-Tiles for each [x, y of its corner, x, y, w, h of what is to
    be drawn of it, its length], in the picture's pixels and in bytes. Then the manifest is that of
    the picture they make of it.
    """
    try:
        workspace = LayoutTemplate.objects.workspace_of(pk, request.user)
    except LayoutTemplate.DoesNotExist:
        raise Http404 from None
    body = json_object(request)
    rules = requests.document(body)
    if veiling.is_veiled(rules):
        rules = veiling.unveiled_rules(rules, LayoutTemplate.objects.get(pk=pk).known_addresses())
    kept = requests.field(body, "editor_state", dict) if "editor_state" in body else {}
    exact = request.GET.get("format") == "png"
    width = None if exact or request.GET.get("size") == "full" else PREVIEW_WIDTH
    try:
        shown = composed(workspace, rules, state=EditorState.read(kept), width=width)
    except compositor.Undrawable:
        raise Unreadable(str(UNDRAWABLE), HTTPStatus.UNPROCESSABLE_ENTITY) from None
    etag = f'"{shown.digest}"'
    response = get_conditional_response(request, etag=etag)
    if response is None and exact:
        response = png(shown)
    elif response is None:
        response = drawn(pk, request.user, shown, manifest_in(body))
    response["ETag"] = etag
    response["Cache-Control"] = "no-store"
    return response


def drawn(
    template: UUID, person: User, shown: compositor.Composition, before: compositor.Manifest | None
) -> HttpResponse:
    """The picture as tiles over the one before or whole, with its manifest; whole and without it
    where it shows too much for a header.
    """
    manifest = str(shown.manifest)
    if len(manifest) > MOST_IN_HEADER:
        return jpeg(template, person, shown)
    response = tiles(shown, before) or jpeg(template, person, shown)
    response["Preview-Manifest"] = manifest
    return response


def manifest_in(body: dict[str, Json]) -> compositor.Manifest | None:
    """That of the picture which is shown; one that can't be read is as good as none."""
    text = body.get("shows")
    return compositor.Manifest.read(text) if isinstance(text, str) else None


def tiles(shown: compositor.Composition, before: compositor.Manifest | None) -> HttpResponse | None:
    """What makes the picture of the one before; None where all of it had better be sent."""
    parts = previews.tiles(shown, before) if before else None
    if parts is None:
        return None
    places = [(tile.box.x, tile.box.y, *tile.seen, len(tile.file)) for tile in parts]
    header = json.dumps(places, separators=(",", ":"))
    if len(header) > MOST_IN_HEADER:
        return None
    files = b"".join(tile.file for tile in parts)
    return HttpResponse(files, content_type=TILES, headers={"Preview-Tiles": header})


def png(shown: compositor.Composition) -> HttpResponse:
    picture = compositor.encode(compositor.paint(shown), "png")
    return HttpResponse(picture, content_type="image/png")


def jpeg(template: UUID, person: User, shown: compositor.Composition) -> HttpResponse:
    return HttpResponse(previews.draw(template, person, shown), content_type="image/jpeg")
