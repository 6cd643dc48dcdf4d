"""A list over the API reads what it shows, by as many queries however long it is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studio.mixes.models import MixTask
from tests import builders
from tests.api.calling import Caller
from tests.builders import Cast
from tests.mixes.history.past import moved, pushed, taken
from tests.test_lists import BODIES, STATES, TASKS, TEMPLATES, columns
from tests.volcengine.bodies import document

pytestmark = pytest.mark.usefixtures("data")

UNREAD = {
    "templates": STATES,
    "tasks": STATES | TEMPLATES | TASKS | BODIES,
    "history": STATES | TEMPLATES | TASKS,
    "sources": STATES | TEMPLATES | TASKS | BODIES,
    "saved": STATES | TEMPLATES | TASKS | BODIES,
}


@pytest.mark.parametrize("name", UNREAD)
def test_it_reads_only_what_it_shows(name: str, api: Caller, cast: Cast) -> None:
    # That somebody looks is written down at the first look.
    api.get(name)
    counts = []
    for number in range(2):
        template = builders.template(cast.workspace, document(), name=f"Show {number}")
        taken(pushed(cast), moved(document(), 3))
        MixTask.objects.update(template=template, watched_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            answer = api.get(name)
        assert answer.status_code == 200
        counts.append(len(queries))
        read = {column for query in queries for column in columns(query["sql"])}
        assert sorted(read & UNREAD[name]) == []
    assert counts[0] == counts[1] <= 12
