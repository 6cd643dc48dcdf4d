"""The control page: what is prepared, what a take sends, and when it is held."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.library.models import Frame
from studio.mixes.models import Look, MixTask, Operation, Take
from studio.mixes.models.rundown import MAX_LOOKS
from studio.rules import codec
from studio.rules.geometry import Box
from studio.volcengine.records import Detail
from tests import builders
from tests.builders import Cast, client_for
from tests.mixes.conftest import aged, ago
from tests.mixes.controlling import (
    FULL,
    HALF,
    HTMX,
    TASK_ID,
    fields,
    on_air,
    post,
    prepared,
    template,
)

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.operator)


@pytest.fixture
def task(cast: Cast) -> MixTask:
    return on_air(cast)


class TestPreview:
    def test_is_what_a_take_would_send_and_nothing_is_sent(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        page = post(client, "task-prepare", task.pk, template=template(cast).pk).content.decode()
        assert "Half" in page
        assert reverse("task-preview", args=[task.pk]) in page
        assert Operation.objects.count() == 1

    def test_is_everybody_s(self, client: Client, cast: Cast, task: MixTask) -> None:
        prepared(client, cast, task)
        page = client_for(cast.viewer).get(reverse("task", args=[task.pk])).content.decode()
        assert "Half" in page
        assert 'id="take"' not in page

    def test_says_in_words_what_the_take_changes(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        page = post(client, "task-prepare", task.pk, template=template(cast).pk).content.decode()
        assert "1 difference" in page
        assert "source-1" in page
        assert "960 × 1080" in page

    def test_shows_sources_at_the_task_s_addresses_and_says_so(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        other = builders.document(Box(0, 0, 960, 1080), urls=("https://other.example.com/x.jpg",))
        page = post(client, "task-prepare", task.pk, template=template(cast, other).pk)
        assert "the address of source-1" in page.content.decode()
        seating = MixTask.objects.get().seated()
        assert seating
        assert seating.document.sources[0].url == "https://pictures.example.com/1.jpg"

    def test_says_that_another_output_needs_a_new_task(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        video = replace(HALF.output.video, bit_rate=8_000_000)
        other = replace(HALF, output=replace(HALF.output, video=video))
        page = post(client, "task-prepare", task.pk, template=template(cast, other).pk)
        assert "needs a new task" in page.content.decode()
        seating = MixTask.objects.get().seated()
        assert seating
        assert seating.document.output.video.bit_rate == 6_000_000

    def test_is_cleared(self, client: Client, cast: Cast, task: MixTask) -> None:
        prepared(client, cast, task)
        post(client, "task-prepare", task.pk, clear="1")
        assert MixTask.objects.get().seated() is None

    def test_can_be_a_version_that_was_on_air_and_what_was_taken_before(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = template(cast)
        version = row.keep_version(TemplateVersion.Reason.PUSH, cast.owner)
        page = post(client, "task-prepare", task.pk, version=version.pk).content.decode()
        assert "Half, version 1" in page
        post(client, "task-prepare", task.pk, operation=Operation.objects.get().pk)
        assert MixTask.objects.get().next_title == "thursday"

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"template": "no-uuid"},
            {"template": str(uuid4())},
            {"look": "7"},
            {"look": "x" * 400},
            {"version": "99999999999999999999999"},
            {"operation": str(uuid4())},
        ],
    )
    def test_of_nothing_there_is_is_not_found(
        self, client: Client, task: MixTask, data: dict[str, str]
    ) -> None:
        assert post(client, "task-prepare", task.pk, **data).status_code == 404

    def test_is_never_a_stranger_s_template(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        elsewhere = cast.stranger.memberships.get().workspace
        row = builders.template(elsewhere, HALF)
        assert post(client, "task-prepare", task.pk, template=row.pk).status_code == 404
        version = row.keep_version(TemplateVersion.Reason.PUSH, cast.stranger)
        assert post(client, "task-prepare", task.pk, version=version.pk).status_code == 404

    def test_of_a_task_that_is_over_is_refused(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        task.see_status("done")
        answer = post(client, "task-prepare", task.pk, template=template(cast).pk)
        assert answer.status_code == 409


class TestTake:
    def test_records_what_the_page_showed_once(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        click = prepared(client, cast, task)
        assert post(client, "task-take", task.pk, **click).status_code == 200
        post(client, "task-take", task.pk, **click)
        take = Operation.objects.get(kind="take")
        assert (take.title, take.person) == ("Half", cast.operator)
        assert take.body["MixedRules"] == {**codec.write(HALF), "Output": task.output}

    def test_is_kept_among_the_template_s_versions(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = template(cast)
        look = Look.objects.append(task, row.name, row.rules, cast.owner, row)
        page = post(client, "task-prepare", task.pk, look=look.pk).content.decode()
        post(client, "task-take", task.pk, **fields(page))
        assert row.versions.get().reason == "take"

    def test_of_a_preview_that_somebody_changed_is_refused_and_nothing_recorded(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        click = prepared(client, cast, task)
        prepared(client, cast, task, builders.document(Box(0, 0, 640, 360)))
        answer = post(client, "task-take", task.pk, **click)
        assert answer.status_code == 409
        assert "The preview has changed" in answer.content.decode()
        assert not Operation.objects.filter(kind="take").exists()

    def test_after_somebody_else_took_says_who_and_sends_nothing(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        click = prepared(client, cast, task)
        row = Take.record(task=task, person=cast.teammate, rules=HALF, title="Quad")
        aged(row, state="refused", settled_at=ago(seconds=3))
        answer = post(client, "task-take", task.pk, **click)
        assert answer.status_code == 409
        assert "teammate took “Quad” meanwhile" in answer.content.decode()
        assert Operation.objects.filter(kind="take").count() == 1

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
        MixTask.objects.get().see_versions(late)
        answer = post(client, "task-take", task.pk, **click)
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "The task was changed meanwhile. Look again: nothing was sent." in page
        assert "“Quad” is on air after all" in page
        assert Operation.objects.filter(kind="take").count() == 1
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
        assert not Operation.objects.filter(kind="take").exists()

    def test_without_anything_in_preview_is_refused(self, client: Client, task: MixTask) -> None:
        assert post(client, "task-take", task.pk, key=str(uuid4()), armed="1").status_code == 409

    def test_works_without_scripts(self, client: Client, cast: Cast, task: MixTask) -> None:
        click = prepared(client, cast, task)
        address = reverse("task-take", args=[task.pk])
        first = client.post(address, click | {"armed": ""})
        assert re.search(r'name="armed"\s+value="1"', first.content.decode())
        assert not Operation.objects.filter(kind="take").exists()
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
        assert not Operation.objects.filter(kind="take").exists()


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
        task.see_status("prepare")
        assert self.why(client, task) == "A take needs a task that is on air."


class TestRundown:
    def test_keeps_a_look_as_it_was_added_and_says_when_its_template_has_changed(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = template(cast)
        page = post(client, "task-looks", task.pk, template=row.pk).content.decode()
        assert "Template has changed" not in page
        LayoutTemplate.objects.filter(pk=row.pk).update(version=2, rules=codec.write(FULL))
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        assert "Template has changed" in page
        look = Look.objects.get()
        assert look.document == HALF
        post(client, "look", look.pk, act="renew")
        assert Look.objects.get().document == FULL

    def test_is_ordered_by_hand_and_digits_follow(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        for name in ("One", "Two", "Three"):
            post(client, "task-looks", task.pk, template=template(cast, name=name).pk)
        last = Look.objects.get(title="Three")
        post(client, "look", last.pk, act="earlier")
        assert [row.title for row in task.looks.all()] == ["One", "Three", "Two"]
        post(client, "look", last.pk, act="later")
        post(client, "look", last.pk, act="later")
        assert [row.title for row in task.looks.all()] == ["One", "Two", "Three"]
        post(client, "look", last.pk, act="remove")
        assert task.looks.count() == 2

    def test_says_which_look_is_on_air_and_which_is_next(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        for name, rules in (("On", FULL), ("Next", HALF)):
            post(client, "task-looks", task.pk, template=template(cast, rules, name).pk)
        following = Look.objects.get(title="Next")
        page = post(client, "task-prepare", task.pk, look=following.pk).content.decode()
        rows = re.findall(r'<li class="(pgm|pvw)">.*?data-digit="(\d)"', page, re.S)
        assert rows == [("pgm", "1"), ("pvw", "2")]

    def test_an_act_on_a_look_that_somebody_has_just_taken_out_changes_nothing(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = template(cast)
        gone = Look.objects.append(task, row.name, row.rules, cast.owner, row)
        Look.objects.all().delete()
        gone.move(1)
        gone.catch_up()
        assert not Look.objects.exists()

    def test_has_an_end(self, client: Client, cast: Cast, task: MixTask) -> None:
        row = template(cast)
        for _ in range(MAX_LOOKS):
            Look.objects.append(task, row.name, row.rules, cast.owner, row)
        answer = post(client, "task-looks", task.pk, template=row.pk)
        assert answer.status_code == 409
        assert "The rundown is full" in answer.content.decode()

    def test_an_act_nobody_knows_changes_nothing(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = template(cast)
        look = Look.objects.append(task, row.name, row.rules, cast.owner)
        for act in ("renew", "explode", ""):
            assert post(client, "look", look.pk, act=act).status_code == 409
        assert Look.objects.filter(pk=look.pk).exists()


class TestWayBack:
    def test_leads_to_the_look_before_the_present_one(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        row = Take.record(task=task, person=cast.owner, rules=HALF, title="Half")
        aged(row, state="accepted", version=2, settled_at=ago(minutes=1), applied_at=ago(minutes=1))
        MixTask.objects.update(program=row.body["MixedRules"], program_title="Half", version=2)
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        assert "Back to thursday" in page
        push = Operation.objects.get(kind="push")
        click = fields(post(client, "task-prepare", task.pk, operation=push.pk).content.decode())
        assert post(client, "task-take", task.pk, **click).status_code == 200
        back = Operation.objects.filter(kind="take").first()
        assert back
        assert back.body["MixedRules"]["InputLayout"] == codec.write(FULL)["InputLayout"]


class TestPolling:
    def test_what_has_not_changed_is_not_sent_again(self, client: Client, task: MixTask) -> None:
        client.get(reverse("task", args=[task.pk]))
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        found = re.search(r'hx-get="([^"]*stamp=[^"]*)"', page)
        assert found
        assert client.get(found[1], headers=HTMX).status_code == 204
        task.see_status("prestop")
        answer = client.get(found[1], headers=HTMX)
        assert answer.status_code == 200
        assert "Stopping" in answer.content.decode()

    def test_operators_see_each_other(self, client: Client, cast: Cast, task: MixTask) -> None:
        client_for(cast.teammate).get(reverse("task-status", args=[task.pk]))
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        assert "teammate" in page
        assert "you" in page


def test_no_stream_key_is_on_the_page(client: Client, cast: Cast, task: MixTask) -> None:
    secret = "canary4711"
    look = replace(HALF, output=builders.output(f"rtmp://push.example.com/live/{secret}"))
    row = template(cast, look)
    pages = [
        post(client, "task-prepare", task.pk, template=row.pk).content.decode(),
        post(client, "task-looks", task.pk, template=row.pk).content.decode(),
        client.get(reverse("task-push", args=[task.pk])).content.decode(),
    ]
    assert not [page for page in pages if secret in page]
    assert secret not in json.dumps([str(row) for row in Operation.objects.all()])


class TestPicturesOnThePage:
    def test_are_kept_fresh_while_somebody_looks(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        added = builders.document(Box(0, 0, 960, 540), Box(960, 0, 960, 540))
        prepared(client, cast, task, added)
        for url in ("https://pictures.example.com/1.jpg", "https://pictures.example.com/2.jpg"):
            builders.frame(cast.workspace, url)
        Frame.objects.update(looked_at=ago(days=1))
        client.get(reverse("task-status", args=[task.pk]))
        assert not Frame.objects.filter(looked_at__lt=ago(hours=1)).exists()

    def test_are_asked_for_anew_when_a_newer_one_is_there(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        program = reverse("task-program", args=[task.pk])
        before = re.findall(
            rf"{program}\?v=\w+", client.get(reverse("task", args=[task.pk])).content.decode()
        )
        builders.frame(cast.workspace, "https://pictures.example.com/1.jpg")
        after = re.findall(
            rf"{program}\?v=\w+", client.get(reverse("task", args=[task.pk])).content.decode()
        )
        assert before != after != []
