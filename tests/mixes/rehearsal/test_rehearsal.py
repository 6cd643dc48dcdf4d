"""The page that lets a bad day begin, what it shows of it, and what a crew then sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.mixes.models import MixTask, Operation, Push
from studio.mixes.rehearsal.days import OF_CLOUD, OF_TASK, rehearsed
from studio.volcengine.sandbox import accidents, mischief
from studio.volcengine.sandbox.mischief import Wish
from studio.volcengine.sandbox.server import SandboxServer
from tests import builders
from tests.builders import Cast, client_for
from tests.mixes.conftest import carry_out, sandbox_cloud
from tests.mixes.rehearsal.rehearsals import task_at_sandbox

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def operator(cast: Cast) -> Client:
    return client_for(cast.operator)


def begin(client: Client, day: str) -> Any:
    return client.post(reverse("rehearsal"), {"day": day})


def standing() -> tuple[Wish, ...]:
    return mischief.standing(django_settings.SANDBOX)


def days_that_stand(client: Client) -> list[str]:
    days = client.get(reverse("rehearsal")).context["days"]
    return [row["key"] for row in days if row["stands"]]


def text(answer: Any) -> str:
    return str(answer.content.decode())


# --- Days of the cloud ----------------------------------------------------------------------


@pytest.mark.parametrize("key", OF_CLOUD)
def test_one_click_begins_a_day_and_one_lifts_it(key: str, operator: Client) -> None:
    assert begin(operator, key).status_code == 302
    assert standing() == OF_CLOUD[key].wishes
    assert days_that_stand(operator) == [key]
    lifted = operator.post(reverse("rehearsal-lift"), {"day": key})
    assert lifted.status_code == 302
    assert standing() == ()
    assert days_that_stand(operator) == []


def test_days_may_stand_together_and_all_are_lifted_at_once(operator: Client) -> None:
    for key in OF_CLOUD:
        begin(operator, key)
    assert days_that_stand(operator) == [*OF_CLOUD]
    operator.post(reverse("rehearsal-lift"), {"day": "slow"})
    assert days_that_stand(operator) == [key for key in OF_CLOUD if key != "slow"]
    operator.post(reverse("rehearsal-behave"))
    assert standing() == ()


def test_a_day_that_has_happened_is_over_and_is_lifted_as_well(operator: Client) -> None:
    begin(operator, "lost")
    mischief.behave(django_settings.SANDBOX)
    assert days_that_stand(operator) == []
    assert operator.post(reverse("rehearsal-lift"), {"day": "lost"}).status_code == 302


def test_a_refusal_is_said_to_htmx_as_well(operator: Client) -> None:
    headers = {"HX-Request": "true"}
    answer = operator.post(reverse("rehearsal"), {"day": "doom"}, headers=headers)
    assert "out of date" in text(answer)


@pytest.mark.parametrize("data", [{}, {"day": ""}, {"day": "doom"}, {"day": "lose"}])
@pytest.mark.parametrize("name", ["rehearsal", "rehearsal-lift"])
def test_a_day_there_is_none_of_is_said(name: str, data: dict[str, str], operator: Client) -> None:
    answer = operator.post(reverse(name), data)
    assert answer.status_code == 422
    assert "out of date" in answer.context["refused"]
    assert standing() == ()


def test_what_cannot_be_written_is_said(operator: Client, settings: Settings, data: Path) -> None:
    settings.SANDBOX = data / "file"
    settings.SANDBOX.write_text("no folder")
    for name in ("rehearsal", "rehearsal-lift", "rehearsal-behave"):
        answer = operator.post(reverse(name), {"day": "lost"})
        assert answer.status_code == 503
        assert "read or written to" in text(answer)


def test_tasks_that_cannot_be_read_are_said(operator: Client, task_id: str) -> None:
    (django_settings.SANDBOX / "tasks.sqlite3").write_bytes(b"no database" * 1000)
    assert "cannot be read" in text(operator.get(reverse("rehearsal")))
    answers = [
        operator.post(reverse("rehearsal-task", args=[task_id]), {"act": "lose"}),
        operator.post(reverse("rehearsal-behave")),
    ]
    assert [answer.status_code for answer in answers] == [503, 503]


def test_a_day_begun_before_the_sandbox_starts_stands_when_it_does(operator: Client) -> None:
    assert "never been started" in text(operator.get(reverse("rehearsal")))
    begin(operator, "lost")
    assert standing() == OF_CLOUD["lost"].wishes


def test_every_page_says_that_the_sandbox_misbehaves(operator: Client) -> None:
    pages = [reverse("templates"), reverse("tasks"), reverse("rehearsal")]
    assert not any("misbehaving" in text(operator.get(page)) for page in pages)
    begin(operator, "slow")
    assert all("misbehaving" in text(operator.get(page)) for page in pages)
    operator.post(reverse("rehearsal-behave"))
    assert not any("misbehaving" in text(operator.get(page)) for page in pages)


def test_the_paid_cloud_is_never_said_to_misbehave(operator: Client, settings: Settings) -> None:
    begin(operator, "slow")
    settings.VOLC_ACCESSKEY, settings.VOLC_SECRETKEY = "AK", "SK"
    assert "misbehaving" not in text(operator.get(reverse("tasks")))
    assert "misbehaving" in text(operator.get(reverse("rehearsal")))


def test_the_way_there_is_for_those_who_may_go(cast: Cast) -> None:
    link = f'href="{reverse("rehearsal")}"'
    assert link in text(client_for(cast.operator).get(reverse("tasks")))
    assert link not in text(client_for(cast.editor).get(reverse("tasks")))


def test_htmx_is_answered_with_what_moves_alone(operator: Client) -> None:
    answer = operator.get(reverse("rehearsal"), headers={"HX-Request": "true"})
    assert text(answer).strip().startswith('<div id="days"')
    assert "<html" not in text(answer)


def test_each_day_says_what_happens_and_what_is_seen(operator: Client) -> None:
    page = text(operator.get(reverse("rehearsal")))
    for key, day in {**OF_CLOUD, **OF_TASK}.items():
        assert f'id="day-{key}"' in page
        assert all(str(words) in page for words in (day.title, day.happens, day.seen))


# --- Tasks ----------------------------------------------------------------------------------


@pytest.fixture
def task_id(cast: Cast) -> str:
    """A task of ours at the sandbox, whose answer was lost: it is known by its name alone."""
    push = Push.record(
        workspace=cast.workspace, person=cast.owner, rules=builders.document(), name="show"
    )
    return task_at_sandbox(push.task.name)


Press = Callable[..., Any]


@pytest.fixture
def press(operator: Client, task_id: str) -> Press:
    def post(act: str, **data: str) -> Any:
        return operator.post(reverse("rehearsal-task", args=[task_id]), {"act": act, **data})

    return post


def task(operator: Client) -> dict[str, Any]:
    (found,) = operator.get(reverse("rehearsal")).context["tasks"]
    return dict(found)


def end(task_id: str) -> None:
    with accidents.open_tasks(django_settings.SANDBOX) as tasks:
        tasks.end(task_id)


def test_a_task_on_air_is_offered_though_we_do_not_know_of_it(
    operator: Client, task_id: str
) -> None:
    found = task(operator)
    assert (found["task_id"], found["ends_in"]) == (task_id, "")
    assert found["task"].phase.value == "pushing"


def test_tasks_of_one_name_are_told_apart_by_when_they_were_pushed(
    operator: Client, cast: Cast, task_id: str
) -> None:
    MixTask.objects.update(created_at=datetime(2026, 5, 4, 9, 30, 1, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 5, 4, 9, 30, 59, tzinfo=UTC)):
        again = Push.record(
            workspace=cast.workspace, person=cast.owner, rules=builders.document(), name="show"
        )
    task_at_sandbox(again.task.name)
    with accidents.open_tasks(django_settings.SANDBOX) as tasks:
        tasks.lose(task_id)
    page = text(operator.get(reverse("rehearsal")))
    for day in OF_TASK:
        said = page.split(f'id="day-{day}"')[1].split("</li>")[0]
        assert re.findall(r"pushed:\s*<time[^>]*>4 May, (\S+)</time>", said) == [
            "09:30:59",
            "09:30:01",
        ]


def test_sources_are_lost_and_brought_back(operator: Client, press: Press) -> None:
    assert press("lose").status_code == 302
    assert task(operator)["ends_in"]
    assert press("bring-back").status_code == 302
    assert task(operator)["ends_in"] == ""


def test_one_source_fails_and_is_brought_back(operator: Client, press: Press) -> None:
    assert press("lose-one").status_code == 302
    assert task(operator)["has_lost"]
    assert "Bring it back to “show”" in text(operator.get(reverse("rehearsal")))
    assert press("bring-back").status_code == 302
    assert not task(operator)["has_lost"]


def test_to_lift_everything_brings_lost_sources_back(operator: Client, press: Press) -> None:
    press("lose")
    operator.post(reverse("rehearsal-behave"))
    assert task(operator)["ends_in"] == ""


def test_somebody_else_changes_it(press: Press, task_id: str) -> None:
    press("change")
    with accidents.open_tasks(django_settings.SANDBOX) as tasks:
        assert tasks.detail(task_id)["LastOperationIndex"] == 2


def test_to_a_task_that_has_ended_nothing_happens(
    operator: Client, press: Press, task_id: str
) -> None:
    end(task_id)
    page = operator.get(reverse("rehearsal"))
    assert page.context["tasks"] == []
    assert "must be on air" in text(page)
    for act in ("lose", "lose-one", "bring-back", "change"):
        answer = press(act)
        assert answer.status_code == 409
        assert "not on air" in text(answer)


def test_an_act_there_is_none_of_is_said(press: Press) -> None:
    assert press("explode").status_code == 422


def test_others_tasks_are_neither_shown_nor_touched(cast: Cast, task_id: str) -> None:
    stranger = client_for(cast.stranger)
    assert stranger.get(reverse("rehearsal")).context["tasks"] == []
    address = reverse("rehearsal-task", args=[task_id])
    assert stranger.post(address, {"act": "lose"}).status_code == 404
    assert task(client_for(cast.operator))["ends_in"] == ""


def test_a_task_of_no_row_of_ours_is_not_there(operator: Client, task_id: str) -> None:
    for other in ("0000000000000000", task_at_sandbox("somebody's")):
        address = reverse("rehearsal-task", args=[other])
        assert operator.post(address, {"act": "lose"}).status_code == 404


# --- All together -----------------------------------------------------------------------------


def test_a_lost_answer_becomes_an_unknown_outcome_that_a_look_settles(
    operator: Client, sandbox: SandboxServer, cast: Cast
) -> None:
    """Through the wire: what a crew is to learn."""
    begin(operator, "lost")
    push = carry_out(
        Push.record(
            workspace=cast.workspace, person=cast.owner, rules=builders.document(), name="show"
        )
    )
    assert push.state == "unknown"
    assert standing() == ()
    assert push.inquire(sandbox_cloud().client())
    assert Operation.objects.get(pk=push.pk).state == "accepted"
    (known,) = rehearsed(cast.workspace)
    assert known.task == MixTask.objects.get()
