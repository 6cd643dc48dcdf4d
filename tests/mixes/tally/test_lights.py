"""What tally lights say: words for each source and for the task, and nothing that is not known."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studio.mixes.models import Look, MixTask, Operation, Take
from studio.mixes.tally.lights import tally_of
from studio.rules.geometry import Box
from tests import builders
from tests.builders import Cast, client_for
from tests.mixes.conftest import ago
from tests.mixes.control.controlling import FULL, on_air

pytestmark = pytest.mark.usefixtures("data")

TWO = builders.document(Box(0, 0, 960, 1080), Box(960, 0, 960, 1080))
THREE = builders.document(*[Box(640 * n, 0, 640, 1080) for n in range(3)])


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
    assert told.said == "ON AIR. source-1: PROGRAM. source-2: PREVIEW"
    assert [row.is_next for row in told.lights] == [True, True, False]


def test_a_take_that_was_sent_may_show_its_sources_until_it_is_applied(
    task: MixTask, cast: Cast
) -> None:
    taken = Take.record(task=task, person=cast.owner, rules=TWO, title="Two")
    assert lights(task) == ["program", "program", "preview", "off"]
    row = Operation.objects.filter(pk=taken.pk)
    row.update(state="accepted", sent_at=ago(seconds=1), settled_at=ago(seconds=1), version=2)
    assert lights(task) == ["program", "program", "maybe", "off"]
    row.update(applied_at=timezone.now())
    assert lights(task) == ["program", "program", "preview", "off"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"status": "done", "ended_at": timezone.now()}, ["off", "off", "off", "off"]),
        ({"status": "prepare"}, ["coming", "preview", "preview", "off"]),
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
