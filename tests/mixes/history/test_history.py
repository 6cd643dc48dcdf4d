"""The history: what happened, what it changed, and how to find it again."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studio.mixes.history import rows
from studio.mixes.history.filter import OUTCOMES, HistoryFilter
from studio.mixes.models import MixTask, Operation, State
from tests import builders
from tests.builders import Cast, client_for
from tests.mixes.history.past import at, days_ago, moved, pushed, settled, stopped, taken
from tests.volcengine.bodies import CANARIES, document

# A key that no row has.
NOBODY = "00000000-0000-4000-8000-000000000000"

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.viewer)


def ask(client: Client, **asked: Any) -> Any:
    return client.get(reverse("history"), asked)


def page(client: Client, **asked: Any) -> str:
    answer = ask(client, **asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def found(cast: Cast, **asked: Any) -> list[Operation]:
    """What the filter leaves, newest first."""
    form = HistoryFilter(QueryDict(urlencode(asked)), cast.workspace)
    assert form.is_valid(), form.errors
    return list(form.rows)


def entries() -> list[rows.Entry]:
    return rows.page(Operation.objects.all())[0]


class TestEntries:
    def test_are_newest_first_with_a_take_s_number_among_its_task_s(self, cast: Cast) -> None:
        first, second = pushed(cast), pushed(cast, name="other")
        for push in (first, second, first):
            taken(push)
        told = [(e.operation.task.title, e.operation.kind, e.number) for e in entries()]
        assert told == [
            ("show", "take", 2),
            ("other", "take", 1),
            ("show", "take", 1),
            ("other", "push", 1),
            ("show", "push", 1),
        ]

    def test_are_told_by_a_task_s_own_page_as_by_the_history(self, cast: Cast) -> None:
        push = pushed(cast, builders.document())
        for by in range(rows.LATEST):
            state = State.REFUSED if by % 3 else State.ACCEPTED
            taken(push, moved(builders.document(), by), state=state)
        stopped(push)
        told = list(rows.latest(MixTask.objects.whole().get().history))
        assert told == entries()[: rows.LATEST]
        assert any(entry.changes for entry in told)

    def test_tell_what_a_take_changed_of_what_was_on_air(self, cast: Cast) -> None:
        push = pushed(cast, builders.document())
        taken(push, moved(builders.document(), 10))
        (take, begun) = entries()
        assert take.changes == ["source-1 moves from 0, 0 to 10, 0 px"]
        assert begun.changes is None

    def test_compare_with_what_was_accepted_last_not_with_what_was_refused(
        self, cast: Cast
    ) -> None:
        push = pushed(cast, builders.document())
        taken(push, moved(builders.document(), 10), state=State.REFUSED)
        taken(push, builders.document())
        take, refused, _push = entries()
        assert take.changes == []
        assert refused.changes == ["source-1 moves from 0, 0 to 10, 0 px"]

    def test_hold_no_callback_for_a_change(self, cast: Cast) -> None:
        taken(pushed(cast, document()), document())
        assert entries()[0].changes == []

    def test_of_a_task_made_elsewhere_have_nothing_to_compare_with(self, cast: Cast) -> None:
        push = pushed(cast)
        taken(push)
        push.delete()
        assert [entry.changes for entry in entries()] == [None]

    def test_cost_the_same_however_many_they_are(self, cast: Cast) -> None:
        push = pushed(cast)
        taken(push)
        with CaptureQueriesContext(connection) as few:
            entries()
        for number in range(20):
            taken(push, moved(document(), number))
        with CaptureQueriesContext(connection) as many:
            assert len(entries()) == 22
        assert len(many) == len(few) == 3

    def test_name_no_address(self, cast: Cast) -> None:
        push = pushed(cast)
        other = document()
        taken(push, moved(other, 3))
        said = str([entry.changes for entry in entries()])
        assert [secret for secret in CANARIES if secret in said] == []

    def test_of_one_task_are_what_its_page_shows(self, cast: Cast) -> None:
        push, _other = pushed(cast), pushed(cast, name="other")
        taken(push)
        take, begun = rows.of_task(push.task, cast.operator)
        told = take.operation
        assert (told.kind, told.number, told.by) == ("take", 1, "you")
        assert (begun.operation.kind, begun.operation.number) == ("push", None)
        assert begun.has_picture


class TestPage:
    def test_tells_who_did_what_when_and_how_it_went(self, client: Client, cast: Cast) -> None:
        push = pushed(cast, request_id="REQUEST-1")
        taken(
            push,
            moved(document(), 10),
            state=State.REFUSED,
            error_code="400",
            error_message="the stream is taken",
        )
        text = page(client)
        assert re.search(r"Take\s+1", text)
        for told in ("show", "operator", "1 change", "the stream is taken", "400", "REQUEST-1"):
            assert told in text
        assert reverse("task", args=[push.task.pk]) in text

    def test_keeps_what_has_been_stopped(self, client: Client, cast: Cast) -> None:
        push = pushed(cast)
        stopped(push)
        assert "Stop" in page(client)
        assert reverse("operation-picture", args=[push.pk]) in page(client)
        assert client.get(reverse("task", args=[push.task.pk])).status_code == 200

    def test_says_so_when_nothing_has_happened_or_was_found(
        self, client: Client, cast: Cast
    ) -> None:
        assert "Nothing has happened yet" in page(client)
        pushed(cast)
        assert "Nothing found" in page(client, kind="stop")

    def test_is_read_part_by_part_without_loss_or_repetition(
        self, client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rows, "PAGE", 3)
        push = pushed(cast)
        same = timezone.now()
        for _number in range(7):
            at(taken(push), same)
        seen: list[str] = []
        text = page(client, kind="take")
        while True:
            seen += re.findall(r"operations/([0-9a-f-]{36})/", text)
            older = re.search(r'href="[^"]*\?kind=take&amp;before=([^"]+)"', text)
            if not older:
                break
            text = page(client, kind="take", before=older[1])
        assert len(seen) == len(set(seen)) == 7
        assert 'id="newest"' in text

    def test_holds_no_secret_for_any_role(self, cast: Cast) -> None:
        push = pushed(cast)
        taken(push, moved(document(), 5))
        stopped(push)
        for person in (cast.viewer, cast.editor, cast.operator, cast.owner):
            text = page(client_for(person))
            assert [secret for secret in CANARIES if secret in text] == []

    def test_shows_nothing_of_another_workspace(self, cast: Cast) -> None:
        push = pushed(cast, name="ours")
        stranger = client_for(cast.stranger)
        assert "ours" not in page(stranger)
        for asked in (
            {"task": push.task.pk},
            {"person": cast.operator.pk},
            {"before": push.pk},
        ):
            answer = ask(stranger, **asked)
            assert answer.status_code == 422
            assert "ours" not in answer.content.decode()

    def test_is_linked_from_the_tasks(self, client: Client) -> None:
        assert f'href="{reverse("history")}"' in client.get(reverse("tasks")).content.decode()


class TestFilter:
    @pytest.fixture
    def push(self, cast: Cast) -> Operation:
        return pushed(cast)

    @pytest.mark.parametrize("outcome", OUTCOMES)
    def test_by_outcome_finds_what_is_shown_as_it(
        self, cast: Cast, push: Operation, outcome: str
    ) -> None:
        for state in State:
            settled(pushed(cast), state=state)
            taken(push, state=state)
        settled(taken(push), applied_at=timezone.now(), version=3)
        settled(taken(push), version=2, not_applied_at=timezone.now())
        settled(taken(push), version=2, not_applied_at=timezone.now(), applied_at=timezone.now())
        MixTask.objects.filter(pk=push.task.pk).update(on_air_at=None, applied_version=3)
        stopped(push)
        settled(stopped(pushed(cast)), state=State.UNKNOWN)
        expected = {row.pk for row in Operation.objects.all() if row.outcome == outcome}
        assert {row.pk for row in found(cast, outcome=outcome)} == expected != set()

    def test_by_kind_person_and_task(self, cast: Cast, push: Operation) -> None:
        take, other = taken(push), pushed(cast, name="other")
        Operation.objects.filter(pk=other.pk).update(person=cast.owner)
        assert found(cast, kind="take") == [take]
        assert found(cast, person=cast.owner.pk) == [other]
        assert found(cast, task=other.task.pk) == [other]
        assert found(cast, kind="take", task=other.task.pk) == []

    def test_by_days_as_the_studio_s_zone_has_them(
        self, cast: Cast, push: Operation, settings: Any
    ) -> None:
        settings.TIME_ZONE = "Asia/Shanghai"
        evening = datetime.fromisoformat("2026-11-20T23:59:59+08:00")
        at(push, evening)
        assert found(cast, since="2026-11-20", until="2026-11-20") == [push]
        assert found(cast, since="2026-11-21") == []
        assert found(cast, until="2026-11-19") == []

    def test_by_words_that_must_all_be_found_somewhere(self, cast: Cast, push: Operation) -> None:
        settled(push, state=State.REFUSED, error_message="The stream is taken", request_id="R-77")
        assert found(cast, q="STREAM show r-77 operator") == [push]
        assert found(cast, q="stream elsewhere") == []
        assert found(cast, q="100%") == []

    @pytest.mark.parametrize("secret", CANARIES)
    def test_by_words_finds_no_secret(self, cast: Cast, push: Operation, secret: str) -> None:
        assert found(cast, q=secret) == []

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("kind", "explosion", "There is no operation of this kind."),
            ("outcome", "fine", "There is no outcome of this name."),
            ("person", "0", "This person has done nothing here."),
            ("person", "x", "This person has done nothing here."),
            ("person", "9" * 40, "This person has done nothing here."),
            ("task", NOBODY, "There is no such task."),
            ("task", "x", "is not a valid UUID"),
            ("since", "yesterday", "Enter a valid date."),
            ("since", "0001-01-01", "Give a day between 2000 and 2100."),
            ("until", "9999-12-31", "Give a day between 2000 and 2100."),
            ("until", "2026-02-30", "Enter a valid date."),
            ("q", "x" * 101, "at most 100 characters"),
            ("before", NOBODY, "This part of the history is not there."),
        ],
    )
    def test_that_cannot_be_read_is_said_beside_its_field(
        self, client: Client, push: Operation, name: str, value: str, sentence: str
    ) -> None:
        answer = ask(client, **{name: value})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in text
        assert f'id="id_{name}_error"' in text or name == "before"
        assert str(push.pk) not in text
        for export in ("history-csv", "history-json"):
            refused = client.get(reverse(export), {name: value})
            assert refused.status_code == 422
            assert sentence in refused.content.decode()

    def test_an_end_before_the_beginning_is_said_beside_it(self, client: Client) -> None:
        answer = ask(client, since="2026-11-20", until="2026-11-19")
        assert answer.status_code == 422
        assert "This lies before the first day." in answer.content.decode()

    def test_keeps_what_was_chosen(self, client: Client, push: Operation) -> None:
        text = page(client, q='"><b>', kind="push", since="2026-01-01", task=push.task.pk)
        assert 'value="&quot;&gt;&lt;b&gt;"' in text
        assert '<option value="push" selected>' in text
        assert f'<option value="{push.task.pk}" selected>' in text
        assert 'value="2026-01-01"' in text

    def test_offers_the_latest_tasks_and_the_chosen_one(
        self, client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("studio.mixes.history.filter.TASKS_OFFERED", 2)
        oldest, *_rest, newest = [pushed(cast, name=f"show-{n}") for n in range(4)]
        name = f"show-0 {oldest.task.suffix} ("
        assert name not in page(client, task=newest.task.pk)
        assert name in page(client, task=oldest.task.pk)

    def test_stays_with_older_parts_and_files(
        self, client: Client, push: Operation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rows, "PAGE", 1)
        taken(push)
        text = page(client, q="sh ow", since="2026-01-01")
        assert "history.csv?since=2026-01-01&amp;q=sh+ow" in text
        assert re.search(r"\?since=2026-01-01&amp;q=sh\+ow&amp;before=", text)


class TestPicture:
    def test_is_drawn_small_once_while_nothing_changes(self, client: Client, cast: Cast) -> None:
        address = reverse("operation-picture", args=[pushed(cast).pk])
        first = client.get(address)
        assert first.headers["Content-Type"] == "image/jpeg"
        assert len(first.content) < 20_000
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304

    def test_changes_when_a_picture_in_it_does(self, client: Client, cast: Cast) -> None:
        address = reverse("operation-picture", args=[pushed(cast, builders.document()).pk])
        first = client.get(address)
        builders.frame(cast.workspace)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 200
        assert again.content != first.content

    def test_of_a_stop_there_is_none(self, client: Client, cast: Cast) -> None:
        stop = stopped(pushed(cast))
        assert client.get(reverse("operation-picture", args=[stop.pk])).status_code == 404


def test_an_old_history_is_found_again(cast: Cast) -> None:
    push = pushed(cast)
    at(push, days_ago(400))
    day = f"{days_ago(400):%Y-%m-%d}"
    assert found(cast, since=day, until=day) == [push]
