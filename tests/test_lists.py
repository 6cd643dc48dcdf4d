"""A list reads what it shows: no document and no editor state that nobody sees."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.mixes.models import Look, MixTask
from tests import builders
from tests.builders import Cast, client_for
from tests.mixes.history.past import moved, pushed, taken
from tests.volcengine.bodies import document

pytestmark = pytest.mark.usefixtures("data")

STATES = {"editor_layouttemplate.editor_state", "editor_templateversion.editor_state"}
TEMPLATES = {"editor_layouttemplate.rules", "editor_templateversion.rules"}
TASKS = {f"mixes_mixtask.{name}" for name in ("rules", "program", "drift", "next_rules")}
BODIES = {"mixes_operation.body"}
# The gallery counts what is in a document, and shows what was chosen for it; the history tells what
# operations changed.
LISTS = {
    "templates": {"editor_templateversion.editor_state"},
    "template-versions": STATES,
    "tasks": STATES | TEMPLATES | TASKS | BODIES,
    "history": STATES | TEMPLATES | TASKS,
    "history-csv": STATES | TEMPLATES | TASKS,
    "history-json": STATES | TEMPLATES | TASKS,
    "task-looks": STATES | TEMPLATES,
    "task": STATES | TEMPLATES,
    "task-status": STATES | TEMPLATES,
    "rehearsal": STATES | TEMPLATES | TASKS,
}


@pytest.fixture
def task(cast: Cast) -> MixTask:
    """One with a template, a rundown, a look in preview and a history."""
    template = builders.template(cast.workspace, document())
    template.keep_version(TemplateVersion.Reason.PUSH, cast.owner)
    push = pushed(cast)
    taken(push, moved(document(), 3))
    task: MixTask = push.task
    MixTask.objects.filter(pk=task.pk).update(template=template)
    look = Look.objects.append(task, "Quad", document(), cast.owner, template)
    MixTask.objects.filter(pk=task.pk).update(next_look=look)
    return task


@pytest.mark.parametrize("name", LISTS)
def test_a_list_reads_only_what_it_shows(name: str, task: MixTask, cast: Cast) -> None:
    args = [task.pk] if name.startswith("task-") or name == "task" else []
    args = [LayoutTemplate.objects.get().pk] if name == "template-versions" else args
    with CaptureQueriesContext(connection) as queries:
        answer = client_for(cast.owner).get(reverse(name, args=args))
        if answer.streaming:
            list(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer.status_code == 200
    read = {column for query in queries for column in columns(query["sql"])}
    assert sorted(read & LISTS[name]) == []


def columns(sql: str) -> set[str]:
    """The columns a query names, joined tables by their own names; to look whether one is there is
    not to read it.
    """
    tables = {alias: table for table, alias in re.findall(r'JOIN "(\w+)" (T\d+) ON', sql)}
    pairs = re.findall(r'"?(\w+)"?\."(\w+)"(?! IS )', sql)
    return {f"{tables.get(table, table)}.{column}" for table, column in pairs}


def test_a_gallery_s_queries_are_as_many_however_long_it_is(cast: Cast) -> None:
    client = client_for(cast.owner)
    counts = []
    for _round in range(2):
        for number in range(5):
            builders.template(cast.workspace, name=f"Show {number}", user=cast.owner)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("templates")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert LayoutTemplate.objects.count() == 10
