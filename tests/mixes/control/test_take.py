"""What a take sends, when it is held, and the way back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor.models import TemplateVersion
from studio.mixes.models import Look, MixTask, Push, Take
from studio.mixes.models.versions import note_versions
from studio.rules import codec
from studio.rules.geometry import Box
from studio.volcengine.records import Detail
from tests import builders
from tests.builders import Cast, rewrite
from tests.mixes.conftest import aged, ago
from tests.mixes.control.controlling import FULL, HALF, TASK_ID, fields, post, prepared, template

pytestmark = pytest.mark.usefixtures("data")


class TestTake:
    def test_records_what_the_page_showed_once(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        click = prepared(client, cast, task)
        assert post(client, "task-take", task.pk, **click).status_code == 200
        post(client, "task-take", task.pk, **click)
        take = Take.objects.get()
        assert (take.title, take.person) == ("Half", cast.operator)
        assert take.document == HALF

    def test_is_kept_among_the_template_s_versions(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = template(cast)
        look = Look.objects.append(task, row.name, row.rules, cast.owner, row)
        page = post(client, "task-prepare", task.pk, look=look.pk).content.decode()
        post(client, "task-take", task.pk, **fields(page))
        assert row.versions.get().reason == "take"

    def test_is_on_its_way_whatever_was_kept_of_the_template_before(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = template(cast)
        row.keep_version(TemplateVersion.Reason.PUSH, cast.owner)
        TemplateVersion.objects.update(rules={})
        look = Look.objects.append(task, row.name, row.rules, cast.owner, row)
        page = post(client, "task-prepare", task.pk, look=look.pk).content.decode()
        assert post(client, "task-take", task.pk, **fields(page)).status_code == 200
        assert Take.objects.get().title == "Half"
        assert row.versions.count() == 2

    def test_of_a_preview_that_somebody_changed_is_refused_and_nothing_recorded(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        click = prepared(client, cast, task)
        prepared(client, cast, task, builders.document(Box(0, 0, 640, 360)))
        answer = post(client, "task-take", task.pk, **click)
        assert answer.status_code == 409
        assert "The preview has changed" in answer.content.decode()
        assert not Take.objects.exists()

    def test_after_somebody_else_took_says_who_and_sends_nothing(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        click = prepared(client, cast, task)
        row = Take.record(task=task, person=cast.teammate, rules=HALF, title="Quad")
        aged(row, state="refused", settled_at=ago(seconds=3))
        answer = post(client, "task-take", task.pk, **click)
        assert answer.status_code == 409
        assert "teammate took “Quad” meanwhile" in answer.content.decode()
        assert Take.objects.count() == 1

    def test_after_one_that_was_given_up_came_after_all_sends_nothing(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = Take.record(
            task=task,
            person=cast.teammate,
            rules=builders.document(Box(0, 0, 640, 360)),
            title="Quad",
        )
        aged(row, state="given_up", error_code="given_up", sent_at=ago(minutes=2))
        click = prepared(client, cast, task)
        shown = json.dumps(row.body["MixedRules"])
        late = Detail(
            task_id=TASK_ID,
            status="runing",
            last_operation=2,
            last_success=2,
            rule=shown,
            request_id="",
        )
        note_versions(MixTask.objects.get(), late)
        answer = post(client, "task-take", task.pk, **click)
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "The task was changed meanwhile. Look again: nothing was sent." in page
        assert "“Quad” is on air after all" in page
        assert Take.objects.count() == 1
        assert post(client, "task-take", task.pk, **fields(page)).status_code == 200

    def test_of_a_look_with_errors_is_refused(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        broken = replace(HALF, sources=(replace(HALF.sources[0], layer=3),))
        click = prepared(client, cast, task, broken)
        assert post(client, "task-take", task.pk, **click).status_code == 422

    @pytest.mark.parametrize("broken", ["key", "after", "shown"])
    def test_with_a_form_that_was_tampered_with_is_refused(
        self, client: Client, cast: Cast, task: MixTask, broken: str
    ) -> None:
        click = prepared(client, cast, task) | {broken: "tampered"}
        assert post(client, "task-take", task.pk, **click).status_code == 409
        assert not Take.objects.exists()

    def test_without_anything_in_preview_is_refused(self, client: Client, task: MixTask) -> None:
        assert post(client, "task-take", task.pk, key=str(uuid4()), armed="1").status_code == 409

    def test_works_without_scripts(self, client: Client, cast: Cast, task: MixTask) -> None:
        click = prepared(client, cast, task)
        address = reverse("task-take", args=[task.pk])
        first = client.post(address, click | {"armed": ""})
        assert re.search(r'name="armed"\s+value="1"', first.content.decode())
        assert not Take.objects.exists()
        answer = client.post(address, click)
        assert answer.headers["Location"] == reverse("task", args=[task.pk])

    def test_that_nobody_has_armed_is_armed_by_the_first_press_alone(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        click = prepared(client, cast, task)
        for armed in ("", "0", "yes"):
            answer = post(client, "task-take", task.pk, **(click | {"armed": armed}))
            assert answer.status_code == 200
            assert "is-armed" in answer.content.decode()
        assert not Take.objects.exists()


class TestHeld:
    def why(self, client: Client, task: MixTask) -> str:
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        found = re.search(r'id="take-hint">\s*(.*?)\s*<', page, re.S)
        assert found
        assert re.search(r'id="take"[^>]*disabled', page, re.S), page
        return found[1]

    def test_without_a_preview(self, client: Client, task: MixTask) -> None:
        assert self.why(client, task) == "Put a look into preview first."

    def test_while_the_look_is_on_air_already(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        prepared(client, cast, task, FULL)
        assert self.why(client, task) == "This look is on air already."

    def test_until_the_last_take_is_applied(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        prepared(client, cast, task)
        row = Take.record(task=task, person=cast.owner, rules=HALF, title="Quad")
        aged(row, state="accepted", version=2, settled_at=ago(seconds=2))
        assert self.why(client, task) == "Held until the last take is applied."

    def test_until_the_last_take_is_known(self, client: Client, cast: Cast, task: MixTask) -> None:
        prepared(client, cast, task)
        row = Take.record(task=task, person=cast.owner, rules=HALF, title="Quad")
        aged(row, state="unknown", sent_at=ago(seconds=2))
        assert self.why(client, task) == "Held until it is known what viewers see."

    def test_before_the_task_is_on_air(self, client: Client, cast: Cast, task: MixTask) -> None:
        prepared(client, cast, task)
        task.note_status("prepare")
        assert self.why(client, task) == "A take needs a task that is on air."


class TestWayBack:
    def test_leads_to_the_look_before_the_present_one(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = Take.record(task=task, person=cast.owner, rules=HALF, title="Half")
        aged(row, state="accepted", version=2, settled_at=ago(minutes=1), applied_at=ago(minutes=1))
        rewrite(MixTask.objects.all(), program=row.document, program_title="Half", version=2)
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        assert "Back to thursday" in page
        push = Push.objects.get()
        click = fields(post(client, "task-prepare", task.pk, operation=push.pk).content.decode())
        assert post(client, "task-take", task.pk, **click).status_code == 200
        back = Take.objects.first()
        assert back
        assert back.body["MixedRules"]["InputLayout"] == codec.write(FULL)["InputLayout"]
