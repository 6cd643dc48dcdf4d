"""Somebody in two workspaces: each page is of one, says which, and acts in it alone."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from studio.accounts.models import Invitation, Role, User, Workspace
from studio.audit.models import Entry
from studio.editor.models import LayoutTemplate
from studio.mixes.models import Push
from tests import builders
from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")
LISTS = ["templates", "tasks", "history", "history-csv", "history-json"]


@pytest.fixture
def other(cast: Cast) -> Workspace:
    """The owner's second workspace."""
    return Workspace.objects.open_for(cast.owner, "Sports")


@pytest.fixture
def client(cast: Cast, other: Workspace) -> Client:
    return client_for(cast.owner)


def content(answer: Any) -> str:
    return unescape(b"".join(answer).decode())


def filled(workspace: Workspace, cast: Cast) -> None:
    """With a template and a task of its name."""
    builders.template(workspace, name=f"of {workspace}")
    rules = builders.document()
    Push.record(
        workspace=workspace, person=cast.owner, rules=rules, name=f"p{workspace.pk}"
    ).task.__class__.objects.filter(workspace=workspace).update(title=f"of {workspace}")


def said(page: str) -> str:
    """The workspace that the bar names."""
    found = re.search(r'class="btn plain switch"[^>]*title="([^"]*)"', page)
    return found[1] if found else ""


@pytest.mark.parametrize("name", LISTS)
def test_lists_show_the_workspace_that_is_named_alone(
    client: Client, cast: Cast, other: Workspace, name: str
) -> None:
    filled(cast.workspace, cast)
    filled(other, cast)
    for one, another in ((cast.workspace, other), (other, cast.workspace)):
        shown = content(client.get(reverse(name), {"workspace": one.pk}))
        assert f"of {one}" in shown
        assert f"of {another}" not in shown


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("named", ["0", "x", "9" * 40, "stranger"])
def test_a_workspace_of_others_is_not_there(
    client: Client, cast: Cast, name: str, named: str
) -> None:
    if named == "stranger":
        named = str(cast.stranger.memberships.get().workspace_id)
    assert client.get(reverse(name), {"workspace": named}).status_code == 404


def test_switching_is_for_addresses_that_name_none(
    client: Client, cast: Cast, other: Workspace
) -> None:
    page = reverse("templates")
    assert said(content(client.get(page))) == "Talk shows"
    answer = client.post(reverse("workspace-switch", args=[other.pk]))
    assert answer.headers["Location"] == f"{page}?workspace={other.pk}"
    assert said(content(client.get(page))) == "Sports"
    assert said(content(client.get(page, {"workspace": cast.workspace.pk}))) == "Talk shows"


def test_looking_at_a_page_switches_no_other_tab(
    client: Client, cast: Cast, other: Workspace
) -> None:
    template = builders.template(other)
    for address in (
        reverse("template-edit", args=[template.pk]),
        f"{reverse('templates')}?workspace={other.pk}",
    ):
        client.get(address)
        assert said(content(client.get(reverse("templates")))) == "Talk shows"


def test_a_row_s_own_page_says_whose_it_is_and_leads_back_there(
    client: Client, cast: Cast, other: Workspace
) -> None:
    task = Push.record(
        workspace=other, person=cast.owner, rules=builders.document(), name="show"
    ).task
    page = content(client.get(reverse("task", args=[task.pk])))
    assert said(page) == "Sports"
    for name in ("templates", "tasks"):
        assert f'href="{reverse(name)}?workspace={other.pk}"' in page
    editor = content(client.get(reverse("template-edit", args=[builders.template(other).pk])))
    assert 'title="Sports"' in editor
    assert f'href="{reverse("templates")}?workspace={other.pk}"' in editor


def test_what_a_page_makes_goes_to_the_page_s_workspace(
    client: Client, cast: Cast, other: Workspace
) -> None:
    """Also when another tab has switched since, or the page comes from before the second one."""
    page = content(client.get(reverse("templates")))
    field = re.search(r'name="workspace" value="(\d+)"', page)
    assert field is not None
    client.post(reverse("workspace-switch", args=[other.pk]))
    client.post(reverse("template-new"), {"workspace": field[1]})
    assert LayoutTemplate.objects.get().workspace == cast.workspace


@pytest.mark.parametrize("name", ["templates", "tokens"])
def test_a_form_that_makes_something_names_its_workspace_before_there_is_a_second(
    cast: Cast, name: str
) -> None:
    page = content(client_for(cast.teammate).get(reverse(name)))
    assert f'name="workspace" value="{cast.workspace.pk}"' in page


