"""One-time links, which need nothing that one could forget."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.accounts.models import Membership, Role, SignInLink, User, Workspace
from studio.accounts.sessions import SessionStore
from studio.audit.models import Entry
from tests.accounts.people import PASSWORD, try_password, with_password
from tests.builders import Cast, client_for

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def redeem(token: str) -> tuple[Client, int]:
    client = Client()
    return client, client.post(reverse("start"), {"token": token}).status_code


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("templates")).status_code == 200


def test_a_link_signs_in_once(cast: Cast) -> None:
    token = SignInLink.objects.issue(cast.owner)
    first, status = redeem(token)
    assert (status, is_signed_in(first)) == (302, True)
    second, status = redeem(token)
    assert (status, is_signed_in(second)) == (403, False)


@pytest.mark.parametrize(("minutes", "status"), [(4, 302), (6, 403)])
def test_a_link_works_for_five_minutes(cast: Cast, minutes: int, status: int) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = SignInLink.objects.issue(cast.owner)
        clock.shift(timedelta(minutes=minutes))
        assert redeem(token)[1] == status


@pytest.mark.parametrize("token", ["", "unknown", "x" * 10_000])
def test_an_unknown_token_is_refused_in_words(cast: Cast, token: str) -> None:
    answer = Client().post(reverse("start"), {"token": token})
    assert answer.status_code == 403
    assert b"older than five minutes" in answer.content


def test_only_the_hash_of_a_token_is_kept(cast: Cast) -> None:
    token = SignInLink.objects.issue(cast.owner)
    assert token not in str(SignInLink.objects.values())


def test_links_that_ran_out_are_swept_away_by_the_next(cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        SignInLink.objects.issue(cast.owner)
        clock.shift(timedelta(minutes=6))
        SignInLink.objects.issue(cast.owner)
    assert SignInLink.objects.count() == 1


def test_signing_out_ends_the_session(cast: Cast) -> None:
    client = client_for(cast.owner)
    assert is_signed_in(client)
    client.post(reverse("sign-out"))
    assert not is_signed_in(client)


@pytest.mark.usefixtures("db", "plain_static")
def test_open_prints_a_link_that_signs_in_the_studios_owner() -> None:
    printed = StringIO()
    call_command("open", json=True, stdout=printed)
    url = json.loads(printed.getvalue())["url"]
    start, token = url.split("#t=")
    assert start == f"http://localhost:{settings.PORT}/start"
    client, status = redeem(token)
    assert (status, is_signed_in(client)) == (302, True)
    assert Membership.objects.get().role == Role.ADMIN


@pytest.mark.django_db
def test_open_says_in_words_what_the_link_is_for() -> None:
    printed = StringIO()
    call_command("open", stdout=printed)
    assert "once, within 5 minutes" in printed.getvalue()
    assert "/start#t=" in printed.getvalue()


@pytest.mark.django_db
def test_open_names_the_command_that_opens_this_very_studio(
    settings: Settings,
) -> None:
    settings.PORT, settings.DATA = 9000, Path("/srv/two words")
    assert "STUDIO_PORT=9000 STUDIO_DATA='/srv/two words' .venv/bin/python" in said_by_open()
    settings.PORT, settings.DATA = 8000, settings.BASE / "var"
    assert "Another link: .venv/bin/python manage.py open" in said_by_open()


def said_by_open() -> str:
    printed = StringIO()
    call_command("open", stdout=printed)
    return printed.getvalue()


@pytest.mark.django_db
def test_a_studio_has_one_workspace_and_one_owner_however_often_it_is_opened() -> None:
    first, second = Workspace.objects.embedded(), Workspace.objects.embedded()
    assert first == second
    assert (User.objects.count(), Membership.objects.count()) == (1, 1)


def test_the_owner_is_the_admin_who_has_been_here_longest(cast: Cast) -> None:
    assert Workspace.objects.embedded().owner() == cast.owner


def test_one_has_one_role_in_a_workspace_and_none_elsewhere(cast: Cast) -> None:
    assert cast.workspace.role_of(cast.viewer) is Role.VIEWER
    assert cast.workspace.role_of(cast.stranger) is None


@pytest.mark.parametrize("by", ["password", "link"])
def test_nobody_is_on_record_as_signed_in_whose_session_is_not_stored(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    """As when the database goes away between the two."""
    save = SessionStore.save

    def fail(session: SessionStore, must_create: bool = False) -> None:
        if not must_create:
            raise OperationalError
        save(session, must_create)

    with_password(cast.viewer)
    link = SignInLink.objects.issue(cast.viewer)
    client = Client(raise_request_exception=False)
    monkeypatch.setattr(SessionStore, "save", fail)
    if by == "password":
        try_password("viewer", PASSWORD, client)
    else:
        client.post(reverse("start"), {"token": link})
    monkeypatch.undo()
    assert not is_signed_in(client)
    assert not Entry.objects.filter(act="signed-in").exists()


def test_nobody_is_signed_in_of_whom_nothing_is_on_record(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_values: object) -> None:
        raise OperationalError

    with_password(cast.viewer)
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("studio.accounts.entry.adapters.signed_in", fail)
    try_password("viewer", PASSWORD, client)
    assert not is_signed_in(client)
    assert not UserSession.objects.exists()
