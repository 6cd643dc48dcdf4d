"""What tally lights say: words for each source and for the task, and nothing that is not known."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studio.mixes.models import Look, MixTask, Operation, Push, Take
from studio.mixes.tally import lights as tally_lights
from studio.mixes.tally.lights import tally_of
from studio.mixes.tally.state import columns_of
from studio.rules.document import MixedRules
from tests.builders import Cast, client_for
from tests.mixes.conftest import aged, ago
from tests.mixes.control.controlling import FULL, TASK_ID, THREE, TWO, on_air

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def task(cast: Cast) -> MixTask:
    """On air with one source; two are in preview, and three in its rundown's look."""
    task = on_air(cast)
    Look.objects.append(task, "Three", THREE, cast.owner)
    task.put_on_program(FULL, "Full")
    task.seen_at = timezone.now()
    task.save()
    task.prepare(TWO, "Two", cast.owner)
    return task


def lights(task: MixTask) -> list[str]:
    """The task's, then each source's."""
    told = tally_of(MixTask.objects.whole().get(pk=task.pk))
    return [told.air, *(row.light for row in told.lights)]


def test_each_source_is_in_program_in_preview_or_off(task: MixTask) -> None:
    assert lights(task) == ["program", "program", "preview", "off"]
    told = tally_of(MixTask.objects.whole().get(pk=task.pk))
    assert told.said == "ON AIR, source-1: PROGRAM, source-2: PREVIEW"
    assert [row.is_next for row in told.lights] == [True, True, False]


def test_a_take_that_was_sent_may_show_its_sources_until_it_is_applied(
    task: MixTask, cast: Cast
) -> None:
    taken = Take.record(task=task, person=cast.owner, rules=TWO, title="Two")
    assert lights(task) == ["program", "program", "preview", "off"]
    row = Operation.objects.filter(pk=taken.pk)
    row.update(state="accepted", sent_at=ago(seconds=1), settled_at=ago(seconds=1), version=2)
    assert lights(task) == ["program", "program", "maybe", "off"]
    wall = reverse("task-wall-events", args=[task.pk])
    text = client_for(cast.viewer).get(wall).content.decode()
    assert ('class="wall-mon mon maybe"' in text, "mon pgm" in text, "mon pvw" in text) == (
        *(True, False, False),
    )
    # Time goes by, and nobody is told of it.
    row.update(settled_at=ago(seconds=40))
    assert lights(task) == ["program", "program", "maybe", "off"]
    row.update(not_applied_at=timezone.now())
    assert lights(task) == ["program", "program", "preview", "off"]
    row.update(not_applied_at=None, applied_at=timezone.now())
    assert lights(task) == ["program", "program", "preview", "off"]


@pytest.mark.parametrize("drift", [THREE, None], ids=["readable", "no document"])
def test_what_somebody_else_has_sent_may_be_seen(
    drift: MixedRules | None, task: MixTask, cast: Cast
) -> None:
    task.drift, task.drift_version, task.drifted_at = drift, 3, timezone.now()
    task.save()
    assert lights(task) == ["program", "program", "maybe", "maybe"]


def test_where_nobody_knows_what_is_on_air_no_source_is_off(task: MixTask, cast: Cast) -> None:
    task.put_on_program(None, "")
    task.save()
    assert lights(task) == ["program", "maybe", "maybe", "maybe"]
    # What was accepted last may be there still.
    task.prepare(None, "", cast.owner)
    Look.objects.all().delete()
    assert lights(task) == ["program", "maybe"]
    wall = reverse("task-wall-events", args=[task.pk])
    text = client_for(cast.viewer).get(wall).content.decode()
    assert ("now is not known" in text, "Nothing is on air" in text) == (True, False)


def test_the_sources_of_a_push_stand_by(cast: Cast) -> None:
    push = Push.record(workspace=cast.workspace, person=cast.owner, rules=FULL, name="thursday")
    assert lights(push.task) == ["coming", "coming"]


