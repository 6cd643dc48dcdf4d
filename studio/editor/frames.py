"""The stills of a template's URLs, as the stage asks for them."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studio.accounts.access import Request, get_owned, may
from studio.accounts.models import Role
from studio.editor.models import LayoutTemplate
from studio.editor.requests import Unreadable, field, json_object, speaks_json
from studio.library.models import Frame, Kind, Wanted
from studio.library.wording import NOT_ASKED, SENTENCES, UNKNOWN_TYPE, frame_json, without_frame
from studio.rules.document import Json
from studio.rules.limits import MAX_LOGOS, MAX_SOURCES, MAX_URL_LENGTH

# Twice what a document may show: one that is still being cleared up gets its pictures too.
MOST_URLS = 2 * (MAX_SOURCES + MAX_LOGOS)

KINDS = {**{kind.value: kind for kind in Kind}, "logo": Kind.PICTURE}


@require_POST
@speaks_json
def frames(request: Request, pk: UUID) -> HttpResponse:
    """What is known of each URL; asked by an editor, what is new is fetched.

    Body: {"urls": [{"url", "kind": "pic" | "vod" | "live" | "logo"}], "again": bool}, where
    `again` fetches anew what was fetched before. Answer: {"frames": {url: {"state", "src",
    "width", "height", "opaque", "message", "fetched_at"}}}. A picture that could not be fetched
    anew stays `ready`, with a message and its date.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk)
    body = json_object(request)
    wanted = read_urls(body)
    fit = [(url, kind) for url, kind in wanted if kind and 0 < len(url) <= MAX_URL_LENGTH]
    if may(request.user, template.workspace, Role.EDITOR):
        there = Frame.objects.ask(template.workspace, fit, again=body.get("again") is True)
    else:
        there = Frame.objects.of(template.workspace, fit)
    answers = {url: answer(url, kind, there) for url, kind in wanted}
    return JsonResponse({"frames": answers}, headers={"Cache-Control": "no-store"})


def answer(url: str, kind: Kind | None, there: dict[Wanted, Frame]) -> dict[str, Json]:
    if kind is None:
        return without_frame(UNKNOWN_TYPE)
    if len(url) > MAX_URL_LENGTH:
        return without_frame(SENTENCES["url_length"])
    frame = there.get((url, kind))
    return frame_json(frame) if frame else without_frame(NOT_ASKED)


def read_urls(body: dict[str, Json]) -> list[tuple[str, Kind | None]]:
    """What is asked for; None for a kind there is not. Raises Unreadable."""
    items = field(body, "urls", list)
    if len(items) > MOST_URLS:
        raise Unreadable(
            _("At most %(most)s pictures can be asked for at once.") % {"most": MOST_URLS},
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    return [read_url(item) for item in items]


def read_url(item: Json) -> tuple[str, Kind | None]:
    if not isinstance(item, dict):
        raise Unreadable(_("The request’s “urls” can’t be read."))
    return field(item, "url", str), KINDS.get(field(item, "kind", str))
