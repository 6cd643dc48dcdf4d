"""What tests of what is kept by name ask and make."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from studio.accounts.models import User
from studio.editor.models import LayoutTemplate
from studio.mixes.models import MixTask, Push
from tests.builders import Cast, client_for

HOST = "https://pictures.example.com/1.jpg"
SIGNED = "https://pictures.example.com/2.jpg?sign=keyCANARY"
PUSH = "rtmp://push.example.com/live/keyCANARY"


def post(client: Client, page: str, /, *args: Any, sort: str = "", **typed: Any) -> Any:
    address = reverse(page, args=args) + (f"?sort={sort}" if sort else "")
    return client.post(address, typed, follow=True)


def listed(user: User, sort: str = "source", words: str = "") -> str:
    answer = client_for(user).get(reverse("saved"), {"sort": sort, "q": words})
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def on_air(cast: Cast, template: LayoutTemplate) -> MixTask:
    """A task of that template that runs."""
    pushed = Push.record(
        workspace=cast.workspace, person=cast.operator, rules=template.rules, name="Friday"
    )
    task_id = uuid4().hex[:16]
    MixTask.objects.filter(pk=pushed.task.pk).update(task_id=task_id, status="runing")
    return MixTask.objects.get(pk=pushed.task.pk)
