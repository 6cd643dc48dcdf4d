"""A workspace with a secret wherever there can be one; a sandbox as the tests of tasks have it."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from studio.editor.models import TemplateVersion
from studio.library.models import Frame, Kind, Wanted
from studio.mixes.models import Callback, Look, Push
from tests.builders import Cast, template
from tests.mixes.conftest import sandbox
from tests.sealing.keys import OLD
from tests.volcengine.bodies import SOURCE_URL, document

__all__ = ["sandbox"]


@pytest.fixture
def full(cast: Cast, settings: Settings) -> Cast:
    """A workspace with something in every column that holds secrets, under the old key."""
    settings.SEALING_KEYS = [OLD]
    row = template(cast.workspace, document())
    row.editor_state = {"parked": [{"logo": {"Url": SOURCE_URL}, "at": 0}]}
    row.save()
    push = Push.record(workspace=cast.workspace, person=cast.owner, rules=document(), name="a")
    task = push.task
    Look.objects.append(task, "Look", document(), cast.owner, row)
    task.prepare(document(), "Next", cast.owner)
    row.keep_version(TemplateVersion.Reason.PUSH, cast.owner)
    Frame.objects.add(cast.workspace, Wanted(SOURCE_URL, Kind.VOD))
    Callback.objects.receive(task, b'{"Url": "rtmp://a.example.com/live/b"}')
    return cast
