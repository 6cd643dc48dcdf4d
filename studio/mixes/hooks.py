"""Where the cloud calls back. It has no session and no page's token: its address is the key."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from studio.mixes.clouds.callbacks import MAX_BODY_BYTES, task_of
from studio.mixes.models import Callback, MixTask


@csrf_exempt
@login_not_required
@require_POST
def callback(request: HttpRequest, token: str) -> HttpResponse:
    """200 for whatever is said at a task's address: anything else would be said again and again.

    A body without a length is not read; that it was sent is hint enough.
    """
    pk = task_of(token)
    task = MixTask.objects.filter(pk=pk).first() if pk else None
    if task is None:
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > MAX_BODY_BYTES:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        Callback.objects.receive(task, request.body)
    except UnreadablePostError:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    return HttpResponse()
