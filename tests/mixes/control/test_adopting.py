"""What somebody else made: told with its differences, adopted once and whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor.models import LayoutTemplate
from studio.mixes.models import Look, MixTask
from studio.rules import codec
from tests.builders import Cast, rewrite
from tests.mixes.conftest import CloudThat, ago, usual_cloud
from tests.mixes.control.controlling import FULL, HALF, TASK_ID, post
from tests.volcengine.stand_in import drop, reply, success

pytestmark = pytest.mark.usefixtures("data")


class TestDrift:
    @pytest.fixture
    def drifted(self, task: MixTask) -> MixTask:
        rewrite(
            MixTask.objects.all(), drift=HALF, drift_version=2, drifted_at=ago(seconds=5), version=1
        )
        return MixTask.objects.get()

    def test_is_said_with_its_differences(self, client: Client, drifted: MixTask) -> None:
        page = client.get(reverse("task", args=[drifted.pk])).content.decode()
        assert "Someone changed this task outside Mix Studio" in page
        assert "1 difference" in page

    def test_on_air_is_called_by_nobody_s_name(self, client: Client, drifted: MixTask) -> None:
        rewrite(MixTask.objects.all(), program=HALF, program_title="", program_at=ago(seconds=1))
        page = client.get(reverse("task", args=[drifted.pk])).content.decode()
        program = page[page.index('id="program-title"') :]
        assert "made elsewhere" in program[: program.index("<img")]

    def test_adopted_becomes_a_template_and_a_look(
        self, client: Client, cast: Cast, drifted: MixTask
    ) -> None:
        page = post(client, "task-adopt", drifted.pk).content.decode()
        assert "Someone changed this task" not in page
        task = MixTask.objects.get()
        assert (task.version, task.rules) == (2, HALF)
        template = LayoutTemplate.objects.get()
        assert (template.rules, template.versions.get().reason) == (HALF, "import")
        assert Look.objects.get().title == "thursday, as found"

    def test_is_adopted_once(self, client: Client, drifted: MixTask) -> None:
        assert post(client, "task-adopt", drifted.pk).status_code == 200
        assert post(client, "task-adopt", drifted.pk).status_code == 409
        assert LayoutTemplate.objects.count() == 1

    def test_that_nobody_can_read_is_not_adopted(self, client: Client, drifted: MixTask) -> None:
        MixTask.objects.update(drift=None)
        assert post(client, "task-adopt", drifted.pk).status_code == 409


class TestAStranger:
    def test_that_cannot_be_adopted_says_why(
        self, client: Client, task: MixTask, cloud_that: CloudThat
    ) -> None:
        cloud_that(drop)
        task.operations.all().delete()
        MixTask.objects.update(cloud=usual_cloud(), rules=None, output=None, program=None)
        answer = post(client, "task-adopt", task.pk)
        assert answer.status_code == 409
        page = answer.content.decode()
        assert page.count('id="refused"') == 1
        assert "The cloud did not answer. Try again in a moment." in page

    def test_with_a_logo_that_says_but_half_is_adopted_and_shown(
        self, client: Client, task: MixTask, cloud_that: CloudThat
    ) -> None:
        rules: Any = codec.write(HALF)
        rules["InputLayout"]["Logo"] = [{"Url": "https://a.example.com/bug.png"}]
        data = {"LastOperationIndex": 1, "LastSuccessOperationIndex": 1, "Rule": json.dumps(rules)}
        cloud_that(reply(200, success(data | {"Status": "runing", "TaskID": TASK_ID})))
        task.operations.all().delete()
        MixTask.objects.update(cloud=usual_cloud(), rules=None, output=None, program=None)
        page = post(client, "task-adopt", task.pk).content.decode()
        assert "bug.png is on air and not drawn" in page
        template = LayoutTemplate.objects.get()
        assert template.rules.logos
        assert client.get(reverse("template-edit", args=[template.pk])).status_code == 200
        assert client.get(reverse("task-program", args=[task.pk])).status_code == 200

    def test_changed_elsewhere_before_it_was_adopted_is_adopted_whole(
        self, client: Client, cast: Cast, task: MixTask, cloud_that: CloudThat
    ) -> None:
        rule = json.dumps(codec.write(HALF))
        data = {"LastOperationIndex": 3, "LastSuccessOperationIndex": 3, "Rule": rule}
        cloud_that(reply(200, success(data | {"Status": "runing", "TaskID": TASK_ID})))
        task.operations.all().delete()
        rewrite(
            MixTask.objects.all(),
            cloud=usual_cloud(),
            rules=None,
            output=None,
            drift=FULL,
            drift_version=2,
            drifted_at=ago(seconds=5),
            program=None,
        )
        assert post(client, "task-adopt", task.pk).status_code == 200
        row = MixTask.objects.get()
        assert (row.program, row.drifted_at, row.version) == (HALF, None, 3)
        assert row.output
        assert post(client, "task-adopt", task.pk).status_code == 409
