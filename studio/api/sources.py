"""What the studio knows of the addresses of sources and logos: pictures, sizes, sound."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Query

from studio.accounts.access import Request
from studio.accounts.models import Scope
from studio.api.paging import PAGE, listed, read_key
from studio.api.service import operation
from studio.api.shapes import answers, sent
from studio.api.who import workspace_of
from studio.documents.veiling import veiled
from studio.library.models import Frame
from studio.library.wording import frame_json
from studio.rules.redaction import LOCKED, is_sealed

TOLD = (
    *("state", "fetching", "width", "height", "duration", "rate", "sound"),
    *("doubts", "message", "fetched_at"),
)


@operation(
    "GET",
    "/sources",
    name="api-sources",
    scope=Scope.READ,
    summary="List sources",
    tag="sources",
    ok={200: answers.Sources},
    refusals=(422,),
)
def every(request: Request, asked: Query[sent.SourcesAsked]) -> HttpResponse:
    """Every address that pictures were fetched of, for templates and tasks, in no order of use."""
    rows = Frame.objects.filter(workspace=workspace_of(request))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.after:
        rows = rows.filter(pk__gt=read_key(asked.after))
    found = list(rows.order_by("pk")[: PAGE + 1])
    after = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return listed(request, map(told, found[:PAGE]), after)


def told(frame: Frame) -> dict[str, Any]:
    known = frame_json(frame)
    return {
        "id": frame.pk,
        "url": LOCKED if is_sealed(frame.url) else veiled(frame.url),
        "kind": frame.kind,
        "second": frame.second,
        **{name: known[name] for name in TOLD},
    }
