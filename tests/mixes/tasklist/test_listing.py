"""The list of tasks: groups with their counts, words, and what waits for a person."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studio.accounts.models import User
from studio.mixes.clouds.connections import Connection
from studio.mixes.models import Account, MixTask, Operation, Push, summaries
from tests import builders
from tests.builders import Cast, client_for
from tests.mixes.conftest import sandbox_cloud
from tests.mixes.control.controlling import HTMX

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.viewer)


def task(cast: Cast, name: str, status: str = "runing", **values: Any) -> MixTask:
    push = Push.record(
        workspace=cast.workspace, person=cast.owner, rules=builders.document(), name=name
    )
    Operation.objects.filter(pk=push.pk).update(state="accepted")
    MixTask.objects.filter(pk=push.task.pk).update(task_id=name, status=status, **values)
    return MixTask.objects.get(pk=push.task.pk)


def page(client: Client, **query: str) -> str:
    return client.get(reverse("tasks"), query).content.decode()


def rows_of(text: str) -> str:
    return text[text.index("<tbody>") : text.index("</tbody>")]


def counts(text: str) -> dict[str, int]:
    found = re.findall(r'id="group-(\w+)".*?class="num">(\d+)<', text, re.S)
    return {key: int(count) for key, count in found}


def test_groups_say_how_many_they_hold(client: Client, cast: Cast) -> None:
    task(cast, "one")
    task(cast, "two", "done", ended_at=timezone.now())
    task(cast, "three", began_at=timezone.now() - timedelta(days=2, hours=21))
    MixTask.objects.create(
        workspace=cast.workspace,
        name="x",
        title="x",
        cloud=sandbox_cloud(),
        task_id="x",
        status="runing",
    )
    expected = {"all": 4, "running": 3, "needs": 1, "ended": 1, "elsewhere": 1}
    assert counts(page(client)) == expected


@pytest.mark.parametrize("group", ["running", "needs", "ended", "elsewhere"])
def test_an_empty_group_says_so(client: Client, cast: Cast, group: str) -> None:
    task(cast, "one", "prestop")
    assert "No task is like this." in page(client, group=group)


@pytest.mark.parametrize(
    "values",
    [
        {"drifted_at": timezone.now()},
        {"began_at": timezone.now() - timedelta(days=2, hours=21)},
    ],
)
def test_what_waits_for_a_person_is_found_at_once(
    client: Client, cast: Cast, values: dict[str, Any]
) -> None:
    task(cast, "one")
    waiting = task(cast, "two", **values)
    text = page(client, group="needs")
    assert f"task-{waiting.pk}" in text
    assert counts(text)["needs"] == 1


def test_an_unknown_outcome_waits_for_a_person(client: Client, cast: Cast) -> None:
    row = task(cast, "one")
    row.operations.update(state="unknown")
    assert counts(page(client))["needs"] == 1


@pytest.mark.parametrize("words", ["THURSDAY", "thurs talk", "chairs"])
def test_words_find_what_people_call_it(client: Client, cast: Cast, words: str) -> None:
    row = task(cast, "thursday-talk", program_title="Two chairs")
    task(cast, "match")
    text = page(client, q=words)
    assert re.findall(r'id="task-([0-9a-f-]{36})"', text) == [str(row.pk)]


def test_words_are_never_taken_for_markup(client: Client, cast: Cast) -> None:
    task(cast, "one")
    assert "<script>x" not in page(client, q="<script>x")


def test_a_group_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get(reverse("tasks"), {"group": "x"}).status_code == 404


def test_running_tasks_come_first(client: Client, cast: Cast) -> None:
    running = task(cast, "old")
    task(cast, "new", "done", ended_at=timezone.now())
    first = re.findall(r'id="task-([0-9a-f-]{36})"', page(client))[0]
    assert first == str(running.pk)


def test_says_how_many_cost_money_now(client: Client, cast: Cast) -> None:
    paid = builders.paid_cloud(cast.workspace)
    task(cast, "one", cloud=paid)
    task(cast, "two", "done", cloud=paid, ended_at=timezone.now())
    task(cast, "rehearsal")
    row = MixTask.objects.get(title="one")
    assert row.is_billed
    assert sum(each.is_billed for each in MixTask.objects.all()) == 1


class TestTheCloudsList:
    def test_is_read_while_somebody_looks_though_no_task_is_known(
        self, client: Client, cast: Cast
    ) -> None:
        assert not Account.objects.claim_list(sandbox_cloud().account_id)
        page(client)
        assert Account.objects.claim_list(sandbox_cloud().account_id)

    def test_is_read_by_one_clock_of_several_and_not_all_the_time(
        self, client: Client, cast: Cast
    ) -> None:
        page(client)
        assert Account.objects.claim_list(sandbox_cloud().account_id)
        assert not Account.objects.claim_list(sandbox_cloud().account_id)
        Account.objects.update(listed_at=timezone.now() - timedelta(seconds=11))
        assert Account.objects.claim_list(sandbox_cloud().account_id)

    def test_rests_when_nobody_looks_any_more(self, client: Client, cast: Cast) -> None:
        page(client)
        Account.objects.update(watched_at=timezone.now() - timedelta(seconds=16))
        assert not Account.objects.claim_list(sandbox_cloud().account_id)


class TestALineThatWasDrawn:
    """It is kept, and shown to whoever is shown the same."""

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"title": "friday"}, "friday"),
            ({"status": "done", "ended_at": timezone.now()}, "Ended"),
            ({"in_trouble": ["cam-1"]}, "in trouble: cam-1"),
            ({"program_title": "Two chairs"}, "Two chairs"),
        ],
    )
    def test_is_another_once_its_task_is(
        self, client: Client, cast: Cast, values: dict[str, Any], said: str
    ) -> None:
        row = task(cast, "one")
        assert said not in rows_of(page(client))
        MixTask.objects.filter(pk=row.pk).update(**values)
        assert said in rows_of(page(client))

    def test_is_another_once_its_operation_is(self, client: Client, cast: Cast) -> None:
        row = task(cast, "one")
        assert "accepted" in rows_of(page(client))
        row.operations.update(state="refused")
        assert "accepted" not in rows_of(page(client))

    def test_is_another_once_its_template_or_who_asked_is_called_otherwise(
        self, client: Client, cast: Cast
    ) -> None:
        template = builders.template(cast.workspace, name="Morning")
        row = task(cast, "one", template=template)
        assert "Morning" in rows_of(page(client))
        template.name = "Evening"
        template.save()
        User.objects.filter(pk=cast.owner.pk).update(first_name="Ada", last_name="Byron")
        said = rows_of(page(client))
        assert "Evening" in said
        assert "Ada Byron" in said
        row.operations.update(person=None)
        assert "somebody who left" in rows_of(page(client))

    def test_is_another_once_its_cloud_is_not_set_up(self, client: Client, cast: Cast) -> None:
        paid = builders.paid_cloud(cast.workspace, name="Berlin", keys=("AKLTkey", "secret"))
        task(cast, "one", cloud=paid)
        said = f'class="sub">{paid.said} · '
        assert said not in rows_of(page(client))
        Connection.objects.filter(pk=paid.pk).update(deleted_at=timezone.now())
        assert said in rows_of(page(client))

    def test_says_how_long_its_task_runs_by_now(
        self, client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        task(cast, "one", began_at=timezone.now() - timedelta(minutes=5, seconds=1))
        assert "5 min of 3 d" in rows_of(page(client))
        later = timezone.now() + timedelta(minutes=2)
        monkeypatch.setattr("studio.mixes.models.run.timezone.now", lambda: later)
        assert "7 min of 3 d" in rows_of(page(client))

    def test_is_looked_at_with_as_many_queries_however_long_the_shows(
        self, client: Client, cast: Cast
    ) -> None:
        def asked() -> int:
            page(client)
            with CaptureQueriesContext(connection) as queries:
                page(client)
            return len(queries)

        row = task(cast, "one")
        before = asked()
        push = row.operations.get()
        for number in range(30):
            at = push.created_at + timedelta(seconds=number + 1)
            push.pk, push.key, push.kind, push.created_at = uuid.uuid4(), None, "take", at
            push.save(force_insert=True)
        task(cast, "two")
        assert asked() == before
        # Of its thirty takes the last one tells.
        assert row.operations.telling().count() == 2

    def test_speaks_to_each_reader_as_they_are_addressed(self, client: Client, cast: Cast) -> None:
        task(cast, "one")
        theirs, own = page(client), page(client_for(cast.owner))
        chinese = {"Accept-Language": "zh-Hans"}
        said = client.get(reverse("tasks"), headers=chinese).content.decode()
        assert len({rows_of(text) for text in (theirs, own, said)}) == 3

    def test_shows_a_name_as_it_is(self, client: Client, cast: Cast) -> None:
        task(cast, "a {} <b> {0} {x}")
        assert "a {} &lt;b&gt; {0} {x}" in rows_of(page(client))

    def test_holds_no_form_token_and_asks_again_all_the_same(self, cast: Cast) -> None:
        row = task(cast, "one")
        row.operations.update(state="unknown")
        careful = client_for(cast.owner, enforce_csrf_checks=True)
        text = page(careful)
        address = re.search(r'form="asking-again"\s+formaction="([^"]+)"', rows_of(text))
        form = re.search(r'id="asking-again".*?value="([^"]+)"', text, re.S)
        assert address
        assert form
        assert "csrfmiddlewaretoken" not in rows_of(text)
        assert careful.post(address[1], {"csrfmiddlewaretoken": form[1]}).status_code == 302
        assert careful.post(address[1]).status_code == 403


def test_going_back_to_the_list_brings_the_whole_page(client: Client, cast: Cast) -> None:
    task(cast, "talk")
    back = HTMX | {"HX-History-Restore-Request": "true"}
    assert "<h1>" not in client.get(reverse("tasks"), headers=HTMX).content.decode()
    assert "<h1>" in client.get(reverse("tasks"), headers=back).content.decode()


def test_what_is_written_while_a_task_is_summed_up_is_not_taken_for_what_was_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = task(cast, "one", title="before")
    rows, true = MixTask.objects.filter(pk=row.pk), summaries.marks_of

    def marks_of(pks: Any) -> Any:
        found = true(pks)
        monkeypatch.undo()
        rows.update(title="passing")
        return found

    monkeypatch.setattr(summaries, "marks_of", marks_of)
    assert [each.summary.title for each in summaries.summarised(rows)] == ["passing"]
    rows.update(title="before")
    assert [each.summary.title for each in summaries.summarised(rows)] == ["before"]
