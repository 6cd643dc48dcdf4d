"""What the tests of the control page share: a task on air, and what its page would send."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from studio.editor.models import LayoutTemplate
from studio.mixes.models import MixTask, Push
from studio.rules.document import MixedRules
from studio.rules.geometry import Box
from tests import builders
from tests.builders import Cast
from tests.mixes.conftest import aged, ago

HTMX = {"HX-Request": "true"}
TASK_ID = "3b1a7bb73ab6b06c"

FULL = builders.document()
HALF = builders.document(Box(0, 0, 960, 1080))
TWO = builders.document(Box(0, 0, 960, 1080), Box(960, 0, 960, 1080))
THREE = builders.document(*[Box(640 * n, 0, 640, 1080) for n in range(3)])


def on_air(cast: Cast) -> MixTask:
    """On air with one full picture, in its first version."""
    push = Push.record(workspace=cast.workspace, person=cast.owner, rules=FULL, name="thursday")
    aged(push, state="accepted", settled_at=ago(minutes=5))
    push.task.join(TASK_ID)
    push.task.note_status("runing")
    MixTask.objects.update(version=1, applied_version=1)
    return MixTask.objects.get()


def template(cast: Cast, rules: MixedRules = HALF, name: str = "Half") -> LayoutTemplate:
    return builders.template(cast.workspace, rules, name=name, user=cast.owner)


def post(client: Client, name: str, pk: Any, **data: Any) -> Any:
    return client.post(reverse(name, args=[pk]), data, headers=HTMX)


def fields(page: str) -> dict[str, str]:
    """What the take's form would send."""
    form = page[page.index('id="take-form"') :]
    found = re.findall(r'name="(key|after|shown|version)"\s+value="([^"]*)"', form)
    return {**dict(found[:4]), "armed": "1"}


def prepared(client: Client, cast: Cast, task: MixTask, rules: MixedRules = HALF) -> dict[str, str]:
    """A look put into preview, and what a click on TAKE would send then."""
    answer = post(client, "task-prepare", task.pk, template=template(cast, rules).pk)
    return fields(answer.content.decode())
