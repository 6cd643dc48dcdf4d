"""What goes on air over the API: looked at, then sent, once; a take is two acts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext

from studio.accounts.models import Scope
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.mixes.models import Connection, MixTask, Operation
from studio.rules import codec
from tests import builders
from tests.api.calling import Caller, new_key, paths
from tests.builders import Cast
from tests.mixes.control.controlling import HALF, on_air
from tests.mixes.history.past import pushed

pytestmark = pytest.mark.usefixtures("data")

RULES = codec.write(HALF)


@pytest.fixture
def template(cast: Cast) -> LayoutTemplate:
    return builders.template(cast.workspace, HALF, name="Half")


@pytest.fixture
def task(cast: Cast) -> MixTask:
    return on_air(cast)


@pytest.fixture
def refusing_templates() -> Iterator[None]:
    """A database that refuses every new template."""

    def refuse(**_told: Any) -> None:
        raise IntegrityError

    pre_save.connect(refuse, LayoutTemplate)
    yield
    pre_save.disconnect(refuse, LayoutTemplate)


class TestPush:
    def push(self, api: Caller, template: LayoutTemplate, body: Any = None, **more: Any) -> Any:
        return api.ask("POST", f"templates/{template.pk}/push", body or {}, **more)

    def look(self, api: Caller, template: LayoutTemplate) -> Any:
        return api.get(f"templates/{template.pk}/push")

    def test_sends_what_was_looked_at(self, api: Caller, template: LayoutTemplate) -> None:
        shown = self.look(api, template)
        assert shown.json()["addresses"] == ["rtmp://push.example.com/live/…"]
        assert not Operation.objects.exists()
        answer = self.push(api, template, tag=shown.headers["ETag"], key=new_key())
        assert answer.status_code == 202
        row = Operation.objects.get()
        assert (row.kind, row.task.title, row.document) == ("push", "half", HALF)
        assert TemplateVersion.objects.get().reason == "push"
        there = api.get(answer.headers["Location"]).json()
        assert (there["outcome"], there["task_key"]) == ("queued", str(row.task_id))
        assert b"/live/key" not in answer.content

    def test_is_looked_at_anew_each_time(
        self, api: Caller, cast: Cast, template: LayoutTemplate
    ) -> None:
        tag = self.look(api, template).headers["ETag"]
        on_air(cast)
        path = f"templates/{template.pk}/push"
        shown = api.get(path, headers={"If-None-Match": tag})
        assert (shown.status_code, shown.headers["ETag"]) == (200, tag)
        assert shown.json()["busy"][0].startswith("thursday")

    def test_is_one_however_often_it_is_asked_for(
        self, api: Caller, template: LayoutTemplate
    ) -> None:
        wish = {"tag": self.look(api, template).headers["ETag"], "key": new_key()}
        answers = [self.push(api, template, **wish) for _time in range(2)]
        assert [answer.status_code for answer in answers] == [202, 202]
        assert Operation.objects.count() == 1
        other = self.push(api, template, {"name": "Other"}, **wish)
        assert (other.status_code, Operation.objects.count()) == (409, 1)

    def test_is_refused_without_the_version_it_means(
        self, api: Caller, template: LayoutTemplate
    ) -> None:
        tag = self.look(api, template).headers["ETag"]
        assert self.push(api, template, key=new_key()).status_code == 428
        assert self.push(api, template, tag="*", key=new_key()).status_code == 428
        assert self.push(api, template, tag=tag).status_code == 400
        for change in ({"name": "Late"}, {"name": "Half", "version": 2}):
            LayoutTemplate.objects.update(**change)
            assert self.push(api, template, tag=tag, key=new_key()).status_code == 412
        assert not Operation.objects.exists()

    def test_is_refused_where_a_cloud_was_changed_since(
        self, api: Caller, template: LayoutTemplate
    ) -> None:
        tag = self.look(api, template).headers["ETag"]
        Connection.objects.update(version=2)
        assert self.push(api, template, tag=tag, key=new_key()).status_code == 412

    def test_goes_where_it_is_told(self, api: Caller, cast: Cast, template: LayoutTemplate) -> None:
        closed = builders.paid_cloud(cast.workspace, open_to="nobody", keys=("AKaaaa", "b" * 20))
        tag = self.look(api, template).headers["ETag"]
        refused = self.push(api, template, {"cloud": str(closed.pk)}, tag=tag, key=new_key())
        assert refused.status_code == 422
        assert "rehearsal" in refused.json()["detail"]
        lost = self.push(api, template, {"cloud": new_key()}, tag=tag, key=new_key())
        assert (lost.status_code, paths(lost)) == (422, ["cloud"])
        assert not Operation.objects.exists()

    def test_of_a_document_with_errors_is_refused_with_their_paths(
        self, api: Caller, cast: Cast
    ) -> None:
        row = builders.template(cast.workspace, builders.document(urls=("ftp://a.example.com",)))
        refused = self.push(api, row, tag=self.look(api, row).headers["ETag"], key=new_key())
        assert refused.status_code == 422
        assert paths(refused) == ["MixedRules.InputSource[0].Url"]


class TestTake:
    def prepare(self, api: Caller, task: MixTask, template: LayoutTemplate) -> str:
        body = {"template": str(template.pk)}
        answer = api.ask("PUT", f"tasks/{task.pk}/preview", body)
        assert answer.status_code == 200
        tag: str = answer.headers["ETag"]
        return tag

    def arm(self, api: Caller, task: MixTask, tag: str) -> str:
        answer = api.ask("POST", f"tasks/{task.pk}/arm", tag=tag)
        assert answer.status_code == 200
        armed: str = answer.json()["armed"]
        return armed

    def take(self, api: Caller, task: MixTask, armed: str, **more: Any) -> Any:
        more = {"key": new_key()} | more
        return api.ask("POST", f"tasks/{task.pk}/take", {"armed": armed}, **more)

    def test_is_two_acts(self, api: Caller, task: MixTask, template: LayoutTemplate) -> None:
        tag = self.prepare(api, task, template)
        assert self.take(api, task, "no", tag=tag).status_code == 409
        armed = self.arm(api, task, tag)
        assert Operation.objects.filter(kind="take").count() == 0
        answer = self.take(api, task, armed, tag=tag)
        assert answer.status_code == 202
        taken = Operation.objects.get(kind="take")
        assert (taken.title, taken.person) == (
            "Half",
            task.operations.earliest("created_at").person,
        )
        assert answer.json()["id"] == str(taken.pk)

    def test_is_one_however_often_it_is_asked_for(
        self, api: Caller, task: MixTask, template: LayoutTemplate
    ) -> None:
        tag, key = self.prepare(api, task, template), new_key()
        armed = self.arm(api, task, tag)
        answers = [self.take(api, task, armed, tag=tag, key=key) for _time in range(2)]
        assert [answer.status_code for answer in answers] == [202, 202]
        assert Operation.objects.filter(kind="take").count() == 1

    def test_lets_go_after_eight_seconds(
        self, api: Caller, task: MixTask, template: LayoutTemplate
    ) -> None:
        with time_machine.travel(datetime.now(UTC), tick=False) as clock:
            tag = self.prepare(api, task, template)
            armed = self.arm(api, task, tag)
            clock.shift(9)
            assert self.take(api, task, armed, tag=tag).status_code == 409
        assert not Operation.objects.filter(kind="take").exists()

    def test_lets_go_when_the_preview_changes(
        self, api: Caller, cast: Cast, task: MixTask, template: LayoutTemplate
    ) -> None:
        tag = self.prepare(api, task, template)
        armed = self.arm(api, task, tag)
        other = builders.template(cast.workspace, builders.document(width=1280, height=720))
        now = self.prepare(api, task, other)
        assert self.take(api, task, armed, tag=tag).status_code == 412
        assert self.take(api, task, armed, tag=now).status_code == 409
        assert not Operation.objects.filter(kind="take").exists()

    def test_is_armed_by_one_s_own_token_alone(
        self, api: Caller, cast: Cast, task: MixTask, template: LayoutTemplate
    ) -> None:
        tag = self.prepare(api, task, template)
        other = Caller(cast, Scope.AIR)
        assert self.take(other, task, self.arm(api, task, tag), tag=tag).status_code == 409

    def test_that_is_held_is_not_armed(
        self, api: Caller, cast: Cast, task: MixTask, template: LayoutTemplate
    ) -> None:
        tag = self.prepare(api, task, template)
        assert self.take(api, task, self.arm(api, task, tag), tag=tag).status_code == 202
        shown = api.get(f"tasks/{task.pk}/preview")
        assert "Held" in shown.json()["held"]
        held = api.ask("POST", f"tasks/{task.pk}/arm", tag=shown.headers["ETag"])
        assert (held.status_code, held.json()["detail"]) == (409, shown.json()["held"])

    def test_that_is_held_by_now_is_told_so(
        self, api: Caller, task: MixTask, template: LayoutTemplate
    ) -> None:
        tag = self.prepare(api, task, template)
        Connection.objects.update(open_to="nobody")
        shown = api.get(f"tasks/{task.pk}/preview", headers={"If-None-Match": tag})
        assert (shown.status_code, shown.headers["ETag"]) == (200, tag)
        assert "rehearsal" in shown.json()["held"]

    def test_is_prepared_with_the_task_in_hand(
        self, api: Caller, task: MixTask, template: LayoutTemplate
    ) -> None:
        tag = self.prepare(api, task, template)
        path, body = f"tasks/{task.pk}/preview", {"template": str(template.pk)}
        for method, sent in (("PUT", body), ("DELETE", None)):
            with CaptureQueriesContext(connection) as queries:
                assert api.ask(method, path, sent, tag=tag).status_code < 300
            held = any("FOR UPDATE" in query["sql"] for query in queries)
            assert held == connection.features.has_select_for_update
            tag = api.get(path).headers.get("ETag", "")

    def test_is_prepared_by_one_of_three(
        self, api: Caller, task: MixTask, template: LayoutTemplate
    ) -> None:
        both = {"template": str(template.pk), "look": 1}
        for body in ({}, both):
            refused = api.ask("PUT", f"tasks/{task.pk}/preview", body)
            assert (refused.status_code, paths(refused)) == (422, ["$"])
        assert api.ask("PUT", f"tasks/{task.pk}/preview", {"look": 7}).status_code == 404
        tag = self.prepare(api, task, template)
        assert api.ask("DELETE", f"tasks/{task.pk}/preview", tag='"old"').status_code == 412
        assert api.ask("DELETE", f"tasks/{task.pk}/preview", tag=tag).status_code == 204
        assert api.get(f"tasks/{task.pk}/preview").status_code == 404


class TestStop:
    def test_is_one_call_and_one_stop(self, api: Caller, task: MixTask) -> None:
        answers = [api.ask("POST", f"tasks/{task.pk}/stop") for _time in range(2)]
        assert [answer.status_code for answer in answers] == [202, 202]
        assert Operation.objects.filter(kind="stop").count() == 1

    def test_of_what_is_not_there_yet_is_refused(self, api: Caller, cast: Cast) -> None:
        task = pushed(cast).task
        MixTask.objects.update(task_id="")
        assert api.ask("POST", f"tasks/{task.pk}/stop").status_code == 409


def test_a_task_is_told_as_its_page_tells_it(
    api: Caller, task: MixTask, template: LayoutTemplate
) -> None:
    api.ask("PUT", f"tasks/{task.pk}/preview", {"template": str(template.pk)})
    answer = api.get(f"tasks/{task.pk}")
    told = answer.json()
    assert (told["state"], told["in_preview"], told["held"]) == ("on_air", "Half", "")
    assert told["can"] == {"stop": True, "push": True, "prepare": True}
    assert b"/live/key" not in answer.content
    headers = {"If-None-Match": answer.headers["ETag"]}
    assert api.get(f"tasks/{task.pk}", headers=headers).status_code == 304
    (row,) = api.get("tasks").json()["items"]
    assert row.items() <= told.items()


def test_what_a_task_shows_is_kept_as_a_template_once_by_its_key(
    api: Caller, task: MixTask
) -> None:
    key = new_key()
    answer = api.ask("POST", f"tasks/{task.pk}/template", key=key)
    again = api.ask("POST", f"tasks/{task.pk}/template", key=key)
    assert (answer.status_code, again.status_code) == (201, 201)
    row = LayoutTemplate.objects.get()
    assert (answer.json()["id"], again.json()["id"]) == (str(row.pk), str(row.pk))
    assert row.rules == task.rules
    assert api.get(answer.headers["Location"]).json()["name"] == "thursday, as on air"


def test_without_a_key_it_is_another_template_each_time(api: Caller, task: MixTask) -> None:
    for _time in range(2):
        assert api.ask("POST", f"tasks/{task.pk}/template").status_code == 201
    assert LayoutTemplate.objects.count() == 2


@pytest.mark.usefixtures("refusing_templates")
@pytest.mark.parametrize("path", ["templates", "templates/import", "tasks/{task}/template"])
def test_what_the_database_refuses_without_a_key_is_no_repetition(
    path: str, api: Caller, task: MixTask
) -> None:
    body = {"name": "show", "rules": RULES} if path == "templates" else {"MixedRules": RULES}
    with pytest.raises(IntegrityError):
        api.ask("POST", path.format(task=task.pk), body)


def test_the_history_is_read_page_by_page(api: Caller, task: MixTask) -> None:
    (row,) = api.get("history?kind=push").json()["items"]
    assert row["task_key"] == str(task.pk)
    assert api.get("history?kind=stop").json() == {"items": [], "next": None}
    whole = api.get(f"operations/{row['id']}").json()
    assert row.items() <= whole.items()
    assert whole["document"]["Output"]["Url"] == ["rtmp://push.example.com/…"]


def test_sources_are_told_without_their_signatures(api: Caller, cast: Cast) -> None:
    builders.frame(cast.workspace, "https://pictures.example.com/1.jpg?sign=aaaabbbbcccc")
    answer = api.get("sources?kind=pic")
    assert b"aaaabbbbcccc" not in answer.content
    (row,) = answer.json()["items"]
    assert (row["state"], row["width"], row["height"]) == ("ready", 64, 36)
    assert api.get("sources?kind=live").json()["items"] == []
