"""The product with a page and a job that fail while they have secrets in their hands."""

from __future__ import annotations

from typing import NoReturn

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django_tasks import task

from studio.urls import handler500 as handler500  # noqa: PLC0414  # Django looks for it here
from studio.urls import urlpatterns as product

KEY = "a-CANARY-of-a-key"


class Faulty(Exception):
    pass


def fail(key: str) -> NoReturn:
    held = {"pushes to": f"rtmp://push.example.com/live/{key}"}
    try:
        raise ValueError(f"{held} can't be read")
    except ValueError as fault:
        raise Faulty(key) from fault


@csrf_exempt
@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    fail(request.body.decode())


@task(queue_name="media")
def job(key: str) -> None:
    fail(key)


@csrf_exempt
@login_not_required
def asks(_request: HttpRequest) -> HttpResponse:
    job.enqueue(KEY)
    return HttpResponse()


urlpatterns = [*product, path("faulty/page/", page), path("faulty/job/", asks)]
