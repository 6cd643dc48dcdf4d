"""What is prepared: what a take would send, and the pictures of it."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from studio.editor.models import TemplateVersion
from studio.library.models import Frame
from studio.mixes.models import MixTask, Operation
from studio.rules.geometry import Box
from tests import builders
from tests.builders import Cast, client_for
from tests.mixes.conftest import ago
from tests.mixes.control.controlling import HALF, post, prepared, template

pytestmark = pytest.mark.usefixtures("data")


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
        task.note_status("done")
        answer = post(client, "task-prepare", task.pk, template=template(cast).pk)
        assert answer.status_code == 409


class TestPicturesOnThePage:
    def test_are_kept_fresh_while_somebody_looks(
        self, client: Client, cast: Cast, task: MixTask
    ) -> None:
        added = builders.document(Box(0, 0, 960, 540), Box(960, 0, 960, 540))
        prepared(client, cast, task, added)
        for url in ("https://pictures.example.com/1.jpg", "https://pictures.example.com/2.jpg"):
            builders.frame(cast.workspace, url)
        Frame.objects.update(seen_at=ago(days=1))
        client.get(reverse("task-status", args=[task.pk]))
        assert not Frame.objects.filter(seen_at__lt=ago(hours=1)).exists()

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
