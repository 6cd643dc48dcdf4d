"""Documents of tasks as JPEG answers."""

from __future__ import annotations

import json
from hashlib import sha256

from django.http import Http404, HttpResponse

from studio.accounts.models import Workspace
from studio.compositor import Undrawable
from studio.documents.pictures import PREVIEW_WIDTH, draw
from studio.library.pictures import stamp_of
from studio.rules import codec
from studio.rules.document import MixedRules


def picture_of(
    workspace: Workspace, rules: MixedRules, *, width: int = PREVIEW_WIDTH
) -> HttpResponse:
    """The document at most `width` pixels wide. Raises 404 where no picture can be made."""
    try:
        picture = draw(workspace, rules, "jpeg", width=width)
    except Undrawable:
        # A task made elsewhere may hold what no document of ours could.
        raise Http404 from None
    headers = {"Cache-Control": "private, no-cache"}
    return HttpResponse(picture, content_type="image/jpeg", headers=headers)


def etag_of(workspace: Workspace, rules: MixedRules | None) -> str:
    """Changes with the document and with the pictures in it."""
    said = [codec.write(rules), stamp_of(workspace, rules)] if rules else None
    return f'"{sha256(json.dumps(said).encode()).hexdigest()[:32]}"'
