"""The workspace's saved sources and logos, for who puts them into a template."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Role
from studio.documents.veiling import veiled
from studio.editor.models import LayoutTemplate
from studio.library.models import Frame, Saved, Sort, stills_shown
from studio.library.wording import NOT_ASKED, frame_json, without_frame


@require_safe
def saved(request: Request, pk: UUID) -> HttpResponse:
    """What can be put into that template, by its veiled address; stills that are missing are
    fetched. Never compressed, for digests of secrets are in it.

    Answer: {"saved": [{"id", "sort": "source" | "logo", "name", "type", "url", "frame"}]}, where
    a frame is what `frames` answers; sources first, each sort by name.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    sorts = (Sort.SOURCE, Sort.LOGO)
    rows = [row for sort in sorts for row in Saved.objects.of(template.workspace, sort) if row.url]
    stills = stills_shown(template.workspace, rows, ask=True)
    told = [for_page(row, stills.get(row.pk)) for row in rows]
    return JsonResponse({"saved": told}, headers={"Cache-Control": "no-store"})


def for_page(row: Saved, still: Frame | None) -> dict[str, Any]:
    return {
        "id": row.pk,
        "sort": row.sort,
        "name": row.name,
        "type": row.type,
        "url": veiled(row.url),
        "frame": frame_json(still) if still else without_frame(NOT_ASKED),
    }
