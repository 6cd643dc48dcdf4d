"""Members and their roles: changed by admins, never without an admin, and on record."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from studio.accounts import members
from studio.accounts.members import LastAdmin, Outdated
from studio.accounts.models import Invitation, Membership, Role, Scope, Token, User, Workspace
from studio.audit.models import Entry
from tests import builders
from tests.builders import Cast, client_for

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def client(cast: Cast) -> Client:
    """The owner's, who is called Ada."""
    User.objects.filter(pk=cast.owner.pk).update(first_name="Ada")
    return client_for(cast.owner)


def of(user: User) -> Membership:
    return user.memberships.get()


def do(client: Client, address: str, /, *args: object, **fields: str) -> Any:
    return client.post(reverse(address, args=args), fields)


def text(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


def acts() -> list[tuple[str, str, str]]:
    """What is on record, newest first: act, whom it was done to, and the difference."""
    return list(Entry.objects.values_list("act", "name", "difference"))


def alone(cast: Cast) -> None:
    """The owner is the only admin."""
    Membership.objects.filter(user=cast.teammate).update(role=Role.EDITOR)


def test_everybody_sees_who_is_in_and_only_admins_the_means_to_change_it(cast: Cast) -> None:
    for user, may in ((cast.viewer, False), (cast.operator, False), (cast.teammate, True)):
        page = text(client_for(user).get(reverse("members")))
        assert all(name in page for name in ("owner", "teammate", "operator", "editor", "viewer"))
        assert "stranger" not in page
        for means in ("Invite somebody", "Make a sign-in link", "Role of", "Rename"):
            assert (means in page) is may


def test_a_role_is_changed_and_that_is_on_record(client: Client, cast: Cast) -> None:
    answer = do(client, "member-role", of(cast.editor).pk, role="operator", shown="editor")
    assert answer.status_code == 302
    assert of(cast.editor).role == Role.OPERATOR
    assert acts() == [("role-changed", "editor", "Editor → Operator")]
    entry = Entry.objects.get()
    assert (entry.person_name, entry.role) == ("Ada", "admin")
    assert entry.workspace_id == cast.workspace.pk


def test_the_role_that_somebody_has_already_is_no_change(client: Client, cast: Cast) -> None:
    do(client, "member-role", of(cast.editor).pk, role="editor", shown="editor")
    assert acts() == []


@pytest.mark.parametrize("name", ["member-role", "member-remove"])
def test_who_was_changed_meanwhile_is_not_changed_again(
    client: Client, cast: Cast, name: str
) -> None:
    Membership.objects.filter(user=cast.editor).update(role=Role.OPERATOR)
    answer = do(client, name, of(cast.editor).pk, role="viewer", shown="editor")
    assert answer.status_code == 409
    assert "Meanwhile somebody else made editor Operator. Nothing was changed." in text(answer)
    assert (of(cast.editor).role, acts()) == (Role.OPERATOR, [])


def test_who_was_removed_meanwhile_is_said_to_be_gone(cast: Cast) -> None:
    member = of(cast.editor)
    Membership.objects.filter(pk=member.pk).delete()
    with pytest.raises(Outdated) as outdated:
        members.change_role(member, "editor", Role.VIEWER)
    assert outdated.value.now is None


@pytest.mark.parametrize("role", ["", "owner", "ADMIN"])
def test_a_role_that_there_is_not_is_refused(client: Client, cast: Cast, role: str) -> None:
    answer = do(client, "member-role", of(cast.editor).pk, role=role, shown="editor")
    assert answer.status_code == 422
    assert "There is no role of this name." in text(answer)
    assert of(cast.editor).role == Role.EDITOR


@pytest.mark.parametrize(
    "way",
    [
        lambda client, own: do(client, "member-role", own.pk, role="editor", shown="admin"),
        lambda client, own: do(client, "member-remove", own.pk, shown="admin"),
        lambda client, own: do(client, "workspace-leave", own.workspace_id),
    ],
)
def test_the_last_admin_stays(
    client: Client, cast: Cast, way: Callable[[Client, Membership], Any]
) -> None:
    alone(cast)
    answer = way(client, of(cast.owner))
    assert answer.status_code == 409
    assert "Ada is the last admin here: make somebody else an admin first." in text(answer)
    assert (of(cast.owner).role, acts()) == (Role.ADMIN, [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("plain_static")
def test_two_admins_who_leave_at_once_leave_one_behind() -> None:
    cast = builders.cast()
    admins, together = [of(cast.owner), of(cast.teammate)], Barrier(2)

    def leave(member: Membership) -> bool:
        together.wait()
        try:
            members.leave(member)
        except LastAdmin:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor() as threads:
        assert sorted(threads.map(leave, admins)) == [False, True]
    assert cast.workspace.memberships.filter(role=Role.ADMIN).count() == 1


def test_who_is_removed_is_out_at_the_next_request_and_what_they_made_stays(
    client: Client, cast: Cast
) -> None:
    template = builders.template(cast.workspace, user=cast.editor)
    theirs, page = client_for(cast.editor), reverse("template-edit", args=[template.pk])
    assert theirs.get(page).status_code == 200
    do(client, "member-remove", of(cast.editor).pk, shown="editor")
    saved = reverse("template-document", args=[template.pk])
    assert theirs.get(page).status_code == 404
    assert theirs.put(saved, "{}", "application/json").status_code == 404
    assert theirs.get(reverse("templates")).status_code == 403
    assert "by editor" in text(client.get(reverse("templates")))
    assert acts() == [("removed", "editor", "Editor")]


def test_who_comes_back_finds_no_old_token_of_theirs_that_works(client: Client, cast: Cast) -> None:
    day = timedelta(days=1)
    Token.objects.issue(
        cast.editor, cast.workspace, name="panel", scopes=[Scope.READ], lifetime=day
    )
    do(client, "member-remove", of(cast.editor).pk, shown="editor")
    assert not Token.objects.exists()


def test_leaving_is_on_record_as_what_one_was(cast: Cast) -> None:
    answer = do(client_for(cast.viewer), "workspace-leave", cast.workspace.pk)
    assert answer.status_code == 302
    assert cast.workspace.role_of(cast.viewer) is None
    assert acts() == [("left", "viewer", "Viewer")]


def test_handing_over_makes_another_admin_and_leaves(client: Client, cast: Cast) -> None:
    alone(cast)
    heir = f"{of(cast.operator).pk}-operator"
    assert do(client, "workspace-hand-over", cast.workspace.pk, heir=heir).status_code == 302
    assert cast.workspace.role_of(cast.operator) is Role.ADMIN
    assert cast.workspace.role_of(cast.owner) is None
    assert acts() == [("left", "Ada", "Admin"), ("handed-over", "operator", "Operator → Admin")]


@pytest.mark.parametrize("heir", ["", "0-admin", "x-editor", "9" * 30, "{own}-admin"])
def test_nothing_is_handed_over_to_nobody(client: Client, cast: Cast, heir: str) -> None:
    heir = heir.format(own=of(cast.owner).pk)
    answer = do(client, "workspace-hand-over", cast.workspace.pk, heir=heir)
    assert answer.status_code == 409
    assert "Choose who takes over" in text(answer)
    assert (of(cast.owner).role, acts()) == (Role.ADMIN, [])


def test_who_is_no_admin_any_more_has_nobody_on_the_way_in(client: Client, cast: Cast) -> None:
    Invitation.objects.issue(cast.workspace, cast.teammate, Role.ADMIN, 7)
    Invitation.objects.issue(cast.workspace, cast.owner, Role.VIEWER, 7)
    do(client, "member-role", of(cast.teammate).pk, role="viewer", shown="admin")
    assert [one.made_by for one in Invitation.objects.open()] == [cast.owner]


def test_the_link_for_who_is_locked_out_is_shown_once_and_signs_that_member_in(
    client: Client, cast: Cast
) -> None:
    answer = do(client, "member-link", of(cast.editor).pk)
    found = re.search(r"/start#t=([\w-]+)", text(answer))
    assert found is not None
    assert found[1] not in text(client.get(reverse("members")))
    assert found[1] not in str(list(Entry.objects.values()))
    assert acts() == [("link-made", "editor", "")]
    theirs = Client()
    theirs.post(reverse("start"), {"token": found[1]})
    assert theirs.get(reverse("members")).context["own"].user == cast.editor


def test_no_link_opens_a_workspace_that_the_admin_has_no_say_in(client: Client, cast: Cast) -> None:
    elsewhere = cast.stranger.memberships.get().workspace
    elsewhere.memberships.create(user=cast.editor, role=Role.VIEWER)
    member = cast.workspace.memberships.get(user=cast.editor)
    answer = do(client, "member-link", member.pk)
    assert (answer.status_code, acts()) == (409, [])
    assert "#t=" not in text(answer)
    elsewhere.memberships.create(user=cast.owner, role=Role.ADMIN)
    assert do(client, "member-link", member.pk).status_code == 201


def test_inviting_shows_a_link_once_that_works(client: Client, cast: Cast) -> None:
    answer = do(client, "invite", cast.workspace.pk, role="operator", days="30")
    found = re.search(r"/invitation/#t=([\w-]+)", text(answer))
    assert found is not None
    assert answer.headers["Cache-Control"] == "no-store"
    assert found[1] not in text(client.get(reverse("members")))
    invitation = Invitation.objects.of_token(found[1])
    assert invitation is not None
    assert (invitation.role, invitation.made_by) == (Role.OPERATOR, cast.owner)
    assert acts() == [("invited", "Talk shows", "Operator")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"role": "owner", "days": "7"}, "There is no role of this name."),
        ({"role": "editor", "days": "3650"}, "Choose one of the times offered."),
    ],
)
def test_an_invitation_that_there_is_not_is_refused_beside_its_field(
    client: Client, cast: Cast, fields: dict[str, str], sentence: str
) -> None:
    answer = do(client, "invite", cast.workspace.pk, **fields)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Invitation.objects.exists()


