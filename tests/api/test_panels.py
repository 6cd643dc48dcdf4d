"""What panels are told of a task: whole, and cheaply while nothing changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studio.accounts.models import Role
from studio.api import panels
from studio.editor.models import LayoutTemplate
from studio.mixes.models import Look, MixTask, Operation, Take
from tests import builders
from tests.api.calling import Caller, new_key
from tests.builders import Cast
from tests.mixes.conftest import ago
from tests.mixes.control.controlling import FULL, THREE, TWO, on_air

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def task(cast: Cast) -> MixTask:
    """On air with one source; two are in its rundown's look, and three in another."""
    task = on_air(cast)
    for title, rules in (("Two", TWO), ("Three", THREE)):
        Look.objects.append(task, title, rules, cast.owner)
    task.put_on_program(FULL, "Full")
    task.save()
    return task


def state(api: Caller, task: MixTask, tag: str = "") -> Any:
    return api.get(f"tasks/{task.pk}/state", headers={"If-None-Match": tag} if tag else {})


def test_each_source_is_off_in_preview_or_on_program(api: Caller, task: MixTask) -> None:
    two = Look.objects.get(title="Two")
    api.ask("PUT", f"tasks/{task.pk}/preview", {"look": two.pk})
    told = state(api, task).json()
    assert (told["on_air"], told["program"]["title"]) == (True, "Full")
    assert (told["preview"]["title"], told["preview"]["look"]) == ("Two", two.pk)
    assert told["sources"] == [
        {"id": "source-1", "light": "program", "program": True, "preview": True},
        {"id": "source-2", "light": "preview", "program": False, "preview": True},
        {"id": "source-3", "light": "off", "program": False, "preview": False},
    ]
    assert [(row["title"], row["next"]) for row in told["looks"]] == [
        ("Two", True),
        ("Three", False),
    ]


def test_it_tells_what_is_armed_waited_for_and_come_about(api: Caller, task: MixTask) -> None:
    api.ask("PUT", f"tasks/{task.pk}/preview", {"look": Look.objects.get(title="Two").pk})
    shown = state(api, task).json()
    assert (shown["armed"], shown["held"], shown["waiting"]) == (None, "", None)
    tag = shown["preview"]["tag"]
    armed = api.ask("POST", f"tasks/{task.pk}/arm", tag=tag).json()["armed"]
    assert state(api, task).json()["armed"]["by"] == "owner"
    path, body = f"tasks/{task.pk}/take", {"armed": armed}
    assert api.ask("POST", path, body, tag=tag, key=new_key()).status_code == 202
    taken = state(api, task).json()
    assert (taken["armed"], taken["waiting"]["outcome"]) == (None, "queued")
    assert "Held" in taken["held"]
    values = {"state": "accepted", "settled_at": ago(seconds=1), "applied_at": ago(seconds=1)}
    Operation.objects.filter(kind="take").update(**values)
    done = state(api, task).json()
    assert (done["waiting"], done["latest"]["outcome"]) == (None, "applied")


def test_what_is_over_shows_nothing(api: Caller, task: MixTask) -> None:
    MixTask.objects.update(status="done", ended_at=ago(seconds=1))
    told = state(api, task).json()
    assert (told["on_air"], told["program"], told["preview"]) == (False, None, None)
    assert not any(source["program"] for source in told["sources"])


def test_while_nothing_changes_little_is_asked_and_nothing_sent(api: Caller, task: MixTask) -> None:
    tag = state(api, task).headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = state(api, task, tag)
    assert (answer.status_code, answer.content) == (304, b"")
    # Most by a key alone: one that joined them took Django longer to write than all of these.
    assert len(queries) <= 8
    assert not any(column in query["sql"] for query in queries for column in ("next_rules", "body"))
    changing = api.get(f"tasks/{task.pk}/state", headers={"If-Match": '"another"'})
    assert changing.status_code == 200
    for change in ({"program_title": "Late"}, {"in_trouble": ["source-1"]}, {"applied_version": 2}):
        MixTask.objects.update(**change)
        answer = state(api, task, tag)
        assert (answer.status_code, answer.headers["ETag"] != tag) == (200, True)


def test_a_look_that_is_behind_another_role_and_another_language_are_news(
    api: Caller, cast: Cast, task: MixTask
) -> None:
    template = builders.template(cast.workspace, TWO)
    Look.objects.filter(title="Two").update(template=template, template_version=template.version)
    tag = state(api, task).headers["ETag"]
    assert state(api, task, tag).status_code == 304
    LayoutTemplate.objects.update(version=2)
    behind = state(api, task, tag)
    assert [row["is_behind"] for row in behind.json()["looks"]] == [True, False]
    tag = behind.headers["ETag"]
    asked = {"If-None-Match": tag, "Accept-Language": "zh-hans"}
    assert api.get(f"tasks/{task.pk}/state", headers=asked).status_code == 200
    cast.owner.memberships.update(role=Role.VIEWER)
    assert state(api, task, tag).status_code == 200


def seen(told: Any) -> list[tuple[str, bool | None]]:
    return [(row["light"], row["program"]) for row in told["sources"]]


def test_what_a_take_that_was_sent_shows_is_not_known_nor_what_a_silent_cloud_does(
    api: Caller, cast: Cast, task: MixTask
) -> None:
    taken = Take.record(task=task, person=cast.owner, rules=TWO, title="Two")
    Operation.objects.filter(pk=taken.pk).update(state="sending", sent_at=ago(seconds=1))
    told = state(api, task)
    assert told.json()["known"] is True
    assert seen(told.json()) == [("program", True), ("maybe", None), ("off", False)]
    # The clock is dead: nothing is written, and yet it is news.
    MixTask.objects.update(seen_at=ago(seconds=59))
    tag = state(api, task).headers["ETag"]
    mark = panels.marks([task.pk])
    MixTask.objects.update(seen_at=ago(seconds=61))
    later = state(api, task, tag).json()
    assert (later["known"], later["on_air"], later["light"]) == (False, None, "unknown")
    assert later["silent_since"] is not None
    assert seen(later) == [("unknown", None)] * 3
    assert panels.marks([task.pk]) != mark


def test_a_look_that_can_t_be_read_leaves_the_others(api: Caller, task: MixTask) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE mixes_look SET rules = '\"odd\"' WHERE title = 'Three'")
    assert [row["id"] for row in state(api, task).json()["sources"]] == ["source-1", "source-2"]


def test_that_a_take_should_have_been_applied_by_now_is_news(api: Caller, task: MixTask) -> None:
    row = Operation.objects.get()
    Operation.objects.update(kind="take", settled_at=ago(seconds=1))
    tag = state(api, task).headers["ETag"]
    assert state(api, task).json()["waiting"]["kind"] == "take"
    Operation.objects.filter(pk=row.pk).update(settled_at=ago(seconds=21))
    later = state(api, task, tag)
    assert (later.status_code, later.json()["waiting"]) == (200, None)
