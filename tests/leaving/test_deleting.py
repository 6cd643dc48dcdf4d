"""What goes for good goes with all that is its own, and never under somebody's show."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studio.accounts.models import Membership, Role, User, Workspace
from studio.audit.models import Entry
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.library import tidying
from studio.library.models import Frame, Upload
from studio.library.stores import uploads
from studio.mixes.models import Look, MixTask, Operation, Push, State
from studio.rules import codec
from tests import builders
from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_for(cast.owner)


def text(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


def delete(client: Client, workspace: Workspace, typed: str) -> Any:
    return client.post(reverse("workspace-delete", args=[workspace.pk]), {"typed": typed})


def delete_account(client: Client, typed: str) -> Any:
    return client.post(reverse("account-delete"), {"typed": typed})


def pushed(cast: Cast, **known: Any) -> MixTask:
    task = Push.record(
        workspace=cast.workspace, person=cast.operator, rules=builders.document(), name="show"
    ).task
    MixTask.objects.filter(pk=task.pk).update(**known)
    return MixTask.objects.get(pk=task.pk)


def ended(cast: Cast) -> MixTask:
    now = timezone.now()
    return pushed(cast, task_id="1", status="done", on_air_at=now, ended_at=now)


class TestAWorkspace:
    def test_goes_with_all_it_owns_and_nothing_else(self, client: Client, cast: Cast) -> None:
        elsewhere = cast.stranger.memberships.get().workspace
        for workspace in (cast.workspace, elsewhere):
            template = builders.template(workspace)
            template.keep_version(TemplateVersion.Reason.PUSH, cast.editor)
            Upload.objects.take(workspace, cast.editor, builders.png())
            builders.frame(workspace)
        Look.objects.append(ended(cast), "Two", builders.document(), cast.operator)
        assert delete(client, cast.workspace, " Talk shows ").status_code == 302
        for model in (LayoutTemplate, Upload, Frame):
            assert model._default_manager.get().workspace == elsewhere
        assert TemplateVersion.objects.get().template.workspace == elsewhere
        assert not MixTask.objects.exists()
        assert not Operation.objects.exists()
        assert not Look.objects.exists()
        assert [row.user for row in Membership.objects.all()] == [cast.stranger]
        assert User.objects.filter(username="owner").exists()

    def test_is_named_by_nothing_that_is_left(self, client: Client, cast: Cast) -> None:
        """Of every table with a workspace; one that is new is asked, too."""
        ended(cast)
        delete(client, cast.workspace, "Talk shows")
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if field.related_model is Workspace:
                    named = {field.attname: cast.workspace.pk}
                    assert not model._default_manager.filter(**named).exists()

    def test_leaves_no_file_of_its_own_and_every_one_that_is_another_s(
        self, client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        elsewhere = cast.stranger.memberships.get().workspace
        shared = Upload.objects.take(elsewhere, cast.stranger, builders.png(colour="red"))
        for colour in ("red", "blue"):
            Upload.objects.take(cast.workspace, cast.editor, builders.png(colour=colour))
        delete(client, cast.workspace, "Talk shows")
        monkeypatch.setattr(tidying, "YOUNG_SECONDS", -60.0)
        tidying.tidy()
        left = {file.name for file in uploads().kept()}
        assert left == {shared.picture, shared.stage}

    def test_waits_for_another_s_tasks_at_its_clouds(self, client: Client, cast: Cast) -> None:
        elsewhere = cast.stranger.memberships.get().workspace
        task = ended(cast)
        MixTask.objects.filter(pk=task.pk).update(workspace=elsewhere)
        task.operations.update(workspace=elsewhere)
        answer = delete(client, cast.workspace, "Talk shows")
        assert answer.status_code == 409
        assert task.title in answer.content.decode()
        assert Workspace.objects.filter(pk=cast.workspace.pk).exists()

    def test_stays_on_record(self, client: Client, cast: Cast) -> None:
        pk = cast.workspace.pk
        delete(client, cast.workspace, "Talk shows")
        entry = Entry.objects.get(act="workspace-deleted")
        assert (entry.workspace_id, entry.name, entry.role) == (pk, "Talk shows", "admin")

    @pytest.mark.parametrize("typed", ["", "talk shows", "Talk show"])
    def test_stays_unless_its_name_is_typed(self, client: Client, cast: Cast, typed: str) -> None:
        answer = delete(client, cast.workspace, typed)
        assert answer.status_code == 422
        assert 'class="why"' in text(answer)
        assert Workspace.objects.filter(pk=cast.workspace.pk).exists()

    @pytest.mark.parametrize(
        "known",
        [
            {},  # queued
            {"task_id": "1", "status": "prepare"},
            {"task_id": "1", "status": "runing", "on_air_at": timezone.now()},
            {"task_id": "1", "status": "prestop"},
        ],
    )
    def test_stays_while_something_of_it_is_on_air_or_moving(
        self, client: Client, cast: Cast, known: dict[str, Any]
    ) -> None:
        self.refused(client, cast, pushed(cast, **known))

    def test_stays_while_an_outcome_is_unknown(self, client: Client, cast: Cast) -> None:
        task = pushed(cast)
        Operation.objects.update(state=State.UNKNOWN)
        self.refused(client, cast, task)

    def refused(self, client: Client, cast: Cast, task: MixTask) -> None:
        answer = delete(client, cast.workspace, "Talk shows")
        assert answer.status_code == 409
        assert f'href="{reverse("task", args=[task.pk])}"' in text(answer)
        assert Workspace.objects.filter(pk=cast.workspace.pk).exists()
        assert not Entry.objects.filter(act__endswith="-deleted").exists()

    @pytest.mark.parametrize("state", [State.REFUSED, State.FAILED, State.GIVEN_UP])
    def test_goes_with_what_never_came_on_air(
        self, client: Client, cast: Cast, state: State
    ) -> None:
        pushed(cast)
        Operation.objects.update(state=state)
        assert delete(client, cast.workspace, "Talk shows").status_code == 302

    def test_leaves_its_members_in_no_other_one(self, client: Client, cast: Cast) -> None:
        delete(client, cast.workspace, "Talk shows")
        answer = client_for(cast.editor).get(reverse("templates"))
        assert answer.status_code == 403
        assert "You are in no workspace" in text(answer)


class TestAnAccount:
    def test_goes_and_what_it_made_stays(self, cast: Cast) -> None:
        template = builders.template(cast.workspace, user=cast.editor)
        theirs = [client_for(cast.editor) for _browser in range(2)]
        assert "Your account is deleted" in text(delete_account(theirs[0], "editor"))
        assert not User.objects.filter(username="editor").exists()
        assert all(one.get(reverse("templates")).status_code == 302 for one in theirs)
        page = text(client_for(cast.viewer).get(reverse("templates")))
        assert template.name in page
        assert "by somebody who left" in page

    def test_keeps_its_name_on_record(self, cast: Cast) -> None:
        delete_account(client_for(cast.editor), "editor")
        entry = Entry.objects.get()
        assert (entry.act, entry.person_name, entry.name) == ("account-deleted", "editor", "editor")
        assert entry.workspace_id == cast.workspace.pk

    def test_goes_from_no_workspace_at_all(self, cast: Cast) -> None:
        delete_account(client_for(User.objects.create(username="nobody")), "nobody")
        assert Entry.objects.get().workspace_id is None
        assert not User.objects.filter(username="nobody").exists()

    @pytest.mark.parametrize("typed", ["", "Editor", "owner"])
    def test_stays_unless_its_name_is_typed(self, cast: Cast, typed: str) -> None:
        assert delete_account(client_for(cast.editor), typed).status_code == 422
        assert User.objects.filter(username="editor").exists()

    def test_of_a_last_admin_stays(self, cast: Cast) -> None:
        Membership.objects.filter(user=cast.teammate).update(role=Role.OPERATOR)
        answer = delete_account(client_for(cast.owner), "owner")
        assert answer.status_code == 409
        assert f"{reverse('members')}?workspace={cast.workspace.pk}" in text(answer)
        assert cast.workspace.role_of(cast.owner) is Role.ADMIN
        assert not Entry.objects.filter(act__endswith="-deleted").exists()


class TestWhoActsMeanwhile:
    """Somebody deletes the workspace between what a view has looked up and what it writes."""

    @pytest.fixture
    def cast(self, transactional_db: None, plain_static: None) -> Cast:
        return builders.cast()

    def ask(
        self, monkeypatch: pytest.MonkeyPatch, place: str, cast: Cast, ask: Callable[[], Any]
    ) -> int:
        def deleting(*_arguments: object) -> bool:
            Workspace.objects.filter(pk=cast.workspace.pk).delete()
            return True

        monkeypatch.setattr(place, deleting)
        status: int = ask().status_code
        return status

    def test_makes_no_template(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        client, place = client_for(cast.owner), "studio.editor.views.pages.require_role"
        asked = self.ask(monkeypatch, place, cast, lambda: client.post(reverse("template-new")))
        assert asked == 404
        assert not LayoutTemplate.objects.exists()

    def test_saves_nothing(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        client, template = client_for(cast.owner), builders.template(cast.workspace)
        address = reverse("template-document", args=[template.pk])
        body = builders.save_request(codec.write(builders.document()), version=1)
        place = "studio.editor.views.documents.check_locks"
        assert self.ask(monkeypatch, place, cast, lambda: client.put(address, **body)) == 404

    def test_pushes_nothing(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        client, template = client_for(cast.owner), builders.template(cast.workspace)
        click = {"key": str(uuid4()), "version": "1", "name": "show"}
        place = "studio.mixes.push.form.PushForm.is_valid"
        address = reverse("push", args=[template.pk])
        assert self.ask(monkeypatch, place, cast, lambda: client.post(address, click)) == 404
        assert not Operation.objects.exists()
