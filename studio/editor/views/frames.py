"""The stills of a template's URLs, as the stage asks for them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST

from studio.accounts.access import Request, get_owned, may
from studio.accounts.models import Role, Workspace
from studio.documents import veiling
from studio.documents.state import EditorState, key_in
from studio.editor.models import LayoutTemplate
from studio.editor.views.requests import Unreadable, field, json_object, speaks_json
from studio.library.chosen import Chosen
from studio.library.fetching import LOCKED
from studio.library.models import Frame, Kind, State, Upload, Wanted
from studio.library.wording import (
    NO_UPLOAD,
    NOT_ASKED,
    SENTENCES,
    UNKNOWN_TYPE,
    frame_json,
    upload_json,
    without_frame,
)
from studio.rules.document import Json, Source
from studio.rules.limits import LAST_SECOND, MAX_PICTURES, MAX_URL_LENGTH
from studio.rules.redaction import is_sealed
from studio.straps.models import Strap

KINDS = {**{kind.value: kind for kind in Kind}, "logo": Kind.PICTURE}
STILL = "still"


@gzip_page
@require_POST
@speaks_json
def frames(request: Request, pk: UUID) -> HttpResponse:
    """What is known of each picture; asked by an editor, what is new is fetched. What somebody
    looks at so is kept fresh by the clock.

    Body: {"urls": [{"url", "kind": "pic" | "vod" | "live" | "logo", "second"}], "again": bool},
    where `second` is of a video file and 0 if missing, and `again` fetches anew what was fetched
    before. Of the kind "still" the URL is the key of an upload. Answer: {"frames": [{"state",
    "fetching", "waiting", "src", "width", "height", "duration", "rate", "sound", "opaque",
    "doubts", "message", "fetched_at"}]}, parallel to what was asked; of a logo that is a strap of
    the workspace also "strap": {"name", "line", "size"}, what it says and how high its name's
    letters are in pixels.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk)
    body = json_object(request)
    asked = unveiled(template, read_urls(body))
    wanted = [one for one in asked if isinstance(one, Wanted) and is_fit(one)]
    if may(request.user, template.workspace, Role.EDITOR):
        there = Frame.objects.ask(template.workspace, wanted, again=body.get("again") is True)
    else:
        there = Frame.objects.of(template.workspace, wanted)
    Frame.objects.mark_seen(there.values())
    answers = answered(template.workspace, asked, there)
    return JsonResponse({"frames": answers}, headers={"Cache-Control": "no-store"})


def unveiled(template: LayoutTemplate, asked: list[Asked]) -> list[Asked]:
    """As they are: a page has but the veiled addresses of what is signed."""
    urls = [one.url for one in asked if isinstance(one, Wanted)]
    known = veiling.unveiled(urls, template.known_addresses())
    return [
        one._replace(url=known.get(one.url, one.url)) if isinstance(one, Wanted) else one
        for one in asked
    ]


def first_frames(template: LayoutTemplate) -> list[dict[str, Any]]:
    """The pictures there are of what a template shows, each as the page asks for it: "url", "kind",
    "second", with what `frames` answers as its "frame".
    """
    chosen = EditorState.read(template.editor_state).chosen
    rules = template.rules
    shown = [asked_for(source, chosen) for source in rules.sources]
    shown += [{"url": logo.url, "kind": "logo", "second": 0} for logo in rules.logos or ()]
    keys = [read_url(one) for one in shown]
    wanted = [key for key in keys if isinstance(key, Wanted) and is_fit(key)]
    there = Frame.objects.of(template.workspace, wanted)
    answers = answered(template.workspace, keys, there)
    return [
        {**one, "frame": frame}
        for one, frame in zip(shown, answers, strict=True)
        if frame["state"] == State.READY
    ]


def asked_for(source: Source, chosen: Chosen) -> dict[str, Json]:
    """The twin of `wantedOf` in static/editor/server/frames.js."""
    if source.id in chosen.stills:
        return {"url": str(chosen.stills[source.id]), "kind": STILL, "second": 0}
    second = chosen.seconds.get(source.id, 0) if source.type == Kind.VOD else 0
    return {"url": source.url, "kind": source.type, "second": second}


Asked = Wanted | UUID | None
"""A frame, an upload, or what there is no picture of."""


def is_fit(wanted: Wanted) -> bool:
    return 0 < len(wanted.url) <= MAX_URL_LENGTH and not is_sealed(wanted.url)


def uploads_of(workspace: Workspace, asked: list[Asked]) -> dict[UUID, Upload]:
    keys = [one for one in asked if isinstance(one, UUID)]
    return Upload.objects.filter(workspace=workspace).in_bulk(keys) if keys else {}


def answered(
    workspace: Workspace, asked: list[Asked], there: dict[Wanted, Frame]
) -> list[dict[str, Json]]:
    """What is known of each, parallel to what was asked."""
    uploads = uploads_of(workspace, asked)
    pictures = [one for one in asked if isinstance(one, Wanted) and one.kind == Kind.PICTURE]
    straps = Strap.objects.at(workspace, [one.url for one in pictures])
    return [{**answer(one, there, uploads), **strap_of(one, straps)} for one in asked]


def strap_of(one: Asked, straps: dict[str, Strap]) -> dict[str, Json]:
    strap = straps.get(one.url) if isinstance(one, Wanted) else None
    if strap is None:
        return {}
    return {"strap": {"name": strap.name, "line": strap.line, "size": strap.size}}


def answer(one: Asked, there: dict[Wanted, Frame], uploads: dict[UUID, Upload]) -> dict[str, Json]:
    if one is None:
        return without_frame(UNKNOWN_TYPE)
    if isinstance(one, UUID):
        return upload_json(uploads[one]) if one in uploads else without_frame(NO_UPLOAD)
    if len(one.url) > MAX_URL_LENGTH:
        return without_frame(SENTENCES["url_length"])
    if is_sealed(one.url):
        return without_frame(SENTENCES[LOCKED])
    return frame_json(there[one]) if one in there else without_frame(NOT_ASKED)


def read_urls(body: dict[str, Json]) -> list[Asked]:
    """What is asked for. Raises Unreadable."""
    items = field(body, "urls", list)
    if len(items) > MAX_PICTURES:
        raise Unreadable(
            _("At most %(most)s pictures can be asked for at once.") % {"most": MAX_PICTURES},
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    return [read_url(item) for item in items]


def read_url(item: Json) -> Asked:
    if not isinstance(item, dict):
        raise Unreadable(_("The request’s “urls” can’t be read."))
    url, name = field(item, "url", str), field(item, "kind", str)
    if name == STILL:
        # What is no key is the key of nothing.
        return key_in(url) or UUID(int=0)
    kind = KINDS.get(name)
    if kind is None:
        return None
    second = field(item, "second", int) if "second" in item else 0
    if not 0 <= second <= LAST_SECOND:
        raise Unreadable(
            _("The second of a video goes from 0 to %(last)s.") % {"last": LAST_SECOND}
        )
    return Wanted(url, kind, second if kind == Kind.VOD else 0)
