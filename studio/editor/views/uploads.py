"""Pictures that people give: a logo's file, or a still that stands in for a source."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Role
from studio.editor.models import LayoutTemplate
from studio.editor.views.requests import Unreadable, speaks_json
from studio.library.models import Upload, UploadsFull
from studio.library.wording import OF_UPLOADS, UPLOADS_FULL
from studio.media import BadPicture
from studio.rules.limits import MAX_UPLOAD_MEBIBYTES

MEBIBYTE = 2**20
MAX_BYTES = MAX_UPLOAD_MEBIBYTES * MEBIBYTE
# Of what is too large, so much is read and thrown away.
MOST_HEARD_BYTES = 4 * MAX_BYTES
PIECE_BYTES = 2**16


@require_POST
@speaks_json
def upload(request: Request, pk: UUID) -> HttpResponse:
    """Keeps the PNG or JPEG that is the request's body; whole, or nothing of it. `?name=` is what
    the file is called.

    Answer: 201 with {"id", "url", "width", "height", "message"}: the upload's key, the address a
    logo of it has, the picture's size in pixels, upright, and what is wrong with that address (""
    when nothing is).
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.EDITOR)
    data = body_of(request)
    try:
        made = Upload.objects.take(template.workspace, request.user, data)
    except BadPicture as bad:
        raise Unreadable(str(OF_UPLOADS[bad.code]), HTTPStatus.UNPROCESSABLE_ENTITY) from None
    except UploadsFull:
        raise no_room() from None
    path = made.public_path(request.GET.get("name", ""))
    size = {"width": made.width, "height": made.height}
    answer = {"id": made.pk, **size, **at_public_address(request, path)}
    return JsonResponse(answer, status=HTTPStatus.CREATED)


def at_public_address(request: Request, path: str) -> dict[str, str]:
    """{"url", "message"}: where the cloud finds what is at a path of ours, and what is wrong with
    that address, "" when nothing is.
    """
    if settings.PUBLIC_URL:
        return {"url": f"{settings.PUBLIC_URL}{path}", "message": ""}
    return {"url": request.build_absolute_uri(path), "message": unreachable()}


def no_room() -> Unreadable:
    return Unreadable(str(UPLOADS_FULL), HTTPStatus.INSUFFICIENT_STORAGE)


def body_of(request: Request) -> bytes:
    """All of the body. Raises Unreadable."""
    header = request.headers.get("Content-Length", "")
    length = int(header) if header.isdigit() else 0
    if length > MAX_BYTES:
        hear_out(request, min(length, MOST_HEARD_BYTES))
        raise Unreadable(too_large(), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        data = request.read(length)
    except UnreadablePostError:
        data = b""
    if len(data) != length:
        raise Unreadable(_("The upload broke off before all of it was here."))
    return data


def hear_out(request: Request, length: int) -> None:
    """Who is still sending does not listen, and would never learn why he was refused."""
    with suppress(UnreadablePostError):
        for _piece in range(0, length, PIECE_BYTES):
            request.read(PIECE_BYTES)


def too_large() -> str:
    most = MAX_UPLOAD_MEBIBYTES
    return _("A picture that is uploaded has %(most)s MiB at most.") % {"most": most}


def unreachable() -> str:
    return _(
        "The picture got this page’s own address, and the cloud can fetch it only if that is "
        "reached from the internet. Whoever runs the studio can set STUDIO_PUBLIC_URL; then "
        "upload it again."
    )
