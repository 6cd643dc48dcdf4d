"""The page an invitation opens: it says to what, and lets in with an account or without one yet."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studio.accounts.models import Invitation, Role, User
from studio.audit.models import Entry
from tests.builders import Cast, client_for

PASSWORD = "three CANARY words"
ACCOUNT = {
    "first_name": "Ada Lovelace",
    "username": "ada",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


@pytest.fixture
def token(cast: Cast) -> str:
    return Invitation.objects.issue(cast.workspace, cast.owner, Role.EDITOR, 7)


def opened(token: str, client: Client | None = None) -> Client:
    client = client or Client()
    assert client.post(reverse("invitation"), {"token": token}).status_code == 302
    return client


def text(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


def page(client: Client) -> str:
    return text(client.get(reverse("invitation")))


def make_account(client: Client, **fields: str) -> Any:
    return client.post(reverse("invitation-account"), ACCOUNT | fields)


def test_it_says_which_workspace_which_role_what_that_may_and_by_whom(token: str) -> None:
    shown = page(opened(token))
    for said in ("owner invites you", "Talk shows", "Editor", "Puts nothing on air"):
        assert said in shown


def test_who_is_signed_in_joins_as_themselves(cast: Cast, token: str) -> None:
    ada = User.objects.create(username="ada", first_name="Ada")
    client = opened(token, client_for(ada))
    assert "Join as Ada" in page(client)
    answer = client.post(reverse("invitation-join"), follow=True)
    assert "You are in “Talk shows” now, as Editor." in text(answer)
    assert cast.workspace.role_of(ada) is Role.EDITOR
    joined = Entry.objects.get(act="joined")
    assert (joined.person_id, joined.name, joined.role) == (ada.pk, "Ada", "editor")


def test_who_joins_a_second_workspace_is_shown_that_one(cast: Cast, token: str) -> None:
    client = opened(token, client_for(cast.stranger))
    client.post(reverse("invitation-join"))
    assert client.get(reverse("templates")).context["workspace"] == cast.workspace


def test_a_member_is_told_and_uses_up_nothing(cast: Cast, token: str) -> None:
    client = opened(token, client_for(cast.operator))
    assert "You are in it already, operator, as Operator." in page(client)
    said = text(client.post(reverse("invitation-join"), follow=True))
    assert "You were in “Talk shows” already, as Operator, and stay that." in said
    assert Invitation.objects.open().count() == 1


def test_who_has_no_account_makes_one_and_is_in(cast: Cast, token: str) -> None:
    client = opened(token)
    answer = make_account(client)
    assert answer.status_code == 302
    ada = User.objects.get(username="ada")
    assert (ada.called(), ada.check_password(PASSWORD)) == ("Ada Lovelace", True)
    assert (ada.is_staff, ada.is_superuser) == (False, False)
    assert cast.workspace.role_of(ada) is Role.EDITOR
    assert client.get(reverse("templates")).status_code == 200
    assert Entry.objects.get(act="joined").person_id == ada.pk
    assert not Invitation.objects.open().exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"password1": "short", "password2": "short"}, "This password is too short."),
        ({"password1": "123456789012345", "password2": "123456789012345"}, "entirely numeric"),
        ({"password2": "other words"}, "The two password fields"),
        ({"username": "OWNER"}, "A user with that username already exists."),
        ({"username": "no spaces"}, "Enter a valid username."),
        ({"first_name": " "}, "This field is required."),
        ({"username": "x" * 151}, "at most 150 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    cast: Cast, token: str, wrong: dict[str, str], sentence: str
) -> None:
    people = User.objects.count()
    client = opened(token)
    answer = make_account(client, **wrong)
    shown = text(answer)
    assert answer.status_code == 422
    assert sentence in shown
    assert ("Ada Lovelace" in shown) is ("first_name" not in wrong)
    assert PASSWORD not in shown
    assert User.objects.count() == people
    assert make_account(client).status_code == 302


def test_without_an_invitation_there_are_no_accounts(cast: Cast) -> None:
    people = User.objects.count()
    assert make_account(Client()).status_code == 409
    assert User.objects.count() == people


def test_who_is_signed_in_makes_no_second_account(cast: Cast, token: str) -> None:
    assert make_account(opened(token, client_for(cast.stranger))).status_code == 409
    assert not User.objects.filter(username="ada").exists()


def used(token: str) -> None:
    make_account(opened(token))


def withdrawn(_token: str) -> None:
    Invitation.objects.withdraw()


def expired(_token: str) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def gone(_token: str) -> None:
    Invitation.objects.get().workspace.delete()


@pytest.mark.parametrize(
    ("ending", "sentence"),
    [
        (used, "has been used"),
        (withdrawn, "was withdrawn"),
        (expired, "has expired"),
        (gone, "not known here"),
    ],
)
def test_one_that_lets_nobody_in_says_why(
    cast: Cast, token: str, ending: Any, sentence: str
) -> None:
    early = opened(token)
    ending(token)
    late = Client().post(reverse("invitation"), {"token": token})
    assert late.status_code == 403
    assert sentence in text(late)
    # Nor whose page was open before.
    assert make_account(early, username="grace").status_code == 409
    assert not User.objects.filter(username="grace").exists()


@pytest.mark.parametrize("token", ["", "unknown", "x" * 10_000])
def test_an_unknown_token_is_refused_in_words(cast: Cast, token: str) -> None:
    answer = Client().post(reverse("invitation"), {"token": token})
    assert answer.status_code == 403
    assert "not known here" in text(answer)


def test_an_invitation_is_remembered_no_longer_than_it_lasts(cast: Cast, token: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        client = opened(token)
        assert "Talk shows" in page(client)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert "Talk shows" not in page(client)


def test_the_token_is_in_no_page_and_no_log(
    cast: Cast, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client = opened(token)
        shown = page(client)
        used(token)
        late = client.post(reverse("invitation"), {"token": token})
    assert token not in shown + text(late)
    assert token not in "".join(record.getMessage() for record in caplog.records)
