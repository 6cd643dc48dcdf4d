"""The page that tells the sandbox to go wrong, and what it shows of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.mixes.clouds import configured
from studio.mixes.models import MixTask, Operation, Push
from studio.mixes.rehearsal.switches import SWITCHES, said, whens
from studio.volcengine.sandbox import mischief
from studio.volcengine.sandbox.mischief import OFS, Wish
from studio.volcengine.sandbox.server import SandboxServer
from tests import builders
from tests.builders import Cast, client_for
from tests.mixes.conftest import carry_out
from tests.mixes.rehearsal.rehearsals import task_at_sandbox

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def operator(cast: Cast) -> Client:
    return client_for(cast.operator)


def tell(client: Client, **data: str) -> Any:
    return client.post(reverse("rehearsal"), data)


def standing() -> tuple[Wish, ...]:
    return mischief.standing(django_settings.SANDBOX)


def text(answer: Any) -> str:
    return str(answer.content.decode())


# --- Switches -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", OFS)
def test_every_switch_does_what_it_says_and_is_shown(kind: Any, operator: Client) -> None:
    for of in OFS[kind]:
        for when in whens(kind):
            told = tell(operator, kind=kind, of=of, when=when, seconds="2,5", message=" No way ")
            assert told.status_code == 302
            (wish,) = standing()
            assert (wish.kind, wish.of, wish.once) == (kind, of, when == "once")
            assert (wish.seconds, wish.message) == (
                2.5 if kind == "slow" else 0,
                "No way" if kind == "refuse" else "",
            )
            page = operator.get(reverse("rehearsal"))
            assert [row["text"] for row in page.context["stands"]] == [said(wish)]
            assert "%(" not in said(wish)
            lifted = operator.post(reverse("rehearsal-lift"), {"kind": kind, "of": of})
            assert lifted.status_code == 302
            assert standing() == ()


def test_there_is_a_switch_for_everything_the_sandbox_can_do_wrong() -> None:
    assert SWITCHES.keys() == OFS.keys()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"kind": "slow", "of": "any", "seconds": ""}, "seconds"),
        ({"kind": "slow", "of": "any", "seconds": "0"}, "seconds"),
        ({"kind": "slow", "of": "any", "seconds": "-1"}, "seconds"),
        ({"kind": "slow", "of": "any", "seconds": "121"}, "seconds"),
        ({"kind": "slow", "of": "any", "seconds": "nan"}, "seconds"),
        ({"kind": "slow", "of": "any", "seconds": "inf"}, "seconds"),
        ({"kind": "slow", "of": "any", "seconds": "soon"}, "seconds"),
        ({"kind": "refuse", "of": "take", "message": "  "}, "message"),
        ({"kind": "refuse", "of": "take", "message": "a\nb"}, "message"),
        ({"kind": "refuse", "of": "take", "message": "m" * 201}, "message"),
        ({"kind": "explode", "of": "take"}, "page"),
        ({"kind": "refuse", "of": "look", "message": "No"}, "page"),
        ({"kind": "lose", "of": "push", "when": "sometimes"}, "page"),
        ({"kind": "unreachable", "of": "any"}, "page"),
        ({}, "page"),
    ],
)
def test_bad_input_is_said_and_what_was_typed_is_kept(
    data: dict[str, str], field: str, operator: Client
) -> None:
    answer = tell(operator, **({"when": "once"} | data))
    assert answer.status_code == 422
    assert standing() == ()
    if field == "page":
        assert "out of date" in answer.context["refused"]
        return
    (shown,) = [row for row in answer.context["switches"] if row["kind"] == data["kind"]]
    assert shown["errors"].keys() == {field}
    assert shown[field] == data[field]
    assert f'aria-describedby="{field}-why"' in text(answer)


def test_a_message_is_shown_as_text(operator: Client) -> None:
    tell(operator, kind="refuse", of="take", when="once", message="<script>alert(1)</script>")
    assert "<script>alert" not in text(operator.get(reverse("rehearsal")))


def test_what_cannot_be_written_is_said(operator: Client, settings: Settings, data: Path) -> None:
    settings.SANDBOX = data / "file"
    settings.SANDBOX.write_text("no folder")
    for name in ("rehearsal", "rehearsal-lift", "rehearsal-behave"):
        answer = operator.post(reverse(name), {"kind": "lose", "of": "push", "when": "once"})
        assert answer.status_code == 503
        assert "read or written to" in text(answer)


def test_tasks_that_cannot_be_read_are_said(operator: Client, task_id: str) -> None:
    (django_settings.SANDBOX / "tasks.sqlite3").write_bytes(b"no database" * 1000)
    assert "cannot be read" in text(operator.get(reverse("rehearsal")))
    answers = [
        operator.post(reverse("rehearsal-task", args=[task_id]), {"act": "end"}),
        operator.post(reverse("rehearsal-behave")),
    ]
    assert [answer.status_code for answer in answers] == [503, 503]


def test_a_wish_told_before_the_sandbox_starts_stands_when_it_does(operator: Client) -> None:
    tell(operator, kind="lose", of="push", when="once")
    page = operator.get(reverse("rehearsal"))
    assert "never been started" in text(page)
    assert standing() == (Wish(kind="lose", of="push", once=True),)


def test_every_page_says_that_the_sandbox_misbehaves(operator: Client) -> None:
    pages = [reverse("templates"), reverse("tasks"), reverse("rehearsal")]
    assert not any("misbehaving" in text(operator.get(page)) for page in pages)
    tell(operator, kind="slow", of="any", when="always", seconds="3")
    assert all("misbehaving" in text(operator.get(page)) for page in pages)
    operator.post(reverse("rehearsal-behave"))
    assert not any("misbehaving" in text(operator.get(page)) for page in pages)


def test_the_paid_cloud_is_never_said_to_misbehave(operator: Client, settings: Settings) -> None:
    tell(operator, kind="slow", of="any", when="always", seconds="3")
    settings.VOLC_ACCESSKEY, settings.VOLC_SECRETKEY = "AK", "SK"
    assert "misbehaving" not in text(operator.get(reverse("tasks")))
    assert "misbehaving" in text(operator.get(reverse("rehearsal")))


def test_the_way_there_is_for_those_who_may_go(cast: Cast) -> None:
    link = f'href="{reverse("rehearsal")}"'
    assert link in text(client_for(cast.operator).get(reverse("tasks")))
    assert link not in text(client_for(cast.editor).get(reverse("tasks")))


def test_htmx_is_answered_with_what_moves_alone(operator: Client) -> None:
    answer = operator.get(reverse("rehearsal"), headers={"HX-Request": "true"})
    assert text(answer).strip().startswith('<div id="stands"')
    assert "<html" not in text(answer)


# --- Tasks ----------------------------------------------------------------------------------


@pytest.fixture
def task_id(cast: Cast) -> str:
    """A task of ours at the sandbox, whose answer was lost: it is known by its name alone."""
    push = Push.record(
        workspace=cast.workspace, person=cast.owner, rules=builders.document(), name="show"
    )
    return task_at_sandbox(push.task.name)


Befall = Callable[..., Any]


@pytest.fixture
def befall(operator: Client, task_id: str) -> Befall:
    def post(act: str, **data: str) -> Any:
        return operator.post(reverse("rehearsal-task", args=[task_id]), {"act": act, **data})

    return post


def row(operator: Client) -> dict[str, Any]:
    (found,) = operator.get(reverse("rehearsal")).context["rows"]
    return dict(found)


def test_a_task_is_shown_as_it_truly_is_beside_what_we_say(operator: Client, task_id: str) -> None:
    shown = row(operator)
    assert shown["task_id"] == task_id
    assert (shown["state"], shown["believed"]) == ("on_air", "pushing")
    assert shown["versions"] == "version 1 of 1"


def test_sources_are_lost_and_brought_back(operator: Client, befall: Befall) -> None:
    assert befall("lose", source="source-1").status_code == 302
    assert row(operator)["sources"] == [{"id": "source-1", "lost": True}]
    assert row(operator)["ends_in"]
    befall("bring-back")
    assert row(operator)["sources"] == [{"id": "source-1", "lost": False}]
    assert row(operator)["ends_in"] == ""


def test_to_behave_well_brings_lost_sources_back(operator: Client, befall: Befall) -> None:
    befall("lose-all")
    assert row(operator)["has_lost"]
    operator.post(reverse("rehearsal-behave"))
    assert not row(operator)["has_lost"]


def test_somebody_else_changes_it_and_then_it_ends(operator: Client, befall: Befall) -> None:
    befall("change")
    assert row(operator)["versions"].endswith("of 2")
    befall("end")
    assert row(operator)["state"] == "ended"
    for act in ("change", "end", "lose", "lose-all", "bring-back"):
        answer = befall(act)
        assert answer.status_code == 409
        assert "does not run" in text(answer)


def test_an_act_there_is_none_of_is_said(befall: Befall) -> None:
    assert befall("explode").status_code == 422


def test_others_tasks_are_neither_shown_nor_touched(cast: Cast, task_id: str) -> None:
    stranger = client_for(cast.stranger)
    assert stranger.get(reverse("rehearsal")).context["rows"] == []
    address = reverse("rehearsal-task", args=[task_id])
    assert stranger.post(address, {"act": "end"}).status_code == 404
    assert row(client_for(cast.operator))["state"] == "on_air"


def test_a_task_of_no_row_of_ours_is_not_there(operator: Client, task_id: str) -> None:
    address = reverse("rehearsal-task", args=["0000000000000000"])
    assert operator.post(address, {"act": "end"}).status_code == 404
    stray = task_at_sandbox("somebody's")
    assert operator.post(reverse("rehearsal-task", args=[stray]), {"act": "end"}).status_code == 404


# --- All together -----------------------------------------------------------------------------


def test_a_lost_answer_becomes_an_unknown_outcome_that_a_look_settles(
    operator: Client, sandbox: SandboxServer, cast: Cast
) -> None:
    """Through the wire: what a crew is to learn."""
    tell(operator, kind="lose", of="push", when="once")
    push = carry_out(
        Push.record(
            workspace=cast.workspace, person=cast.owner, rules=builders.document(), name="show"
        )
    )
    assert push.state == "unknown"
    assert standing() == ()
    assert push.look(configured.client(configured.SANDBOX))
    assert Operation.objects.get(pk=push.pk).state == "accepted"
    assert row(operator)["task"] == MixTask.objects.get()