@pytest.mark.parametrize("name", ["duplicate", "delete", "restore"])
def test_what_is_done_to_a_template_leads_back_to_its_list(
    client: Client, cast: Cast, other: Workspace, name: str
) -> None:
    template = builders.template(other)
    answer = client.post(reverse(f"template-{name}", args=[template.pk]))
    assert answer.headers["Location"] == f"{reverse('templates')}?workspace={other.pk}"
    assert set(LayoutTemplate.objects.values_list("workspace", flat=True)) == {other.pk}


def test_a_form_of_a_workspace_one_was_removed_from_makes_nothing(
    client: Client, cast: Cast, other: Workspace
) -> None:
    other.memberships.filter(user=cast.owner).delete()
    assert client.post(reverse("template-new"), {"workspace": other.pk}).status_code == 404
    assert not LayoutTemplate.objects.exists()


def test_the_role_is_that_of_the_page_s_workspace(
    client: Client, cast: Cast, other: Workspace
) -> None:
    other.memberships.filter(user=cast.owner).update(role=Role.VIEWER)
    where = {"workspace": other.pk}
    assert "New template" not in content(client.get(reverse("templates"), where))
    assert client.post(reverse("template-new"), where).status_code == 403
    template = builders.template(other)
    assert client.post(reverse("push", args=[template.pk])).status_code == 403


def test_who_is_in_one_workspace_sees_no_switch_and_plain_addresses(cast: Cast) -> None:
    page = content(client_for(cast.viewer).get(reverse("templates")))
    assert said(page) == ""
    assert "workspace=" not in page


def test_a_workspace_is_made_by_who_is_an_admin_of_one(client: Client, cast: Cast) -> None:
    answer = client.post(reverse("workspace-new"), {"name": "Evening"})
    made = Workspace.objects.get(name="Evening")
    assert answer.headers["Location"] == f"{reverse('templates')}?workspace={made.pk}"
    assert made.role_of(cast.owner) is Role.ADMIN
    assert Entry.objects.filter(act="workspace-made", workspace_id=made.pk).exists()
    refused = client_for(cast.operator).post(reverse("workspace-new"), {"name": "Mine"})
    assert refused.status_code == 403
    assert not Workspace.objects.filter(name="Mine").exists()


def test_one_without_a_name_is_not_made(client: Client) -> None:
    count = Workspace.objects.count()
    answer = client.post(reverse("workspace-new"), {"name": " "})
    assert answer.status_code == 422
    assert "Give it a name." in content(answer)
    assert Workspace.objects.count() == count


def test_who_is_in_none_falls_into_nobody_else_s(cast: Cast) -> None:
    builders.template(cast.workspace, name="Not for strangers")
    nobody = client_for(User.objects.create(username="nobody"))
    for name in (*LISTS, "members", "rehearsal"):
        answer = nobody.get(reverse(name))
        assert answer.status_code == 403
        assert "You are in no workspace" in content(answer)
        assert "Not for strangers" not in content(answer)
    assert nobody.post(reverse("template-new")).status_code == 403
    assert not nobody.get(reverse("home"), follow=True).context["workspace"]


def test_who_is_in_none_is_led_to_the_invitation_that_this_browser_opened(cast: Cast) -> None:
    token = Invitation.objects.issue(cast.workspace, cast.owner, Role.EDITOR, 7)
    nobody = client_for(User.objects.create(username="nobody"))
    nobody.post(reverse("invitation"), {"token": token})
    page = content(nobody.get(reverse("templates")))
    assert reverse("invitation") in page
    assert "Talk shows" in page


@pytest.mark.django_db(transaction=True)
def test_processes_that_start_at_once_make_one_workspace_together() -> None:
    """Else a template could come into the one, and the clouds of the environment into the other.
    On SQLite the second waits anyhow.
    """
    made = Event()

    def slowly() -> int:
        with transaction.atomic():
            workspace = Workspace.objects.embedded()
            made.set()
            # Time for the other to look for it, and to find none.
            time.sleep(0.3)
        connection.close()
        return workspace.pk

    def meanwhile() -> int:
        assert made.wait(10)
        workspace = Workspace.objects.embedded()
        connection.close()
        return workspace.pk

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.submit(slowly), threads.submit(meanwhile)
        assert second.result() == first.result()
    assert Workspace.objects.count() == 1