def test_what_the_cloud_never_told_of_is_not_known_for_long(cast: Cast) -> None:
    push = Push.record(workspace=cast.workspace, person=cast.owner, rules=FULL, name="thursday")
    aged(push, state="accepted", settled_at=ago(seconds=50))
    push.task.join(TASK_ID)
    assert lights(push.task) == ["coming", "coming"]
    path, client = reverse("task-tally-events", args=[push.task.pk]), client_for(cast.viewer)
    tag = client.get(path)["ETag"]
    aged(push, settled_at=ago(seconds=70))
    assert lights(push.task) == ["unknown", "unknown"]
    later = client.get(path, headers={"If-None-Match": tag})
    text = " ".join(later.content.decode().replace("data:", "").split())
    assert "has not said since <time" in text


def test_a_look_that_can_t_be_read_takes_no_light_away(task: MixTask, cast: Cast) -> None:
    Look.objects.append(task, "Two", TWO, cast.owner)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE mixes_look SET rules = '\"odd\"' WHERE title = 'Three'")
    assert lights(task) == ["program", "program", "preview"]
    for name in ("task-tally-events", "task-wall-events"):
        assert client_for(cast.viewer).get(reverse(name, args=[task.pk])).status_code == 200


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"status": "done", "ended_at": timezone.now()}, ["off", "off", "off", "off"]),
        ({"status": "prepare"}, ["coming", "coming", "preview", "off"]),
        ({"status": "prestop"}, ["program", "program", "preview", "off"]),
        ({"status": "odd"}, ["maybe", "maybe", "preview", "off"]),
        ({"seen_at": ago(seconds=90)}, ["unknown"] * 4),
    ],
    ids=["ended", "to come", "stopping", "in a state nobody knows", "not heard of for long"],
)
def test_a_light_says_no_more_than_is_known(
    task: MixTask, values: dict[str, object], told: list[str]
) -> None:
    MixTask.objects.update(**values)
    assert lights(task) == told


def test_an_event_says_all_lights_and_its_tag_whether_they_are_others(
    task: MixTask, cast: Cast
) -> None:
    client = client_for(cast.viewer)
    path = reverse("task-tally-events", args=[task.pk])
    first = client.get(path)
    text = first.content.decode()
    assert first["Content-Type"] == "text/event-stream"
    assert text.startswith("retry: 1000\nid: ")
    assert text.endswith("\n\n")
    assert 'class="tally is-program"' in text
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    MixTask.objects.update(in_trouble=["source-1"], trouble="rtmp://CANARY.example/x")
    later = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert "in trouble" in later.content.decode()
    assert "CANARY" not in later.content.decode()


def test_what_changes_while_lights_are_told_is_told_next(
    task: MixTask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken_meanwhile(pk: UUID) -> list[Any]:
        monkeypatch.undo()
        row = MixTask.objects.get(pk=pk)
        row.put_on_program(TWO, "Two")
        row.save()
        return columns_of(pk)

    monkeypatch.setattr(tally_lights, "columns_of", taken_meanwhile)
    client, path = client_for(cast.viewer), reverse("task-tally-events", args=[task.pk])
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    told = (again if again.status_code == 200 else first).content.decode()
    assert "source-2: PROGRAM" in told


def test_while_nothing_changes_little_is_asked(task: MixTask, cast: Cast) -> None:
    client, path = client_for(cast.viewer), reverse("task-tally-events", args=[task.pk])
    tag = client.get(path)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path, headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert len(queries) <= 7
    assert not any(column in query["sql"] for query in queries for column in ("next_rules", "body"))


def test_a_page_shows_nothing_by_itself(task: MixTask, cast: Cast) -> None:
    for name in ("task-tally", "task-wall"):
        text = client_for(cast.viewer).get(reverse(name, args=[task.pk])).content.decode()
        assert "is-program" not in text
        assert f'data-events="{reverse(f"{name}-events", args=[task.pk])}"' in text
    assert reverse("task-tally-links", args=[task.pk]) not in text


def test_the_wall_shows_pictures_to_members(task: MixTask, cast: Cast) -> None:
    client = client_for(cast.viewer)
    path = reverse("task-wall-events", args=[task.pk])
    first = client.get(path)
    text = first.content.decode()
    for name in ("task-program", "task-preview"):
        assert f'src="{reverse(name, args=[task.pk])}?v=' in text
    assert reverse("look-picture", args=[Look.objects.get().pk]) in text
    assert 'class="wall-still is-preview"' in text
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert Client().get(path).status_code == 302