def test_an_invitation_is_withdrawn_once(client: Client, cast: Cast) -> None:
    Invitation.objects.issue(cast.workspace, cast.owner, Role.EDITOR, 7)
    pk = Invitation.objects.get().pk
    assert do(client, "invite-withdraw", pk).status_code == 302
    again = do(client, "invite-withdraw", pk)
    assert again.status_code == 409
    assert "no longer open" in text(again)
    assert [act for act, _name, _difference in acts()] == ["invitation-withdrawn", "invited"]


def test_a_workspace_is_renamed_and_that_is_on_record(client: Client, cast: Cast) -> None:
    assert do(client, "workspace-rename", cast.workspace.pk, name="  Late ").status_code == 302
    assert Workspace.objects.get(pk=cast.workspace.pk).name == "Late"
    assert acts() == [("workspace-renamed", "Late", "Talk shows → Late")]


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_that_is_none_is_refused_beside_its_field(
    client: Client, cast: Cast, name: str
) -> None:
    answer = do(client, "workspace-rename", cast.workspace.pk, name=name)
    assert answer.status_code == 422
    assert 'class="why"' in text(answer)
    assert "Members of “Talk shows”" in text(answer)
    assert Workspace.objects.get(pk=cast.workspace.pk).name == "Talk shows"
